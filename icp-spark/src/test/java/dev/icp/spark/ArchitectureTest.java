package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.contract.ModuleRules;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The steps of the flow, on many machines. */
class ArchitectureTest {
  private static final ModuleRules RULES = ModuleRules.of("dev.icp.spark");

  @Test
  void stepsFollowTheFlow() {
    RULES.noCyclesAmong("dev.icp.spark.internal.(*)..");
  }

  @Test
  void whatIsExported() {
    assertThat(RULES.publicTypes("dev.icp.spark"))
        .containsExactly(
            "DocumentException",
            "DroppedDocuments",
            "Loader",
            "Main",
            "SparkContexts",
            "SparkCorpus",
            "SparkOutput",
            "SparkReport",
            "SparkReport.Cluster",
            "SparkReport.StepReport");
  }

  @Test
  void knowsNoInternalsOfOthers() {
    RULES.knowsNoInternalsOfOthersBut("dev.icp.internal.base", "dev.icp.internal.report");
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
