package dev.icp.cli.inspect;

import dev.icp.cli.shared.OptionValues.NumberOrNone;
import dev.icp.cli.shared.PackedCorpusOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code icp inspect} takes. */
final class InspectOptions {
  @Parameters(paramLabel = "DIR", description = "The output folder of icp pack.")
  Path folder = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Gets the page. Default: report.html in DIR.")
  @Nullable Path output;

  @Option(
      names = "--contexts",
      paramLabel = "N",
      defaultValue = "24",
      converter = NumberOrNone.class,
      description = "Contexts to look at, evenly spread over all. Default: ${DEFAULT-VALUE}.")
  int contexts;

  @Option(
      names = "--documents",
      paramLabel = "N",
      defaultValue = "100000",
      converter = NumberOrNone.class,
      description =
          "Documents that the page finds, maps and compares; of more, so many are drawn. 0 for"
              + " none, which is quicker. Default: ${DEFAULT-VALUE}.")
  int documents;

  @Option(
      names = "--tokenizer",
      paramLabel = "bytes|PATH",
      description = "Turns the tokens into text again. Default: bytes, if they were.")
  @Nullable String tokenizer;

  @Option(
      names = "--input",
      paramLabel = "CORPUS",
      description =
          "Looks up what documents say, where the output does not: JSON Lines, text files or"
              + " folders; can be given several times.")
  List<Path> inputs = List.of();

  @Mixin PackedCorpusOptions corpus = new PackedCorpusOptions();
}
