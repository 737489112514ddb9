package dev.icp.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs a contract within a test, to see whether it finds out what is wrong. */
final class ContractRuns {
  private ContractRuns() {}

  /** Returns the names of the test methods that fail, each once. */
  static List<String> failures(Class<?> contract) {
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter")
            .selectors(DiscoverySelectors.selectClass(contract))
            .execute();
    assertThat(results.testEvents().started().count()).as("tests run").isPositive();
    return results.allEvents().failed().stream()
        .map(Event::getTestDescriptor)
        .map(ContractRuns::method)
        .distinct()
        .toList();
  }

  private static String method(TestDescriptor test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(source -> ((MethodSource) source).getMethodName())
        .orElse(test.getDisplayName());
  }
}
