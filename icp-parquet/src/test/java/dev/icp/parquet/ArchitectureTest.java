package dev.icp.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.contract.ModuleRules;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Parquet, as a format and as an input. */
class ArchitectureTest {
  private static final ModuleRules RULES = ModuleRules.of("dev.icp.parquet");

  @Test
  void whatIsExported() {
    assertThat(RULES.publicTypes("dev.icp.parquet")).containsExactly("Parquet");
  }

  @Test
  void knowsNoInternalsOfOthers() {
    RULES.knowsNoInternalsOfOthersBut("dev.icp.formats.internal.files", "dev.icp.internal.base");
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
