package dev.icp.cli.inspect;

import dev.icp.PackingReport;
import dev.icp.Relatedness;
import dev.icp.cli.pack.Summary;
import dev.icp.cli.shared.Texts;
import dev.icp.formats.OutputInspection;
import dev.icp.formats.OutputInspection.Distribution;
import dev.icp.formats.OutputInspection.SampleContext;
import dev.icp.formats.OutputInspection.SamplePiece;
import dev.icp.formats.OutputManifest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Says in short what an inspection has found. */
final class InspectionSummary {
  private static final int SAMPLES = 3;
  private static final int PIECES = 5;
  private static final int WIDTH = 90;
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private final PrintStream out;
  private final OutputInspection inspection;
  private final PackingReport report;
  private final Path folder;

  InspectionSummary(PrintStream out, OutputInspection inspection, Path folder) {
    this.out = out;
    this.inspection = inspection;
    this.folder = folder;
    report = inspection.report();
  }

  void print() {
    Summary summary = new Summary(out, report, folder);
    summary.printPacked();
    summary.printNearDuplicates();
    printContents();
    printRelatedness();
    printSettings();
    List<SampleContext> samples = inspection.samples();
    int shown = Math.min(SAMPLES, samples.size());
    for (int i = 0; i < shown; i++) {
      printSample(samples.get((2 * i + 1) * samples.size() / (2 * shown)));
    }
  }

  /**
   * Says what to do where it is not known how documents begin.
   *
   * @param inputs of the run that made the output
   * @param lookedIn where was looked already
   */
  void printLacking(List<String> inputs, List<Path> lookedIn) {
    long lacking =
        inspection.samples().stream()
            .flatMap(sample -> sample.shown().stream())
            .filter(piece -> piece.text().isEmpty() && piece.to() > 0)
            .map(SamplePiece::id)
            .distinct()
            .count();
    if (lacking == 0) {
      return;
    }
    out.println();
    if (lookedIn.isEmpty()) {
      out.println(
          "To see how documents begin, say where they are: --input "
              + (inputs.isEmpty() ? "CORPUS" : String.join(" --input ", inputs)));
    } else {
      out.printf(
          Locale.ROOT, "Not found in what --input names: %s.%n", Texts.count(lacking, "document"));
    }
  }

  private void printContents() {
    OutputManifest.Counts counts = inspection.manifest().counts();
    out.printf(
        Locale.ROOT,
        "Besides, the contexts hold %s%s and %s of padding.%n",
        Texts.count(counts.separators(), "separator"),
        counts.begins() == 0 ? "" : ", " + Texts.count(counts.begins(), "begin token"),
        Texts.count(counts.padding(), "token"));
    Distribution pieces = inspection.contents().piecesPerContext();
    Distribution fill = inspection.contents().fill();
    if (pieces.counts().isEmpty()) {
      return;
    }
    out.println();
    out.printf(
        Locale.ROOT,
        "Documents in a context  %s to %s, median %s  %s%n",
        Texts.number(pieces.least()),
        Texts.number(pieces.most()),
        Texts.number(pieces.median()),
        bars(pieces.counts()));
    out.printf(
        Locale.ROOT,
        "Filled with documents   %d%% to %d%%, mean %.1f%%%n",
        fill.least(),
        fill.most(),
        fill.mean());
    out.printf(
        Locale.ROOT,
        "Go on with a document   %s of %s%n",
        Texts.number(inspection.contents().continued()),
        Texts.count(inspection.contents().pieces(), "piece"));
  }

  private void printRelatedness() {
    Relatedness found = report.contexts().relatedness();
    if (Double.isNaN(report.order().meanAdjacentCosine())) {
      return;
    }
    out.println();
    out.println("Mean cosine of                       here    at random");
    printCosines("two documents of a context", found.meanPairCosine(), found.randomPairCosine());
    printCosines(
        "a document and the best before it",
        found.meanBestEarlierCosine(),
        found.randomBestEarlierCosine());
    printCosines(
        "a document and the next",
        report.order().meanAdjacentCosine(),
        report.order().randomAdjacentCosine());
    printCosines(
        "documents of neighbouring contexts",
        found.nextContextCosine(),
        report.order().randomAdjacentCosine());
    out.printf(
        Locale.ROOT,
        "Measured on %s, of which %s have two documents or more to compare.%n",
        Texts.count(found.contextsMeasured(), "context"),
        Texts.number(found.pairCosines().stream().mapToLong(n -> n).sum()));
    out.println();
    out.println("Cosines from 0 to 1");
    printHistogram("contexts", report.contexts().relatedness().pairCosines());
    printHistogram("contexts at random", report.contexts().relatedness().randomPairCosines());
    printHistogram("nearest neighbours", report.neighbours().nearestCosines());
  }

  private void printCosines(String name, double here, double random) {
    if (!Double.isNaN(here)) {
      out.printf(Locale.ROOT, "  %-34s %.3f   %.3f%n", name, here, random);
    }
  }

  private void printHistogram(String name, List<Long> counts) {
    if (!counts.isEmpty()) {
      out.printf(Locale.ROOT, "  %-20s%s%n", name, bars(counts));
    }
  }

  /** Returns a character for each count, a space where there is none. */
  private static String bars(List<Long> counts) {
    long most = counts.stream().mapToLong(n -> n).max().orElse(1);
    StringBuilder bars = new StringBuilder();
    for (long count : counts) {
      int height = (int) (count * BARS.length() / Math.max(1, most));
      bars.append(count == 0 ? ' ' : BARS.charAt(Math.min(height, BARS.length() - 1)));
    }
    return bars.toString().stripTrailing();
  }

  private void printSettings() {
    OutputManifest.Settings settings = inspection.manifest().settings();
    out.println();
    out.printf(
        Locale.ROOT,
        "Order %s, %s neighbours, near duplicates %s, boundary %s, tail %s, seed %d%s%s; written"
            + " as %s.%n",
        settings.orderer(),
        settings.neighbours(),
        settings.nearDuplicates(),
        settings.boundary().toLowerCase(Locale.ROOT),
        settings.tail().toLowerCase(Locale.ROOT),
        settings.seed(),
        settings.epoch() == 0 ? "" : ", epoch " + settings.epoch(),
        settings.groupBy().isEmpty() ? "" : ", never mixed by " + settings.groupBy(),
        String.join(", ", inspection.manifest().outputs().stream().map(o -> o.format()).toList()));
  }

  private void printSample(SampleContext sample) {
    out.println();
    out.printf(
        Locale.ROOT,
        "Context %s: %s%n",
        Texts.number(sample.index()),
        Texts.count(sample.pieces(), "document"));
    for (SamplePiece piece : sample.shown().subList(0, Math.min(PIECES, sample.shown().size()))) {
      out.println("  " + Texts.end(piece.id(), WIDTH));
      if (!piece.text().isEmpty()) {
        out.println("      " + Texts.start(piece.text(), WIDTH - 4));
      }
    }
    if (sample.pieces() > PIECES) {
      out.printf(Locale.ROOT, "  … and %s more%n", Texts.number(sample.pieces() - PIECES));
    }
  }
}
