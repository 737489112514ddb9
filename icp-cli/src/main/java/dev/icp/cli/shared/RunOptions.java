package dev.icp.cli.shared;

import dev.icp.cli.shared.OptionValues.HeapSize;
import dev.icp.cli.shared.OptionValues.PositiveNumber;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that works through a corpus takes. */
public final class RunOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = PositiveNumber.class,
      description =
          "Does not change what comes out (but with hnsw-plain). Default: one for each processor.")
  public int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      converter = HeapSize.class,
      description =
          "Memory for the Java heap, as in 2g or 900m; read by the script that starts icp. Default:"
              + " half of the machine's.")
  @Nullable String heap;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description =
          "Gets temporary files when the corpus is larger than memory, the vectors that a model"
              + " makes, and with pack what a run that is killed has done, for the next one to go"
              + " on; made if absent. Default: the output folder; of embed, FILE.work.")
  public @Nullable Path workDir;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;
}
