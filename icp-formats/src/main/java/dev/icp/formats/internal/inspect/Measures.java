package dev.icp.formats.internal.inspect;

import dev.icp.PackingReport;
import dev.icp.PackingReport.StageReport;
import dev.icp.formats.OutputComparison.Difference;
import dev.icp.formats.OutputComparison.Measure;
import dev.icp.formats.OutputManifest.Settings;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What of two runs is laid beside each other. */
public final class Measures {
  private final PackingReport a;
  private final PackingReport b;
  private final List<Measure> all = new ArrayList<>();

  private Measures(PackingReport a, PackingReport b) {
    this.a = a;
    this.b = b;
  }

  /** Returns the figures of two reports that were measured in one of them, in order. */
  public static List<Measure> of(PackingReport a, PackingReport b) {
    Measures measures = new Measures(a, b);
    measures.contexts();
    measures.relatedness();
    measures.duplicates();
    measures.add("seconds, all stages", 1, r -> seconds(r));
    measures.add("most heap in use, MB", 0, r -> megabytes(r));
    return measures.all.stream()
        .filter(measure -> !Double.isNaN(measure.a()) || !Double.isNaN(measure.b()))
        .toList();
  }

  private void contexts() {
    count("contexts", r -> r.contexts().count());
    count("documents in them", r -> r.order().documents());
    count("tokens of documents", r -> r.contexts().tokens());
    count("separators", r -> r.contexts().separators());
    count("padding", r -> r.contexts().padding());
    add(
        "documents that begin in a context",
        1,
        r -> r.contexts().relatedness().documentsPerContext());
    count("documents cut", r -> r.contexts().documentsCut());
    count("contexts that begin within a document", r -> r.contexts().beginningWithin());
    count("jumps along the order", r -> r.order().breaks());
  }

  private void relatedness() {
    cosine("two documents of a context", r -> r.contexts().relatedness().meanPairCosine());
    cosine("the same at random", r -> r.contexts().relatedness().randomPairCosine());
    cosine(
        "a document and the best before it",
        r -> r.contexts().relatedness().meanBestEarlierCosine());
    cosine("a document and the next", r -> r.order().meanAdjacentCosine());
    cosine(
        "documents of neighbouring contexts", r -> r.contexts().relatedness().nextContextCosine());
    add("true neighbours found, share", 3, r -> r.neighbours().sampledRecall());
  }

  private void duplicates() {
    count("near duplicates dropped", r -> r.duplicates().dropped());
    count("their tokens", r -> r.duplicates().tokensDropped());
    count("documents moved to keep them apart", r -> r.duplicates().moved());
    count("near duplicates in one context", r -> r.duplicates().pairsTogether());
  }

  private void cosine(String name, ToDoubleFunction<PackingReport> of) {
    add("cosine of " + name, 3, of);
  }

  private void count(String name, ToDoubleFunction<PackingReport> of) {
    add(name, 0, report -> of.applyAsDouble(report) < 0 ? Double.NaN : of.applyAsDouble(report));
  }

  private void add(String name, int decimals, ToDoubleFunction<PackingReport> of) {
    all.add(new Measure(name, of.applyAsDouble(a), of.applyAsDouble(b), decimals));
  }

  private static double seconds(PackingReport report) {
    return report.run().stages().stream().mapToDouble(StageReport::seconds).sum();
  }

  private static double megabytes(PackingReport report) {
    return report.run().stages().stream().mapToLong(StageReport::peakHeapBytes).max().orElse(0)
        / 1e6;
  }

  /** Returns the settings that are not the same. */
  public static List<Difference> differences(Settings a, Settings b) {
    List<Difference> differences = new ArrayList<>();
    for (RecordComponent component : Settings.class.getRecordComponents()) {
      String inA = value(component, a);
      String inB = value(component, b);
      if (!inA.equals(inB)) {
        differences.add(new Difference(component.getName(), inA, inB));
      }
    }
    return differences;
  }

  private static String value(RecordComponent component, Settings settings) {
    try {
      return String.valueOf(component.getAccessor().invoke(settings));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot read " + component, e);
    }
  }
}
