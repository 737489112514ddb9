package dev.icp.spark;

import dev.icp.formats.OutputFormat;
import dev.icp.lucene.SpecialTokens;
import dev.icp.options.CommonValues.SpecialTokensPolicy;
import dev.icp.options.FormatOptions;
import dev.icp.options.SettingOptions;
import dev.icp.options.TokenizerChoice;
import dev.icp.options.WrittenSpecialTokens;
import dev.icp.settings.CommandWords;
import dev.icp.settings.PackingSettings;
import dev.icp.spark.internal.base.PerExecutor;
import dev.icp.spi.Tokenizer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@link Main}; those that {@code icp pack} has too mean the same. */
final class SubmitOptions {
  /**
   * What was asked for, but for what is read.
   *
   * @param tokenizer loaded here already
   */
  record Asked(PackingSettings settings, PerExecutor<Tokenizer> tokenizer) {}

  @Parameters(
      paramLabel = "INPUT",
      arity = "0..*",
      description =
          "Files, folders and patterns such as 'data/*.jsonl.gz', in any file system that Spark"
              + " knows: what icp pack reads. With --vectors or --order-by JSON Lines or Parquet.")
  List<String> inputs = List.of();

  @Mixin RowInput rows = new RowInput();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description =
          "Gets the contexts, report.json and manifest.json; all machines have to see it under this"
              + " name.")
  String output = "";

  @Mixin FormatOptions format = new FormatOptions(new SubmitFormats());

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
      names = "--metadata",
      paramLabel = "NAME",
      split = ",",
      description =
          "Fields or columns that go with the documents into segments and sidecars, as in"
              + " source,licence,data.url. Default: none.")
  List<String> metadata = List.of();

  @Option(
      names = "--order-by",
      paramLabel = "NAME",
      description =
          "The column that numbers the documents. Default: as they stand in the input; of rows that"
              + " Spark reads (--vectors, --table, …) the id.")
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
      converter = SpecialTokensPolicy.class,
      description =
          "Special tokens of the tokenizer that are written out in a text: text (they are text like"
              + " any other), token (they become that token), or refuse (the document is bad)."
              + " Default: ${DEFAULT-VALUE}.")
  WrittenSpecialTokens specialTokens = WrittenSpecialTokens.TEXT;

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
      names = "--verbose",
      description =
          "Leaves Spark's log and its progress bars as they are set up. Default: icp's own lines"
              + " and Spark's errors alone.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;

  /** Returns whether documents are rows of Spark's, which have more columns than ours. */
  boolean readsColumns() {
    return rows.isGiven() || vectors != null || orderBy != null;
  }

  /** The options that settings have. */
  final SettingOptions settings = new SettingOptions();

  /**
   * Refuses what does not go together, before anything is read or written.
   *
   * @throws dev.icp.settings.WrongSettingException if a setting is not for Spark
   * @throws IllegalArgumentException saying what does not go together
   */
  Asked require() {
    refuse(rows.wrong(inputs, id));
    PackingSettings given = settings.settings();
    PackingSettings all = format.complete(given);
    if (specialTokens == WrittenSpecialTokens.REFUSE) {
      all = all.refuseSpecialTokens();
    }
    ForSpark.require(all);
    if (metadata.contains("")) {
      throw new IllegalArgumentException(
          "--metadata: expected names as in source,licence, and one is empty");
    }
    SparkContexts.requirePositive("documentsPerJoin", documentsPerJoin);
    SparkContexts.requirePositive("documentsPerGroup", documentsPerGroup);
    refuse(format.wrong(given, all, tokenizer));
    refuse(
        format.formats().stream()
            .filter(OutputFormat::holdsTexts)
            .findFirst()
            .map(
                texts ->
                    "--format "
                        + texts.label()
                        + " is for one machine: on Spark contexts have no texts"));
    refuse(CommandWords.wrong(all));
    String name = tokenizer;
    SpecialTokens policy = specialTokens.policy();
    PerExecutor<Tokenizer> loaded = new PerExecutor<>(() -> TokenizerChoice.of(name, policy));
    refuse(CommandWords.wrong(all, loaded.get(), name));
    refuse(format.wrong(loaded.get(), name));
    return new Asked(all, loaded);
  }

  private static void refuse(Optional<String> problem) {
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
  }
}
