package dev.icp.cli.pack;

import dev.icp.ContextLengths;
import dev.icp.ContextLengths.Part;
import dev.icp.ContextOrderers;
import dev.icp.cli.shared.CorpusOptions;
import dev.icp.cli.shared.OptionValues.TwoOrMore;
import dev.icp.cli.shared.RunOptions;
import dev.icp.formats.TrainerPreset;
import dev.icp.options.FormatOptions;
import dev.icp.options.SettingOptions;
import dev.icp.options.WrittenSpecialTokens;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.ContextOrderer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What {@code icp pack} takes. */
final class PackOptions {
  @Mixin CorpusOptions corpus = new CorpusOptions();

  @Option(
      names = "--from",
      paramLabel = "INDEX",
      description =
          "Packs what icp index has left in this folder instead of reading INPUT; how that was read"
              + " and related cannot be changed any more.")
  @Nullable Path from;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description =
          "Gets the contexts, report.json, manifest.json and, when near duplicates are dropped,"
              + " dropped.jsonl; made if absent.")
  Path output = Path.of("");

  @Option(
      names = "--context-length",
      paramLabel = "TOKENS",
      defaultValue = "8192",
      converter = LengthsOption.class,
      description =
          "Tokens in a context, which the model sees; bytes with --tokenizer bytes. Or several"
              + " lengths, each in a folder of its own, with the share of the tokens that each"
              + " gets: 2048:0.2,8192:0.3,32768:0.5, or 2048,8192 for equal shares; long documents"
              + " go to the long ones. Default: ${DEFAULT-VALUE}.")
  ContextLengths lengths = ContextLengths.of(PackingSettings.CONTEXT_LENGTH.standard());

  @Option(
      names = "--among",
      paramLabel = "N",
      converter = TwoOrMore.class,
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
      names = "--keep-work",
      description =
          "Leaves in --work-dir what the run did there, for runs with other settings. Default: only"
              + " if it fails.")
  boolean keepWork;

  @Mixin FormatOptions format = new FormatOptions(new PackFormats());
  @Mixin RunOptions run = new RunOptions();

  /** The options that settings have. */
  final SettingOptions settings = new SettingOptions();

  /**
   * Returns all settings, as the trainer and the format have them where nothing else was said.
   *
   * @throws IllegalArgumentException saying what is wrong with --among, --diversity or --mix
   */
  PackingSettings packing() {
    PackingSettings given =
        settings.settings().set(PackingSettings.CONTEXT_LENGTH, lengths.longest());
    PackingSettings all =
        format.complete(given.orderer(orderer(given.get(PackingSettings.ORDERER))));
    return corpus.specialTokens == WrittenSpecialTokens.REFUSE ? all.refuseSpecialTokens() : all;
  }

  /** Returns the lengths as the trainer has them. */
  ContextLengths lengths() {
    TrainerPreset trainer = format.trainer();
    return trainer == null
        ? lengths
        : new ContextLengths(
            lengths.parts().stream()
                .map(part -> new Part(trainer.contextLength(part.length()), part.share()))
                .toList());
  }

  private ContextOrderer orderer(ContextOrderer order) {
    ContextOrderer related = among == null ? order : ContextOrderers.among(among, order);
    related = diversity == null ? related : ContextOrderers.diverse(diversity, related);
    return mix == null ? related : ContextOrderers.mix(mix, related);
  }

  /** Reads one length as its setting does, or several. */
  static final class LengthsOption implements ITypeConverter<ContextLengths> {
    @Override
    public ContextLengths convert(String word) {
      try {
        return word.matches(".*[,:].*")
            ? ContextLengths.byName(word)
            : ContextLengths.of(PackingSettings.CONTEXT_LENGTH.read(word));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            String.valueOf(e.getMessage()).replaceFirst("^contextLengths: ", ""));
      }
    }
  }
}
