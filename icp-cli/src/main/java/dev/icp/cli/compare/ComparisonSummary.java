package dev.icp.cli.compare;

import dev.icp.cli.shared.Texts;
import dev.icp.formats.OutputComparison;
import dev.icp.formats.OutputComparison.Difference;
import dev.icp.formats.OutputComparison.InBoth;
import dev.icp.formats.OutputComparison.Measure;
import dev.icp.formats.OutputInspection;
import dev.icp.formats.OutputInspection.SamplePiece;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Says how two outputs differ. */
final class ComparisonSummary {
  private static final int WIDTH = 86;

  /** How many documents before and after the one that is shown. */
  private static final int AROUND = 2;

  private static final int DOCUMENTS = 3;

  private final PrintStream out;
  private final OutputComparison comparison;

  ComparisonSummary(PrintStream out, OutputComparison comparison) {
    this.out = out;
    this.comparison = comparison;
  }

  void print() {
    out.println("A  " + Texts.end(comparison.nameA(), WIDTH));
    out.println("B  " + Texts.end(comparison.nameB(), WIDTH));
    printSettings();
    printMeasures();
    out.println();
    printShare(comparison.together(), "that share a context in A do so in B");
    printShare(comparison.consecutive(), "that are consecutive in A are so in B");
    List<InBoth> shown = comparison.documents();
    for (InBoth document : shown.subList(0, Math.min(DOCUMENTS, shown.size()))) {
      out.println();
      out.println(Texts.end(document.id(), WIDTH));
      printAround("A", comparison.a(), document.contextA(), document.id());
      printAround("B", comparison.b(), document.contextB(), document.id());
    }
  }

  private void printSettings() {
    out.println();
    if (comparison.settings().isEmpty()) {
      out.println("Made with the same settings.");
      return;
    }
    out.println("Settings that differ");
    for (Difference setting : comparison.settings()) {
      out.printf(Locale.ROOT, "  %s%n", setting.name());
      out.println("    A  " + Texts.start(setting.a(), WIDTH));
      out.println("    B  " + Texts.start(setting.b(), WIDTH));
    }
  }

  private void printMeasures() {
    out.println();
    out.printf(Locale.ROOT, "%-46s %14s %14s %14s%n", "", "A", "B", "B - A");
    for (Measure measure : comparison.measures()) {
      int decimals = measure.decimals();
      out.printf(
          Locale.ROOT,
          "%-46s %14s %14s %14s%n",
          measure.name(),
          number(measure.a(), decimals, ""),
          number(measure.b(), decimals, ""),
          number(measure.b() - measure.a(), decimals, "+"));
    }
    if (!comparison
        .a()
        .manifest()
        .settings()
        .embedder()
        .equals(comparison.b().manifest().settings().embedder())) {
      out.println("The cosines of A and B are of different vectors, and not to be compared.");
    }
  }

  private static String number(double value, int decimals, String sign) {
    if (Double.isNaN(value)) {
      return "-";
    }
    String shown = String.format(Locale.ROOT, "%," + sign + "." + decimals + "f", value);
    return sign.isEmpty() || shown.matches(".*[1-9].*") ? shown : "=";
  }

  private void printShare(double share, String what) {
    if (!Double.isNaN(share)) {
      out.printf(Locale.ROOT, "%.1f%% of the pairs of documents %s.%n", 100 * share, what);
    }
  }

  private void printAround(String name, OutputInspection output, long context, String id) {
    if (context < 0) {
      out.println("  " + name + "  in no context");
      return;
    }
    List<SamplePiece> shown =
        output.samples().stream()
            .filter(sample -> sample.index() == context)
            .findFirst()
            .orElseThrow()
            .shown();
    out.printf(Locale.ROOT, "  %s  context %s%n", name, Texts.number(context));
    int at = shown.stream().map(SamplePiece::id).toList().indexOf(id);
    if (at < 0) {
      out.printf(Locale.ROOT, "       after the first %s%n", Texts.count(shown.size(), "document"));
      return;
    }
    int from = Math.max(0, at - AROUND);
    for (SamplePiece piece : shown.subList(from, Math.min(shown.size(), at + AROUND + 1))) {
      String mark = piece.id().equals(id) ? "> " : "  ";
      out.println("       " + mark + Texts.end(piece.id(), WIDTH - 9));
    }
  }
}
