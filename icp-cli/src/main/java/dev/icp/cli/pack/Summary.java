package dev.icp.cli.pack;

import dev.icp.Boundary;
import dev.icp.PackingReport;
import dev.icp.Relatedness;
import dev.icp.Segment;
import dev.icp.cli.pack.SampleContexts.Sample;
import dev.icp.cli.shared.SkippedInputs;
import dev.icp.cli.shared.Texts;
import dev.icp.formats.OutputFolder;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputManifest.FileEntry;
import dev.icp.formats.TrainerPreset;
import dev.icp.options.WrittenSpecialTokens;
import dev.icp.settings.CheckedSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says at the end of a run what came of it. */
public final class Summary {
  private static final int IDS_SHOWN = 5;
  private static final int LONGEST_ID = 90;

  /** How {@code TRAINING.md} begins what is worth to be seen at once. */
  private static final String WARNING = "- **Mind:** ";

  private final PrintStream out;
  private final PackingReport report;
  private final Path output;

  public Summary(PrintStream out, PackingReport report, Path output) {
    this.out = out;
    this.report = report;
    this.output = output;
  }

  void print(
      SampleContexts samples,
      SkippedInputs skipped,
      WrittenSpecialTokens specialTokens,
      double seconds)
      throws IOException {
    printPacked();
    new TokenSummary(out, report).print(specialTokens);
    skipped.print(out, "; the report lists them");
    printRelatedness();
    printNearDuplicates();
    samples.samples().forEach(this::printSample);
    out.println();
    OutputManifest manifest = OutputManifest.read(output);
    out.printf(
        Locale.ROOT,
        "%s and %s written in %s.%n",
        manifest.outputs().stream()
            .map(contexts -> written(manifest, contexts))
            .collect(Collectors.joining(", ")),
        output.resolve("report.json"),
        Texts.seconds(seconds));
  }

  /** Prints what to set in the trainer that the output is for. */
  void printTraining(TrainerPreset trainer) throws IOException {
    Path file = output.resolve(OutputFolder.TRAINING);
    out.println();
    out.printf(Locale.ROOT, "%s, as %s says with what to leave off:%n", trainer.title(), file);
    boolean inside = false;
    for (String line : Files.readAllLines(file)) {
      boolean fence = line.startsWith("```");
      if (inside && !fence) {
        out.println(("  " + line.replaceAll("\\bOUT/", output + "/")).stripTrailing());
      }
      if (line.startsWith(WARNING)) {
        out.println("Warning: " + line.substring(WARNING.length()));
      }
      inside ^= fence;
    }
  }

  /** Returns the folder, or the file where it is one, and how large the contexts are. */
  private String written(OutputManifest manifest, OutputManifest.Output contexts) {
    List<FileEntry> files =
        manifest.files().stream()
            .filter(
                file ->
                    contexts.folder().isEmpty()
                        ? file.path().startsWith("contexts")
                        : file.path().startsWith(contexts.folder() + "/"))
            .toList();
    String name = files.size() == 1 ? files.getFirst().path() : contexts.folder();
    return output.resolve(name)
        + " ("
        + Texts.bytes(files.stream().mapToLong(FileEntry::bytes).sum())
        + ")";
  }

  public void printPacked() {
    if (!report.run().resumed().isEmpty()) {
      out.printf(
          Locale.ROOT,
          "Went on after an earlier run, of which this was complete: %s.%n",
          String.join(", ", report.run().resumed()));
    }
    out.printf(
        Locale.ROOT,
        "Packed %s (%s) into %s of %s.%n",
        Texts.count(report.order().documents(), "document"),
        Texts.count(report.contexts().tokens(), "token"),
        Texts.count(report.contexts().count(), "context"),
        Texts.count(report.settings().contextLength(), "token"));
    if (report.order().repeats()) {
      out.printf(
          Locale.ROOT,
          "Documents stand as often as the order or their weights say; %s left out.%n",
          Texts.count(
              report.input().documents()
                  - report.duplicates().dropped()
                  - report.order().documents(),
              "document"));
    }
    double share =
        100.0
            * report.contexts().wholePadding()
            / (report.contexts().tokens()
                + report.contexts().separators()
                + report.contexts().begins()
                + report.contexts().padding());
    boolean whole = report.settings().boundary().startsWith(Boundary.KEEP_WHOLE.toString());
    if (report.contexts().wholePadding() > 0 && !whole) {
      out.printf(
          Locale.ROOT,
          "Contexts of so few documents took %s of padding (%.2f%%).%n",
          Texts.count(report.contexts().wholePadding(), "token"),
          share);
    } else if (report.contexts().wholePadding() > 0) {
      out.printf(
          Locale.ROOT,
          "Keeping documents whole took %s of padding (%.2f%%); %s cut.%n",
          Texts.count(report.contexts().wholePadding(), "token"),
          share,
          report.contexts().documentsCut() == 1
              ? "1 longer document was"
              : Texts.number(report.contexts().documentsCut()) + " longer documents were");
    }
    if (report.contexts().tailTokensDropped() > 0) {
      out.printf(
          Locale.ROOT,
          report.settings().boundary().endsWith(CheckedSettings.AS_THE_ORDER_SAYS)
              ? "Left out what stands behind the ends of contexts: %s of documents.%n"
              : "Left out the last context, which is not full, with %s of documents.%n",
          Texts.count(report.contexts().tailTokensDropped(), "token"));
    }
  }

