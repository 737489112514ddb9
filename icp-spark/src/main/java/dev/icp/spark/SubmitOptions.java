package dev.icp.spark;

import dev.icp.Tail;
import dev.icp.Tokenizers;
import dev.icp.formats.FormatOption;
import dev.icp.formats.OutputFormat;
import dev.icp.lucene.HuggingFaceTokenizers;
import dev.icp.lucene.SpecialTokens;
import dev.icp.settings.CommandWords;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@link Main}; those that {@code icp pack} has too mean the same. */
final class SubmitOptions {
  @Parameters(
      paramLabel = "INPUT",
      arity = "1..*",
      description =
          "Files or folders that Spark reads: JSON Lines (.jsonl, .ndjson and .json, also with .gz"
              + " or .zst behind it) or Parquet (anything else).")
  List<String> inputs = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "Gets the contexts; must not exist.")
  String output = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "parquet",
      description =
          "parquet or json, written by Spark wherever it can write; or jsonl, megatron, mds, npy or"
              + " datatrove, each partition a folder of its own within one that all executors see."
              + " Default: ${DEFAULT-VALUE}.")
  String format = "parquet";

  @Option(
      names = "--token-bytes",
      paramLabel = "2|4",
      description =
          "Bytes of a token in megatron, mds, npy and datatrove. Default: ${DEFAULT-VALUE}.")
  int tokenBytes = Integer.BYTES;

  @Option(
      names = "--document-mask",
      description =
          "Tells the trainer each document's range, so that attention stays within it: mds, npy and"
              + " datatrove. Default: a context is one range.")
  boolean documentMask;

  @Option(
      names = "--no-tokens",
      description =
          "Leaves the tokens out of parquet, json and jsonl: only which document stands where.")
  boolean noTokens;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Gets a report as JSON, on the driver's machine.")
  @Nullable Path report;

  @Option(
      names = "--id-field",
      paramLabel = "NAME",
      defaultValue = "id",
      description = "The column of the ids. Default: ${DEFAULT-VALUE}.")
  String id = "id";

  @Option(
      names = "--text-field",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "The column of the texts. Default: ${DEFAULT-VALUE}.")
  String text = "text";

  @Option(
      names = "--order-by",
      paramLabel = "NAME",
      description = "The column that numbers the documents. Default: the id.")
  @Nullable String orderBy;

  @Option(
      names = "--vectors",
      paramLabel = "NAME",
      description = "The column of vectors to compare documents by. Default: their words.")
  @Nullable String vectors;

  @Option(
      names = "--documents-per-join",
      paramLabel = "N",
      defaultValue = "" + SparkContexts.DOCUMENTS_PER_JOIN,
      description = "Documents that one task compares, at most. Default: ${DEFAULT-VALUE}.")
  int documentsPerJoin;

  @Option(
      names = "--documents-per-group",
      paramLabel = "N",
      defaultValue = "" + SparkContexts.DOCUMENTS_PER_GROUP,
      description =
          "Documents that are ordered and packed together, at most. Default: ${DEFAULT-VALUE}.")
  int documentsPerGroup;

  @Option(
      names = "--special-tokens",
      paramLabel = "POLICY",
      defaultValue = "text",
      converter = SubmitValues.PolicyOfSpecialTokens.class,
      description =
          "Special tokens of the tokenizer that are written out in a text: text (they are text like any"
              + " other), token (they become that token), or refuse (the document is bad). Default:"
              + " ${DEFAULT-VALUE}.")
  SubmitValues.Policy specialTokens = SubmitValues.Policy.TEXT;

  @Option(
      names = "--tokenizer",
      paramLabel = "bytes|PATH",
      defaultValue = "bytes",
      description =
          "bytes (each byte of the UTF-8 is a token), or a Hugging Face tokenizer.json or the"
              + " folder it is in, on every machine. Default: ${DEFAULT-VALUE}.")
  String tokenizer = "bytes";

  @Option(
      names = "--skip-bad-documents",
      description = "Leaves out documents that cannot be packed. Default: they end the run.")
  boolean skipBadDocuments;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;

  /** The options that settings have. */
  final SettingOptions settings = new SettingOptions();

  /** Sets what was asked for. */
  void apply(SparkContexts packing) {
    PackingSettings all = packing();
    packing
        .columns(id, text)
        .settings(all)
        .documentsPerJoin(documentsPerJoin)
        .documentsPerGroup(documentsPerGroup);
    if (orderBy != null) {
      packing.orderedBy(orderBy);
    }
    if (vectors != null) {
      packing.vectors(vectors);
    }
    Tokenizer chosen = applyTokenizer(packing);
    CommandWords.wrong(all)
        .or(() -> CommandWords.wrong(all, chosen, tokenizer))
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    if (skipBadDocuments) {
      packing.skipBadDocuments();
    }
  }

  /** Returns all settings, as the format has them where nothing else was said. */
  PackingSettings packing() {
    PackingSettings given = settings.settings();
    PackingSettings all = given.tail(tail(given));
    return specialTokens == SubmitValues.Policy.REFUSE ? all.refuseSpecialTokens() : all;
  }

  private Tokenizer applyTokenizer(SparkContexts packing) {
    if (tokenizer.equals("bytes")) {
      return Tokenizers.utf8Bytes();
    }
    String path = tokenizer;
    SpecialTokens policy =
        specialTokens == SubmitValues.Policy.TOKEN ? SpecialTokens.TOKEN : SpecialTokens.TEXT;
    packing.tokenizer(() -> HuggingFaceTokenizers.load(Path.of(path), policy));
    return HuggingFaceTokenizers.load(Path.of(path), policy);
  }

  /** What goes together with the format is checked here, before anything runs. */
  private Tail tail(PackingSettings given) {
    OutputFormat files = files();
    if (documentMask && (files == null || !files.takes(FormatOption.DOCUMENT_MASK))) {
      throw new IllegalArgumentException("--document-mask: " + format + " has no place for it");
    }
    if (noTokens && files != null && !files.takes(FormatOption.NO_TOKENS)) {
      throw new IllegalArgumentException("--no-tokens: " + format + " holds nothing else");
    }
    boolean fixedLength = files != null && files.fixedLength();
    if (!given.isSet(PackingSettings.TAIL)) {
      return fixedLength ? Tail.PAD : Tail.SHORT;
    }
    Tail wanted = given.get(PackingSettings.TAIL);
    if (fixedLength && wanted == Tail.SHORT) {
      throw new IllegalArgumentException(
          "--tail: short, but " + format + " holds contexts of one length: pad or drop");
    }
    return wanted;
  }

  /**
   * Returns the format that icp writes itself; null where Spark writes.
   *
   * @throws IllegalArgumentException if there is no such format
   */
  @Nullable OutputFormat files() {
    if (format.equals("parquet") || format.equals("json")) {
      return null;
    }
    try {
      return OutputFormat.byLabel(format);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--format: expected parquet, json, "
              + OutputFormat.labels("or", one -> one != OutputFormat.PARQUET)
              + ", not '"
              + format
              + "'",
          e);
    }
  }
}
