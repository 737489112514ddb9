package dev.icp.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.contract.ModuleRules;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Lucene and tokenizers. */
class ArchitectureTest {
  private static final ModuleRules RULES = ModuleRules.of("dev.icp.lucene");

  @Test
  void whatTheModuleExports() throws IOException {
    ModuleRules.exports("dev.icp.lucene", "dev.icp.lucene.internal to dev.icp.models");
  }

  @Test
  void whatIsExported() {
    assertThat(RULES.publicTypes("dev.icp.lucene"))
        .containsExactly(
            "HuggingFaceTokenizers",
            "LuceneHnswIndex",
            "LuceneHnswIndex.Builder",
            "LuceneVectors",
            "SpecialTokens");
  }

  @Test
  void knowsNoInternalsOfOthers() {
    RULES.knowsNoInternalsOfOthersBut("dev.icp.internal.base");
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
