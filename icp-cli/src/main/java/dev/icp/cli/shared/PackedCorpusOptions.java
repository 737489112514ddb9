package dev.icp.cli.shared;

import dev.icp.cli.shared.OptionValues.HeapSize;
import dev.icp.formats.CorpusReader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the corpus of an output is read once more: as it was then, unless something else is said. */
public final class PackedCorpusOptions {
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

  /** Returns whether anything is said of how documents are read. */
  public boolean given() {
    return textField != null || idField != null || !extensions.isEmpty();
  }

  /** Returns what reads inputs as they were read by a command. */
  public CorpusReader reader(List<Path> inputs, RecordedCommand command) {
    List<String> taken = extensions.isEmpty() ? command.extensions() : extensions;
    CorpusReader reader =
        CorpusReader.of(inputs)
            .metadata(command.metadata().toArray(String[]::new))
            .extensions(taken.toArray(String[]::new))
            .endToken(command.endToken());
    if (textField == null && !command.tokensField().isEmpty()) {
      reader.tokensField(command.tokensField());
    } else {
      reader.textField(textField == null ? command.textField() : textField);
    }
    CorpusInput.setIds(reader, idField == null ? command.idField() : idField);
    return reader;
  }
}
