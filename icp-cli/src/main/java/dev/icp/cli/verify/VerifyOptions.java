package dev.icp.cli.verify;

import dev.icp.cli.shared.OptionValues.HeapSize;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code icp verify} takes. */
final class VerifyOptions {
  @Parameters(paramLabel = "DIR", description = "The output folder of icp pack.")
  Path folder = Path.of("");

  @Option(
      names = "--input",
      paramLabel = "CORPUS",
      description =
          "Compares the output with the corpus as well, given as to icp pack: every token with the"
              + " texts, and which documents there are, in which order. Can be given several"
              + " times.")
  List<Path> inputs = List.of();

  @Option(
      names = "--tokenizer",
      paramLabel = "bytes|PATH",
      description =
          "With --input: what made the tokens. Default: bytes; a path that the output names is not"
              + " opened unasked.")
  @Nullable String tokenizer;

  @Option(
      names = "--text-field",
      paramLabel = "NAME",
      description = "Field of JSON Lines with the text. Default: as when the output was made.")
  @Nullable String textField;

  @Option(
      names = "--id-field",
      paramLabel = "NAME",
      description = "Field of JSON Lines with the id. Default: as when the output was made.")
  @Nullable String idField;

  @Option(
      names = "--extensions",
      paramLabel = "EXT",
      split = ",",
      description =
          "Takes only these files from folders, as in md,txt. Default: as when the output was"
              + " made.")
  List<String> extensions = List.of();

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
}
