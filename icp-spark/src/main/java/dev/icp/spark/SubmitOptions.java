package dev.icp.spark;

import dev.icp.Begin;
import dev.icp.ContextOrderers;
import dev.icp.NearDuplicates;
import dev.icp.Tail;
import dev.icp.Tokenizers;
import dev.icp.lucene.HuggingFaceTokenizers;
import dev.icp.lucene.SpecialTokens;
import dev.icp.spi.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@link Main}; those that {@code icp pack} has too mean the same. */
final class SubmitOptions {
  @Parameters(
      paramLabel = "INPUT",
      arity = "1..*",
      description =
          "Files, folders and patterns such as 'data/*.jsonl.gz', in any file system that Spark knows:"
              + " what icp pack reads. With --vectors or --order-by JSON Lines or Parquet.")
  List<String> inputs = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description =
          "Gets the contexts, report.json and manifest.json; all machines have to see it under this"
              + " name.")
  String output = "";

  @Mixin FormatChoice format = new FormatChoice();

  @Option(names = "--report", paramLabel = "FILE", description = "Gets the report as well.")
  @Nullable String report;

  @Option(
      names = "--context-length",
      paramLabel = "TOKENS",
      defaultValue = "8192",
      description =
          "Tokens in a context. Default: ${DEFAULT-VALUE}, which are bytes with --tokenizer bytes.")
  int contextLength;

  @Option(
      names = "--id-field",
      paramLabel = "NAME",
      defaultValue = "id",
      description =
          "Field or column of the ids, none for none: documents without are called by file and line."
              + " Default: ${DEFAULT-VALUE}.")
  String id = "id";

  @Option(
      names = "--text-field",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "Field or column of the texts. Default: ${DEFAULT-VALUE}.")
  String text = "text";

  @Option(
      names = "--order-by",
      paramLabel = "NAME",
      description =
          "The column that numbers the documents. Default: as they stand in the input; with --vectors"
              + " the id.")
  @Nullable String orderBy;

  @Option(
      names = "--vectors",
      paramLabel = "NAME",
      description = "The column of vectors to compare documents by. Default: their words.")
  @Nullable String vectors;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      defaultValue = "cohesive",
      description = "cohesive, paper, reference, input or random. Default: ${DEFAULT-VALUE}.")
  String order = "cohesive";

  @Option(
      names = "--neighbours",
      paramLabel = "K",
      defaultValue = "20",
      description = "Nearest documents found for each. Default: ${DEFAULT-VALUE}.")
  int neighbours;

  @Option(
      names = "--near-duplicates",
      paramLabel = "POLICY",
      defaultValue = "keep",
      converter = SubmitValues.NearDuplicatePolicy.class,
      description =
          "keep; drop:COSINE to leave out documents whose cosine with an earlier one that stays is at"
              + " least this, as in drop:0.95, and list them in dropped.jsonl; or separate:COSINE to"
              + " drop none and keep them out of each other's contexts. Default: ${DEFAULT-VALUE}.")
  NearDuplicates nearDuplicates = NearDuplicates.keep();

  @Option(
      names = "--recall",
      paramLabel = "SHARE",
      defaultValue = "0.95",
      description =
          "Wanted share of the true nearest neighbours, above 0 and below 1. Default:"
              + " ${DEFAULT-VALUE}.")
  double recall;

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
      names = "--separator",
      paramLabel = "none|ID|TOKEN",
      description =
          "Token written after each document: none, its id, or as it is written in tokenizer.json."
              + " Default: the tokenizer's own.")
  @Nullable String separator;

  @Option(
      names = "--begin",
      paramLabel = "WHERE",
      defaultValue = "none",
      converter = SubmitValues.BeginPolicy.class,
      description =
          "Where a token that begins a text stands: document (before each), context (at the beginning"
              + " of each) or none. Default: ${DEFAULT-VALUE}.")
  Begin begin = Begin.NONE;

  @Option(
      names = "--begin-token",
      paramLabel = "ID|TOKEN",
      description = "That token. Default: the tokenizer's own.")
  @Nullable String beginToken;

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
      names = "--tail",
      paramLabel = "TAIL",
      converter = SubmitValues.TailPolicy.class,
      description =
          "What becomes of the last context: short, pad or drop. Default: what --for or the format"
              + " takes, else short.")
  @Nullable Tail tail;

  @Option(
      names = "--padding",
      paramLabel = "ID|TOKEN",
      description = "Token that fills a context up. Default: the separator.")
  @Nullable String padding;

  @Option(
      names = "--keep-path-order",
      description =
          "Writes contexts along the path, related ones one after the other. Default: shuffled.")
  boolean keepPathOrder;

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
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of everything random. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;

  /** Returns whether documents are rows of Spark's, which have more columns than ours. */
  boolean readsColumns() {
    return vectors != null || orderBy != null;
  }

  /** Sets what was asked for, but for what is read. */
  void apply(SparkContexts packing) {
    if (order.equals("nearest-with-repeats")) {
      throw new IllegalArgumentException(
          "--order: " + order + " repeats documents, which is for one machine");
    }
    packing
        .orderer(ContextOrderers.byName(order))
        .neighbours(neighbours)
        .nearDuplicates(nearDuplicates)
        .recall(recall)
        .documentsPerJoin(documentsPerJoin)
        .documentsPerGroup(documentsPerGroup)
        .tail(format.tail(tail, padding != null))
        .seed(seed);
    if (orderBy != null) {
      packing.orderedBy(orderBy);
    }
    if (vectors != null) {
      packing.vectors(vectors);
    }
    applyTokens(packing);
    if (keepPathOrder) {
      packing.keepPathOrder();
    }
    if (skipBadDocuments) {
      packing.skipBadDocuments();
    }
  }

  private void applyTokens(SparkContexts packing) {
    if (beginToken != null && begin == Begin.NONE) {
      throw new IllegalArgumentException("--begin-token needs --begin document or context");
    }
    Tokenizer chosen = applyTokenizer(packing);
    format.require(tail, padding != null, tokenizerFolder(), chosen.vocabularySize());
    if ("none".equals(separator)) {
      packing.noSeparator();
    } else if (separator != null) {
      packing.separator(token(chosen, "--separator", separator));
    }
    if (beginToken == null) {
      packing.begin(begin);
    } else {
      packing.begin(begin, token(chosen, "--begin-token", beginToken));
    }
    if (padding != null) {
      packing.padding(token(chosen, "--padding", padding));
    }
  }

  private Tokenizer applyTokenizer(SparkContexts packing) {
    if (specialTokens == SubmitValues.Policy.REFUSE) {
      packing.refuseSpecialTokens();
    }
    if (tokenizer.equals("bytes")) {
      return Tokenizers.utf8Bytes();
    }
    String path = tokenizer;
    SpecialTokens policy =
        specialTokens == SubmitValues.Policy.TOKEN ? SpecialTokens.TOKEN : SpecialTokens.TEXT;
    packing.tokenizer(() -> HuggingFaceTokenizers.load(Path.of(path), policy));
    return HuggingFaceTokenizers.load(Path.of(path), policy);
  }

  private static int token(Tokenizer tokenizer, String option, String token) {
    if (token.matches("[0-9]{1,9}")) {
      int id = Integer.parseInt(token);
      if (id < tokenizer.vocabularySize()) {
        return id;
      }
    }
    return tokenizer
        .tokenId(token)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    option
                        + ": expected a token of the tokenizer, 0 to "
                        + (tokenizer.vocabularySize() - 1)
                        + " or as it is written, not '"
                        + token
                        + "'"));
  }

  /** Returns the folder of the tokenizer's files; empty where it has none. */
  String tokenizerFolder() {
    if (tokenizer.equals("bytes")) {
      return "";
    }
    Path path = Path.of(tokenizer);
    Path parent = path.toAbsolutePath().getParent();
    return String.valueOf(Files.isDirectory(path) || parent == null ? path : parent);
  }
}
