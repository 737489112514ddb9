package dev.icp.cli.shared;

import dev.icp.formats.CorpusException;
import dev.icp.formats.CorpusReader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which documents a command reads, and how. */
public final class InputOptions {
  @Parameters(
      paramLabel = "INPUT",
      arity = "0..*",
      description = {
        "JSON Lines, JSON arrays, Parquet, text files, folders of them, tokens of Megatron-LM (.idx"
            + " with .bin) and NumPy (.npy with its offsets), patterns as in 'data/*.jsonl.gz', and"
            + " - for standard input; plain or as .gz, .zst, .bz2, .xz, .lz4. What a file is, its"
            + " content says. In a folder every file that is neither JSON with a text in it nor"
            + " Parquet is one document; hidden files and what is not UTF-8 text are left out."
      })
  public List<Path> inputs = List.of();

  @Option(
      names = "--text-field",
      paramLabel = "NAME",
      defaultValue = "text",
      description =
          "Field of JSON, or column of Parquet, with the text; data.text is the field text of the"
              + " object data. Default: ${DEFAULT-VALUE}.")
  String textField = "text";

  @Option(
      names = "--tokens-field",
      paramLabel = "NAME",
      description =
          "Field or column with tokens instead of a text, an array or a list of their ids, as in"
              + " input_ids. Default: none.")
  public @Nullable String tokensField;

  @Option(
      names = "--id-field",
      paramLabel = "NAME",
      defaultValue = "id",
      description =
          "Field or column with the id, a string or a number; documents without are called by"
              + " file and line, and all of them with none. A dot leads into an object, as for"
              + " the text. Default: ${DEFAULT-VALUE}.")
  String idField = "id";

  /** Fields or columns that go with the documents, of a command that wants any. */
  public List<String> metadata = List.of();

  @Option(
      names = "--extensions",
      paramLabel = "EXT",
      split = ",",
      description = "Takes only these files from folders, as in md,txt. Default: all.")
  List<String> extensions = List.of();

  @Option(
      names = "--skip-bad-documents",
      description =
          "Leaves bad documents out and says how many. Default: the first one ends the run.")
  public boolean skipBadDocuments;

  /** The token that is taken off the end of documents that have tokens; −1 for none. */
  int endToken = -1;

  private @Nullable Boolean holdTokens;

  /** Returns whether documents have tokens instead of texts: by an option, or by their files. */
  public boolean holdTokens() {
    Boolean known = holdTokens;
    if (known == null) {
      known = tokensField != null || (!inputs.isEmpty() && filesHoldTokens());
      holdTokens = known;
    }
    return known;
  }

  private boolean filesHoldTokens() {
    try {
      return CorpusReader.of(inputs).holdsTokens();
    } catch (CorpusException e) {
      // Whoever reads them says so.
      return false;
    }
  }
}
