package dev.icp.cli.compare;

import dev.icp.cli.shared.PackedCorpusOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code icp compare} takes. */
final class CompareOptions {
  @Parameters(index = "0", paramLabel = "A", description = "An output folder of icp pack.")
  Path a = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "Another one of the same corpus.")
  Path b = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Gets the page. Default: none is made.")
  @Nullable Path output;

  @Option(
      names = "--document",
      paramLabel = "ID",
      description =
          "A document to show in both; can be given several times. Default: 12, drawn by their"
              + " ids.")
  List<String> documents = List.of();

  @Option(
      names = "--tokenizer",
      paramLabel = "bytes|PATH",
      description = "Turns the tokens into text again. Default: bytes, if they were.")
  @Nullable String tokenizer;

  @Option(
      names = "--input",
      paramLabel = "CORPUS",
      description =
          "Looks up what documents say, where the outputs do not: JSON Lines, text files or"
              + " folders; can be given several times.")
  List<Path> inputs = List.of();

  @Mixin PackedCorpusOptions corpus = new PackedCorpusOptions();
}
