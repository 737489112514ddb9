package dev.icp.cli.verify;

import dev.icp.cli.Main;
import dev.icp.cli.shared.OptionValues.HeapSize;
import dev.icp.cli.shared.ProgressDisplay;
import dev.icp.cli.shared.Texts;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputManifest.FileEntry;
import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.OutputVerifier;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code icp verify}: reads an output again, and says whether it is what was packed. */
@Command(
    name = "verify",
    description =
        "Reads an output again: checksums, the formats themselves, every token and every document"
            + " exactly once. Ends with code 1 at the first thing that is not as it should be.",
    sortOptions = false,
    abbreviateSynopsis = true)
public final class VerifyCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;

  @Parameters(paramLabel = "DIR", description = "The output folder of icp pack.")
  Path folder = Path.of("");

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      converter = HeapSize.class,
      description =
          "Memory for the Java heap, as in 2g or 900m; read by the script that starts icp. Default:"
              + " half of the machine's.")
  @Nullable String heap;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;

  public VerifyCommand(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  private static void show(ProgressDisplay progress, String step, long done, long total) {
    if (step.equals(OutputVerifier.CHECKSUMS)) {
      progress.show("Checking checksums", "MB", megabytes(done), megabytes(total));
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
    OutputManifest manifest;
    try (ProgressDisplay progress = ProgressDisplay.on(err, terminal)) {
      manifest = OutputVerifier.verify(folder, (step, done, of) -> show(progress, step, done, of));
    }
    OutputManifest.Counts counts = manifest.counts();
    out.printf(
        Locale.ROOT,
        "%s is as it was packed: %s with %s of %s, %s.%n",
        folder,
        Texts.count(counts.contexts(), "context"),
        Texts.count(counts.contextTokens(), "token"),
        Texts.count(counts.documentsPacked(), "document"),
        manifest.settings().repeats() ? "some of them repeatedly" : "each exactly once");
    out.printf(
        Locale.ROOT,
        "Read %s: %s (%s) in %s.%n",
        manifest.outputs().stream().map(Output::format).collect(Collectors.joining(", ")),
        Texts.count(manifest.files().size(), "file"),
        Texts.bytes(manifest.files().stream().mapToLong(FileEntry::bytes).sum()),
        Texts.seconds((System.nanoTime() - start) / 1e9));
    return Main.DONE;
  }
}
