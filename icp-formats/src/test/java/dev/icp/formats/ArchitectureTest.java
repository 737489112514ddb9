package dev.icp.formats;

import dev.icp.contract.ModuleRules;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Files below, formats on them, outputs of formats, and on top who looks at outputs. */
class ArchitectureTest {
  private static final ModuleRules RULES = ModuleRules.of("dev.icp.formats");

  @Test
  void whatTheModuleExports() throws IOException {
    ModuleRules.exports("dev.icp.formats", "dev.icp.formats.spi");
  }

  @Test
  void noCycles() {
    RULES.noCyclesAmong("dev.icp.formats.internal.(*)..");
    RULES.noCyclesAmong("dev.icp.formats.internal.format.(*)..");
  }

  /** Who makes outputs is not known to formats, nor who looks at them to who makes them. */
  @Test
  void nothingGoesAgainstTheFlow() {
    String internal = "dev.icp.formats.internal.";
    for (String above : new String[] {"output..", "verify..", "inspect.."}) {
      RULES.doNotKnow(internal + "files..", internal + above);
      RULES.doNotKnow(internal + "corpus..", internal + above);
      RULES.doNotKnow(internal + "format..", internal + above);
    }
    RULES.doNotKnow(internal + "output..", internal + "verify..");
    RULES.doNotKnow(internal + "output..", internal + "inspect..");
  }

  @Test
  void knowsNoInternalsOfOthers() {
    RULES.knowsNoInternalsOfOthersBut(
        "dev.icp.internal.base", "dev.icp.internal.documents", "dev.icp.internal.report");
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
