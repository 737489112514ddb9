package dev.icp.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.ContextOrderers;
import dev.icp.contract.ContextOrdererContract;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contract of all orderers finds out each of these wrong ones. */
class ContextOrdererContractTest {
  private static ContextOrderer subject = ContextOrderers.input();

  @TestFactory
  Stream<DynamicTest> findsWrongOrders() {
    AtomicInteger turn = new AtomicInteger();
    return Stream.of(
        wrong("randomGraphs", p -> DocumentOrder.of(new int[Math.min(1, p.size())])),
        wrong("noTwoDocumentsRelated", p -> DocumentOrder.repeating(new int[p.size()])),
        wrong("allDocumentsIdentical", p -> refuse(p, p.size() == 0)),
        wrong("allDocumentsIdentical", p -> refuse(p, p.size() == 1)),
        wrong("contextsOfAnyLength", p -> refuse(p, p.contextLength() + 1 < 0)),
        wrong("documentsOfAnyLength", p -> refuse(p, p.size() > 2 && tokens(p) < 0)),
        wrong("anySeed", p -> refuse(p, p.context().seed() < 0)),
        wrong("sameOrderForAnyNumberOfThreads", p -> rotated(p, p.context().threads())),
        wrong("sameOrderAgain", p -> rotated(p, turn.incrementAndGet())),
        wrong("usesItsContextAsItMay", ContextOrdererContractTest::keepsMemory));
  }

  private static int tokens(OrderingProblem problem) {
    return problem.tokens(0) + problem.tokens(1);
  }

  private static DocumentOrder refuse(OrderingProblem problem, boolean condition) {
    if (condition) {
      throw new IllegalStateException("refused");
    }
    return rotated(problem, 0);
  }

  private static DocumentOrder keepsMemory(OrderingProblem problem) {
    assertThat(problem.context().storage().tryReserve(0)).isTrue();
    problem.context().storage().temporaryFile("order");
    return rotated(problem, 0);
  }

  private static DocumentOrder rotated(OrderingProblem problem, int by) {
    int[] documents = new int[problem.size()];
    for (int i = 0; i < documents.length; i++) {
      documents[i] = (i + by) % documents.length;
    }
    return DocumentOrder.of(documents);
  }

  private static DynamicTest wrong(String failing, ContextOrderer orderer) {
    return DynamicTest.dynamicTest(
        "not " + failing,
        () -> {
          subject = orderer;
          assertThat(ContractRuns.failures(Subject.class)).contains(failing);
        });
  }

  static class Subject extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return subject;
    }
  }
}
