package dev.icp.cli.compare;

import dev.icp.cli.shared.OptionValues.HeapSize;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--text-field",
      paramLabel = "NAME",
      description = "Field of JSON Lines with the text. Default: as when A was made.")
  @Nullable String textField;

  @Option(
      names = "--id-field",
      paramLabel = "NAME",
      description = "Field of JSON Lines with the id. Default: as when A was made.")
  @Nullable String idField;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      converter = HeapSize.class,
      description = "Memory for the Java heap, as in 2g or 900m. Default: half of the machine's.")
  @Nullable String heap;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;
}
