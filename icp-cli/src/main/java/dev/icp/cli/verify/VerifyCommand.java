package dev.icp.cli.verify;

import dev.icp.cli.Main;
import dev.icp.cli.shared.ProgressDisplay;
import dev.icp.cli.shared.RecordedCommand;
import dev.icp.cli.shared.Texts;
import dev.icp.formats.CorpusReader;
import dev.icp.formats.LengthsReport;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputManifest.FileEntry;
import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.OutputVerifier;
import dev.icp.options.TokenizerChoice;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code icp verify}: reads an output again, and says whether it is what was packed. */
@Command(
    name = "verify",
    description =
        "Reads an output again: checksums, the formats themselves, every token and every document"
            + " exactly once; with --input also whether it is of a corpus. Ends with code 1 at the"
            + " first thing that is not as it should be.",
    sortOptions = false,
    abbreviateSynopsis = true)
public final class VerifyCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;

  @Mixin private VerifyOptions options = new VerifyOptions();
  @Spec private @Nullable CommandSpec spec;

  public VerifyCommand(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  private static void show(ProgressDisplay progress, String step, long done, long total) {
    if (step.equals(OutputVerifier.CHECKSUMS)) {
      progress.show("Checking checksums", "MB", megabytes(done), megabytes(total));
    } else if (step.equals(OutputVerifier.CORPUS)) {
      progress.show("Comparing with the corpus", "documents", done, total);
    } else {
      progress.show("Reading " + step, "contexts", done, total);
    }
  }

  private static long megabytes(long bytes) {
    return Math.ceilDiv(bytes, 1_000_000L);
  }

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    Path folder = options.folder;
    requireTogether();
    if (Files.exists(folder.resolve(LengthsReport.NAME))
        && !Files.exists(folder.resolve(OutputManifest.NAME))) {
      return ofLengths(start);
    }
    OutputManifest manifest;
    try (ProgressDisplay progress = ProgressDisplay.on(err, terminal)) {
      OutputVerifier.Progress shown = (step, done, of) -> show(progress, step, done, of);
      manifest =
          options.inputs.isEmpty()
              ? OutputVerifier.verify(folder, shown)
              : againstCorpus(OutputManifest.read(folder), shown);
    }
    OutputManifest.Counts counts = manifest.counts();
    out.printf(
        Locale.ROOT,
        "%s is as it was packed%s: %s with %s of %s, %s.%n",
        folder,
        options.inputs.isEmpty() ? "" : ", and of this corpus",
        Texts.count(counts.contexts(), "context"),
        Texts.count(counts.contextTokens(), "token"),
        Texts.count(counts.documentsPacked(), "document"),
        often(manifest));
    out.printf(
        Locale.ROOT,
        "Read %s: %s (%s) in %s.%n",
        manifest.outputs().stream().map(Output::format).collect(Collectors.joining(", ")),
        Texts.count(manifest.files().size(), "file"),
        Texts.bytes(manifest.files().stream().mapToLong(FileEntry::bytes).sum()),
        Texts.seconds((System.nanoTime() - start) / 1e9));
    return Main.DONE;
  }

  private Integer ofLengths(long start) throws IOException {
    if (!options.inputs.isEmpty()) {
      throw new IOException(
          options.folder + ": has contexts of several lengths, which --input does not follow");
    }
    List<OutputManifest> manifests;
    try (ProgressDisplay progress = ProgressDisplay.on(err, terminal)) {
      manifests =
          OutputVerifier.verifyLengths(
              options.folder, (step, done, of) -> show(progress, step, done, of));
    }
    long documents = 0;
    for (OutputManifest manifest : manifests) {
      documents += manifest.counts().documentsPacked();
      out.printf(
          Locale.ROOT,
          "%s: %s with %s of %s.%n",
          options.folder.resolve(Integer.toString(manifest.settings().contextLength())),
          Texts.count(manifest.counts().contexts(), "context"),
          Texts.count(manifest.counts().contextTokens(), "token"),
          Texts.count(manifest.counts().documentsPacked(), "document"));
    }
    out.printf(
        Locale.ROOT,
        "%s is as it was packed: %s, each in contexts of one length. Read in %s.%n",
        options.folder,
        Texts.count(documents, "document"),
        Texts.seconds((System.nanoTime() - start) / 1e9));
    return Main.DONE;
  }

  private static String often(OutputManifest manifest) {
    long dropped = manifest.counts().tailTokensDropped();
    String times = dropped == 0 ? "each exactly once" : "each at most once";
    return (manifest.settings().repeats() ? "some of them repeatedly" : times)
        + (dropped == 0
            ? ""
            : ": "
                + Texts.count(dropped, "token")
                + (manifest.settings().cutByOrder()
                    ? " behind the ends of contexts were left out"
                    : " of the end, and documents that stood only there, were dropped with the"
                        + " tail"));
  }

  private void requireTogether() {
    boolean ofCorpus = options.tokenizer != null || options.corpus.given();
    if (options.inputs.isEmpty() && ofCorpus && spec != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--tokenizer, --text-field, --id-field and --extensions need --input CORPUS");
    }
  }

  private OutputManifest againstCorpus(OutputManifest manifest, OutputVerifier.Progress progress)
      throws IOException {
    RecordedCommand command = new RecordedCommand(manifest.command());
    Tokenizer tokenizer = tokenizer(manifest, command);
    if (!command.duplicateIds().equals("refuse")) {
      throw new IOException(
          options.folder
              + ": made with --duplicate-ids "
              + command.duplicateIds()
              + ", whose ids --input does not follow");
    }
    CorpusReader reader = options.corpus.reader(options.inputs, command).exclude(outputs(manifest));
    if (manifest.corpus().documentsSkipped() > 0) {
      reader.onBadDocument(bad -> {});
    }
    return OutputVerifier.verify(options.folder, reader::documents, tokenizer, progress);
  }

  /** What icp wrote was no input, even if it stands below one. */
  private Path[] outputs(OutputManifest manifest) {
    return Stream.concat(
            manifest.files().stream().map(FileEntry::path),
            Stream.of(OutputManifest.NAME, "report.json", "report.html"))
        .map(options.folder::resolve)
        .toArray(Path[]::new);
  }

  private Tokenizer tokenizer(OutputManifest manifest, RecordedCommand command) throws IOException {
    String wanted = manifest.settings().tokenizer();
    String name = options.tokenizer == null ? TokenizerChoice.BYTES : options.tokenizer;
    Tokenizer tokenizer = TokenizerChoice.loadAs(name, wanted);
    if (tokenizer != null) {
      return tokenizer;
    }
    throw new IOException(
        options.tokenizer == null
            ? options.folder
                + ": name the tokenizer of its tokens: --tokenizer "
                + command.tokenizer()
            : name + ": not the tokenizer of " + options.folder + " (" + wanted + ")");
  }
}