  private void printRelatedness() {
    if (report.neighbours().vectorsDisagree()) {
      out.printf(
          Locale.ROOT,
          "Warning: a document shares no more words with the one nearest to it by vectors (mean"
              + " cosine %.3f) than with any other (%.3f): are these the vectors of these"
              + " documents, in this order?%n",
          report.neighbours().nearestWordCosine(),
          report.neighbours().randomWordCosine());
    }
    if (Double.isNaN(report.order().meanAdjacentCosine())) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "A document and the next: mean cosine %.3f; in random order it is %.3f.%n",
        report.order().meanAdjacentCosine(),
        report.order().randomAdjacentCosine());
    Relatedness relatedness = report.contexts().relatedness();
    if (!Double.isNaN(relatedness.meanPairCosine())) {
      out.printf(
          Locale.ROOT,
          "Two documents of a context: mean cosine %.3f (at random %.3f); a document and the most"
              + " similar before it: %.3f (%.3f).%n",
          relatedness.meanPairCosine(),
          relatedness.randomPairCosine(),
          relatedness.meanBestEarlierCosine(),
          relatedness.randomBestEarlierCosine());
    }
  }

  public void printNearDuplicates() {
    if (report.duplicates().exactCopies() > 0) {
      out.printf(
          Locale.ROOT,
          "%s exactly the text of an earlier one.%n",
          report.duplicates().exactCopies() == 1
              ? "1 document has"
              : Texts.number(report.duplicates().exactCopies()) + " documents have");
    }
    if (report.duplicates().dropped() > 0) {
      out.printf(
          Locale.ROOT,
          "Dropped %s (%s); %s says because of which others.%n",
          Texts.count(report.duplicates().dropped(), "near duplicate"),
          Texts.count(report.duplicates().tokensDropped(), "token"),
          output.resolve("dropped.jsonl"));
    } else if (report.settings().nearDuplicates().startsWith("separate")) {
      out.printf(
          Locale.ROOT,
          "Moved %s to keep near duplicates apart; %s still %s a context.%n",
          Texts.count(report.duplicates().moved(), "document"),
          Texts.count(report.duplicates().pairsTogether(), "pair"),
          report.duplicates().pairsTogether() == 1 ? "shares" : "share");
    } else if (report.duplicates().withCloseNeighbour() > 0) {
      long close = report.duplicates().withCloseNeighbour();
      out.printf(
          Locale.ROOT,
          "%s a near duplicate (cosine 0.95 or more); --near-duplicates drop:0.95 keeps the first"
              + " of each, separate:0.95 keeps them out of each other's contexts.%n",
          close == 1 ? "1 document has" : Texts.number(close) + " documents have");
    }
  }

  private void printSample(Sample sample) {
    out.println();
    out.printf(
        Locale.ROOT,
        "Context %s: %s%n",
        Texts.number(sample.index()),
        Texts.count(sample.segments().size(), "document"));
    sample.segments().stream()
        .limit(IDS_SHOWN)
        .map(Segment::id)
        .forEach(id -> out.println("  " + Texts.end(id, LONGEST_ID)));
    if (sample.segments().size() > IDS_SHOWN) {
      out.printf(
          Locale.ROOT, "  … and %s more%n", Texts.number(sample.segments().size() - IDS_SHOWN));
    }
  }
}
