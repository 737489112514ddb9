package dev.icp.cli.embed;

import dev.icp.BadDocumentException;
import dev.icp.EmbeddedCorpus;
import dev.icp.NeighbourIndexes;
import dev.icp.cli.Main;
import dev.icp.cli.shared.CorpusInput;
import dev.icp.cli.shared.EmbeddingProgress;
import dev.icp.cli.shared.ModelOptions;
import dev.icp.cli.shared.ProgressDisplay;
import dev.icp.cli.shared.SkippedInputs;
import dev.icp.cli.shared.Texts;
import dev.icp.cli.shared.WorkFolder;
import dev.icp.formats.NpyWriter;
import dev.icp.formats.OutputOrigin;
import dev.icp.formats.ReportedFiles;
import dev.icp.internal.base.NativeFolders;
import dev.icp.models.DjlEmbedder;
import dev.icp.options.GivenCommand;
import dev.icp.options.SettingOptions;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.DenseVectors;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code icp embed}: makes the vectors of documents, those of {@code icp pack --model}. */
@Command(
    name = "embed",
    description = {
      "Makes the vectors of documents with a sentence-embedding model.",
      "",
      "They are kept in the work folder as they are made: after a run that was stopped, the same"
          + " command goes on where it was."
    },
    sortOptions = false,
    abbreviateSynopsis = true)
public final class EmbedCommand implements Callable<Integer> {
  private static final int BLOCK = 256;

  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final SkippedInputs skipped = new SkippedInputs();

  @Mixin private EmbedOptions options = new EmbedOptions();
  private CommandSpec spec = CommandSpec.create();

  public EmbedCommand(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Spec
  void spec(CommandSpec command) {
    spec = command;
    // Nothing is random here; it is taken as by the other commands.
    new SettingOptions().addTo(command, List.of(PackingSettings.SEED));
  }

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    CorpusInput.require(options.input, spec);
    if (options.input.holdTokens()) {
      throw new ParameterException(
          spec.commandLine(),
          (options.input.tokensField == null ? "INPUT" : "--tokens-field")
              + ": a model needs texts, which documents that are tokens do not have");
    }
    Path workDir =
        options.run.workDir == null ? beside(options.output, ".work") : options.run.workDir;
    NativeFolders.offer(workDir);
    Path reportFile = beside(options.output, ".json");
    OutputOrigin origin = GivenCommand.origin(spec, options.input.inputs, options.model);
    EmbedReport report;
    try (ReportedFiles files =
            ReportedFiles.open(
                reportFile,
                List.of(String.valueOf(options.output.getFileName())),
                origin,
                options.overwrite);
        DjlEmbedder embedder = options.settings.load(options.model, err)) {
      WorkFolder.make(workDir);
      List<Path> own = new ArrayList<>(WorkFolder.own(workDir));
      own.addAll(List.of(options.output, reportFile));
      try (ProgressDisplay display = ProgressDisplay.on(err, terminal)) {
        long total = CorpusInput.count(options.input, own);
        embed(embedder, workDir, own, files, new EmbeddingProgress(display, embedder, total));
      }
      report =
          new EmbedReport(
              embedder.embedded() + embedder.kept() + embedder.copies(),
              embedder.dimension(),
              embedder.fingerprint(),
              embedder.embedded(),
              embedder.kept(),
              embedder.copies(),
              skipped.bad(),
              (System.nanoTime() - start) / 1e9);
      files.commit(report);
    }
    print(report, reportFile, workDir);
    return Main.DONE;
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private void embed(
      DjlEmbedder embedder,
      Path workDir,
      List<Path> own,
      ReportedFiles files,
      EmbeddingProgress progress)
      throws IOException {
    try (CorpusInput corpus = CorpusInput.open(options.input, skipped, own)) {
      embed(corpus, embedder, workDir, files, progress);
    }
  }

  private void embed(
      CorpusInput corpus,
      DjlEmbedder embedder,
      Path workDir,
      ReportedFiles files,
      EmbeddingProgress progress)
      throws IOException {
    try {
      try (EmbeddedCorpus embedded =
          corpus
              .builder()
              .neighbours(embedder, NeighbourIndexes.exact(), 1)
              .threads(options.run.threads)
              .workDirectory(workDir)
              .progress(progress)
              .embed()) {
        write(embedded.dense(), files, String.valueOf(options.output.getFileName()));
      }
    } catch (BadDocumentException e) {
      throw corpus.refused(e);
    } catch (IllegalArgumentException e) {
      throw ModelOptions.failure(options.model, e);
    }
  }

  private void print(EmbedReport report, Path reportFile, Path workDir) throws IOException {
    out.printf(
        Locale.ROOT,
        "Embedded %s (%s) in %s%s%s.%n",
        Texts.count(report.embedded(), "document"),
        Texts.count(report.dimension(), "dimension"),
        Texts.seconds(report.seconds()),
        report.kept() == 0 ? "" : "; took " + Texts.number(report.kept()) + " of an earlier run",
        report.exactCopies() == 0
            ? ""
            : "; " + Texts.number(report.exactCopies()) + " had the text of an earlier one");
    skipped.print(out, ", which have no row");
    out.printf(
        Locale.ROOT,
        "%s (%s) and %s written; %s keeps the vectors for further runs.%n",
        options.output,
        Texts.bytes(Files.size(options.output)),
        reportFile,
        workDir);
  }

  private static void write(DenseVectors vectors, ReportedFiles files, String name)
      throws IOException {
    int n = vectors.size();
    int d = vectors.dimension();
    float[] rows = new float[BLOCK * d];
    float[] row = new float[d];
    try (NpyWriter writer = files.float32(name, n, d)) {
      for (int first = 0; first < n; first += BLOCK) {
        int count = Math.min(BLOCK, n - first);
        vectors.read(first, count, rows, 0);
        for (int r = 0; r < count; r++) {
          System.arraycopy(rows, r * d, row, 0, d);
          writer.write(row);
        }
      }
      writer.commit();
    }
  }
}
