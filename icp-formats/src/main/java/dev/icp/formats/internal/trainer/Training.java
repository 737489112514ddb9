package dev.icp.formats.internal.trainer;

import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputManifest.Output;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An output that a trainer is to read.
 *
 * @param output its files
 * @param contexts how many there are
 * @param contextLength tokens in a context
 * @param labels how many of them the model does not see, but has to foretell
 * @param separator the token between documents; −1 for none
 * @param paddingToken the token of padding; −1 where there is none
 * @param padding how many padding tokens there are
 * @param tokenizerName what the trainer knows the tokenizer by; empty where that was not said
 */
public record Training(
    Output output,
    long contexts,
    int contextLength,
    int labels,
    int separator,
    int paddingToken,
    long padding,
    String tokenizerName) {
  /** What stands for the output folder. */
  public static final String OUT = "OUT";

  /** Returns what the model sees of a context, in tokens. */
  public int modelLength() {
    return contextLength - labels;
  }

  /** Returns the folder of the files. */
  public String folder() {
    return output.folder().isEmpty() ? OUT : OUT + "/" + output.folder();
  }

  /** Returns the tokenizer's name, or what stands for it. */
  public String tokenizer() {
    return tokenizerName.isEmpty() ? "TOKENIZER" : tokenizerName;
  }

  /** Returns whether contexts are text. */
  public boolean isText() {
    return OutputFormat.byLabel(output.format()).holdsTexts();
  }

  /** Returns whether they are in Parquet, rather than in JSON Lines. */
  public boolean isParquet() {
    return output.format().endsWith("parquet");
  }

  /** Returns how many bytes a token takes. */
  public int tokenBytes() {
    return output.tokenType().equals("uint16") ? Short.BYTES : Integer.BYTES;
  }

  /** Returns the files of all shards that end like this, quoted, as a list in Python. */
  String files(String ending) {
    List<String> files =
        output.shards().stream()
            .map(shard -> "\"" + folder() + "/" + shard.name() + ending + "\"")
            .toList();
    return files.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  /** Returns a text with numbers as the trainer's configuration has them. */
  @SuppressWarnings("AnnotateFormatMethod") // Formats are text blocks of this package.
  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
