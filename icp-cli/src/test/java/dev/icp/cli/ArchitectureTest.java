package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.contract.ModuleRules;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A folder for each command, and what they share. */
class ArchitectureTest {
  private static final ModuleRules RULES = ModuleRules.of("dev.icp.cli");

  @Test
  void whatTheModuleExports() throws IOException {
    ModuleRules.exports();
  }

  @Test
  void commandsAreFoldersAndShareOne() {
    RULES.noCyclesAmong("dev.icp.cli.(*)..");
    for (String command :
        new String[] {"pack", "index", "embed", "neighbours", "inspect", "verify"}) {
      RULES.doNotKnow("dev.icp.cli.shared..", "dev.icp.cli." + command + "..");
    }
  }

  @Test
  void whatIsExported() {
    assertThat(RULES.publicTypes("dev.icp.cli")).containsExactly("Main");
  }

  @Test
  void knowsNoInternalsOfOthers() {
    RULES.knowsNoInternalsOfOthersBut("dev.icp.internal.base", "dev.icp.internal.kernel");
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
