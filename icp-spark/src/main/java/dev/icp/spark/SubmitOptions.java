package dev.icp.spark;

import dev.icp.Tail;
import dev.icp.Tokenizers;
import dev.icp.lucene.HuggingFaceTokenizers;
import dev.icp.lucene.SpecialTokens;
import dev.icp.settings.CommandWords;
import dev.icp.settings.PackingSettings;
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
          "Files, folders and patterns such as 'data/*.jsonl.gz', in any file system that Spark"
              + " knows: what icp pack reads. With --vectors or --order-by JSON Lines or Parquet.")
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
      names = "--id-field",
      paramLabel = "NAME",
      defaultValue = "id",
      description =
          "Field or column of the ids, none for none: documents without are called by file and"
              + " line. Default: ${DEFAULT-VALUE}.")
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
          "The column that numbers the documents. Default: as they stand in the input; with"
              + " --vectors the id.")
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
          "Special tokens of the tokenizer that are written out in a text: text (they are text like"
              + " any other), token (they become that token), or refuse (the document is bad)."
              + " Default: ${DEFAULT-VALUE}.")
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

  /** Returns whether documents are rows of Spark's, which have more columns than ours. */
  boolean readsColumns() {
    return vectors != null || orderBy != null;
  }

  /** The options that settings have. */
  final SettingOptions settings = new SettingOptions();

  /** Sets what was asked for, but for what is read. */
  void apply(SparkContexts packing) {
    PackingSettings all = packing();
    packing.settings(all).documentsPerJoin(documentsPerJoin).documentsPerGroup(documentsPerGroup);
    if (orderBy != null) {
      packing.orderedBy(orderBy);
    }
    if (vectors != null) {
      packing.vectors(vectors);
    }
    Tokenizer chosen = applyTokenizer(packing);
    PackingSettings given = settings.settings();
    format.require(
        tail(given),
        all.get(PackingSettings.BOUNDARY),
        given.isSet(PackingSettings.PADDING),
        tokenizerFolder(),
        chosen.vocabularySize());
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

  /** Returns all settings, as the trainer and the format have them where nothing else was said. */
  PackingSettings packing() {
    PackingSettings given = settings.settings();
    PackingSettings all =
        given
            .set(
                PackingSettings.CONTEXT_LENGTH,
                format.contextLength(given.get(PackingSettings.CONTEXT_LENGTH)))
            .tail(format.tail(tail(given), given.isSet(PackingSettings.PADDING)));
    return specialTokens == SubmitValues.Policy.REFUSE ? all.refuseSpecialTokens() : all;
  }

  private static @Nullable Tail tail(PackingSettings given) {
    return given.isSet(PackingSettings.TAIL) ? given.get(PackingSettings.TAIL) : null;
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
