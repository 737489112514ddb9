package dev.icp.cli.neighbours;

import dev.icp.cli.shared.InputOptions;
import dev.icp.cli.shared.MethodOptions;
import dev.icp.cli.shared.OptionValues.NumberOrNone;
import dev.icp.cli.shared.OptionValues.PositiveNumber;
import dev.icp.cli.shared.RunOptions;
import dev.icp.options.SettingOptions;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code icp neighbours} takes. */
final class NeighboursOptions {
  @Mixin InputOptions input = new InputOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "Gets neighbours.npy, cosines.npy and report.json; made if absent.")
  Path output = Path.of("");

  @Option(
      names = "--k",
      paramLabel = "K",
      defaultValue = "20",
      converter = PositiveNumber.class,
      description = "Nearest documents found for each. Default: ${DEFAULT-VALUE}.")
  int k;

  final SettingOptions settings = new SettingOptions();

  @Mixin MethodOptions method = new MethodOptions();

  @Option(
      names = "--recall-sample",
      paramLabel = "N",
      defaultValue = "1000",
      converter = NumberOrNone.class,
      description =
          "Documents compared with all others to measure the recall; 0 for no measurement. Default:"
              + " ${DEFAULT-VALUE}.")
  int recallSample;

  @Option(
      names = "--overwrite",
      description =
          "Replaces what another run has left in the output folder. Default: only that of the same"
              + " command.")
  boolean overwrite;

  @Mixin RunOptions run = new RunOptions();
}
