package dev.icp.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.contract.ModuleRules;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What two commands have in common, and no third party. */
class ArchitectureTest {
  private static final ModuleRules RULES = ModuleRules.of("dev.icp.options");

  @Test
  void whatTheModuleExports() throws IOException {
    ModuleRules.exports("dev.icp.options to dev.icp.cli, dev.icp.spark");
  }

  @Test
  void whatIsExported() {
    assertThat(RULES.publicTypes("dev.icp.options"))
        .containsExactly(
            "CommonValues",
            "CommonValues.Format",
            "CommonValues.ShardSize",
            "CommonValues.SpecialTokensPolicy",
            "FormatNames",
            "FormatNames.Labels",
            "FormatOptions",
            "GivenCommand",
            "SettingOptions",
            "Size",
            "TokenizerChoice",
            "WrittenSpecialTokens");
  }

  @Test
  void knowsNoCommand() {
    RULES.doNotKnow("dev.icp.options..", "dev.icp.cli..");
    RULES.doNotKnow("dev.icp.options..", "dev.icp.spark..");
  }

  @Test
  void knowsNoInternalsOfOthers() {
    RULES.knowsNoInternalsOfOthersBut();
  }

  @Test
  void nothingGoesByTheDefaultLocale() {
    RULES.nothingGoesByTheDefaultLocale();
  }

  @Test
  void noFileIsLong() throws IOException {
    ModuleRules.noFileIsLongBut();
  }
}
