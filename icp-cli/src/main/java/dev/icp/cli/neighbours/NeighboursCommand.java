package dev.icp.cli.neighbours;

import dev.icp.cli.Main;
import dev.icp.cli.shared.CorpusInput;
import dev.icp.cli.shared.ProgressDisplay;
import dev.icp.cli.shared.SkippedInputs;
import dev.icp.cli.shared.Texts;
import dev.icp.cli.shared.WorkFolder;
import dev.icp.formats.NpyVectors;
import dev.icp.formats.OutputOrigin;
import dev.icp.formats.ReportedFiles;
import dev.icp.internal.base.NativeFolders;
import dev.icp.internal.kernel.BlockKernel;
import dev.icp.options.GivenCommand;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.StageResources;
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

/**
 * {@code icp neighbours}: finds the nearest documents of each, by vectors in a file or by the words
 * of a corpus.
 */
@Command(
    name = "neighbours",
    description = {
      "Finds the nearest documents of each.",
      "",
      "INPUT is either one matrix of NumPy (.npy, float32 or float16), a row a document, or a"
          + " corpus whose documents are compared by their words."
    },
    sortOptions = false,
    abbreviateSynopsis = true)
public final class NeighboursCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final SkippedInputs skipped = new SkippedInputs();
  private final List<String> notes = new ArrayList<>();

  @Mixin private NeighboursOptions options = new NeighboursOptions();
  private CommandSpec spec = CommandSpec.create();

  public NeighboursCommand(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Spec
  void spec(CommandSpec command) {
    spec = command;
    options.settings.addTo(command, List.of(PackingSettings.RECALL, PackingSettings.SEED));
  }

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    boolean dense =
        options.input.inputs.stream().anyMatch(NeighboursCommand::holdsVectors)
            && !options.input.holdTokens();
    requireFitting(dense);
    Path workDir = options.run.workDir == null ? options.output : options.run.workDir;
    NativeFolders.offer(workDir);
    Path neighboursFile = options.output.resolve(FoundNeighbours.NEIGHBOURS);
    Path cosinesFile = options.output.resolve(FoundNeighbours.COSINES);
    Path reportFile = options.output.resolve("report.json");
    if (Files.exists(options.output.resolve("manifest.json"))) {
      throw new IOException(
          options.output + ": holds the contexts of another run: choose another folder");
    }
    FoundNeighbours found;
    NeighboursReport report;
    OutputOrigin origin = GivenCommand.origin(spec, options.input.inputs);
    try (ReportedFiles files =
        ReportedFiles.open(
            reportFile,
            List.of(FoundNeighbours.NEIGHBOURS, FoundNeighbours.COSINES),
            origin,
            options.overwrite)) {
      WorkFolder.make(workDir);
      List<Path> own = new ArrayList<>(WorkFolder.own(workDir));
      own.add(options.output);
      own.addAll(files.owned());
      try (ProgressDisplay progress = ProgressDisplay.on(err, terminal)) {
        found = dense ? ofVectors(workDir, progress) : ofCorpus(workDir, own, progress);
      }
      found.write(files, options.k);
      report = found.report(options.k);
      files.commit(report);
    }
    print(report, dense);
    out.printf(
        Locale.ROOT,
        "%s (%s), %s and %s written in %s.%n",
        neighboursFile,
        Texts.bytes(Files.size(neighboursFile)),
        cosinesFile,
        reportFile,
        Texts.seconds((System.nanoTime() - start) / 1e9));
    return Main.DONE;
  }

  private static boolean holdsVectors(Path input) {
    return input.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
  }

  private void requireFitting(boolean dense) {
    if (dense && options.input.inputs.size() > 1) {
      throw wrong(
          "vectors are one .npy file and nothing else, not "
              + options.input.inputs.size()
              + " inputs");
    }
    if (dense && options.input.skipBadDocuments) {
      throw wrong("--skip-bad-documents does not go with vectors: it would shift their rows");
    }
    String wrongMethod = dense ? null : options.method.wrongForWords();
    if (wrongMethod != null) {
      throw wrong(wrongMethod);
    }
    CorpusInput.require(options.input, spec);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private StageResources resources(Path workDir) {
    return StageResources.open(
        options.run.threads,
        options.settings.settings().get(PackingSettings.SEED),
        workDir,
        Runtime.getRuntime().maxMemory() / 4);
  }

  private FoundNeighbours ofVectors(Path workDir, ProgressDisplay progress) throws IOException {
    try (NpyVectors vectors = NpyVectors.open(options.input.inputs.getFirst());
        StageResources resources = resources(workDir)) {
      return VectorNeighbours.find(
          vectors,
          options.k,
          options.method.methodOrDefault(),
          options.settings.settings().get(PackingSettings.RECALL),
          options.recallSample,
          notes::add,
          new TimedContext(resources, progress));
    }
  }

  private FoundNeighbours ofCorpus(Path workDir, List<Path> own, ProgressDisplay progress) {
    PackingSettings settings = options.settings.settings();
    try (CorpusInput corpus = CorpusInput.open(options.input, skipped, own);
        StageResources resources = resources(workDir)) {
      return WordNeighbours.find(
          corpus,
          corpus
              .builder()
              .settings(settings)
              .threads(options.run.threads)
              .temporaryDirectory(workDir)
              .progress(progress),
          options.k,
          options.method.sparseIndex(settings.get(PackingSettings.RECALL)),
          options.recallSample,
          resources);
    }
  }

  private void print(NeighboursReport report, boolean dense) {
    out.printf(
        Locale.ROOT,
        "Found the %s nearest of each of %s in %s (%s).%n",
        Texts.number(report.k()),
        Texts.count(report.n(), "document"),
        Texts.seconds(report.totalSeconds()),
        report.method());
    skipped.print(out, ", which have no row");
    if (!Double.isNaN(report.sampledRecall())) {
      out.printf(Locale.ROOT, "Share of the true nearest: %.4f.%n", report.sampledRecall());
    }
    if (dense && report.buildSeconds() > 0) {
      out.printf(
          Locale.ROOT,
          "Of that, %s went into a graph for searching; --method auto needs none, and finds as many"
              + " in a fraction of the time.%n",
          Texts.seconds(report.buildSeconds()));
    }
    if (dense && !BlockKernel.best().isFused()) {
      notes.add(BlockKernel.WITHOUT_FMA);
    } else if (dense && !VectorNeighbours.areFast()) {
      out.println(
          "Several times faster with the JVM flag --add-modules jdk.incubator.vector, which the"
              + " script ./icp gives.");
    }
    notes.forEach(note -> out.println("Note: " + note + "."));
  }
}
