package dev.icp.cli.pack;

import dev.icp.ContextOrderers;
import dev.icp.cli.shared.CorpusOptions;
import dev.icp.cli.shared.OptionValues.TwoOrMore;
import dev.icp.cli.shared.RunOptions;
import dev.icp.options.FormatOptions;
import dev.icp.options.SettingOptions;
import dev.icp.options.WrittenSpecialTokens;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.ContextOrderer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    PackingSettings given = settings.settings();
    PackingSettings all =
        format.complete(given.orderer(orderer(given.get(PackingSettings.ORDERER))));
    return corpus.specialTokens == WrittenSpecialTokens.REFUSE ? all.refuseSpecialTokens() : all;
  }

  private ContextOrderer orderer(ContextOrderer order) {
    ContextOrderer related = among == null ? order : ContextOrderers.among(among, order);
    related = diversity == null ? related : ContextOrderers.diverse(diversity, related);
    return mix == null ? related : ContextOrderers.mix(mix, related);
  }
}
