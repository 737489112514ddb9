package dev.icp.cli.index;

import dev.icp.cli.shared.CorpusOptions;
import dev.icp.cli.shared.RunOptions;
import dev.icp.options.SettingOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code icp index} takes. */
final class IndexOptions {
  @Mixin CorpusOptions corpus = new CorpusOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "Gets the index, and index.json, which says what it holds; made if absent.")
  Path output = Path.of("");

  @Option(
      names = "--overwrite",
      description =
          "Replaces an index of something else in the output folder. Default: only that of the same"
              + " command.")
  boolean overwrite;

  @Option(
      names = "--update",
      paramLabel = "DIR",
      description =
          "The index of an earlier state of the same documents: of those that have not changed,"
              + " everything is taken from there. It stays as it is. Every other option has to be"
              + " given as it was for that index.")
  @Nullable Path update;

  @Mixin RunOptions run = new RunOptions();

  final SettingOptions settings = new SettingOptions();
}
