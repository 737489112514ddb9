package dev.icp.cli.verify;

import dev.icp.cli.shared.PackedCorpusOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

  @Mixin PackedCorpusOptions corpus = new PackedCorpusOptions();
}
