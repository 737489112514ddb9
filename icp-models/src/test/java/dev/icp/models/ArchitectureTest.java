package dev.icp.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.contract.ModuleRules;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Models that embed. */
class ArchitectureTest {
  private static final ModuleRules RULES = ModuleRules.of("dev.icp.models");

  @Test
  void whatTheModuleExports() throws IOException {
    ModuleRules.exports("dev.icp.models");
  }

  @Test
  void whatIsExported() {
    assertThat(RULES.publicTypes("dev.icp.models"))
        .containsExactly(
            "DjlEmbedder",
            "DjlEmbedder.Builder",
            "EmbeddingModels",
            "KnownModel",
            "LangChain4jEmbedder",
            "LongDocuments",
            "Pooling");
  }

  @Test
  void knowsNoInternalsOfOthers() {
    RULES.knowsNoInternalsOfOthersBut("dev.icp.internal.base", "dev.icp.lucene.internal");
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
