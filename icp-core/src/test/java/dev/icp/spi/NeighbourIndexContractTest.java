package dev.icp.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.contract.DenseNeighbourIndexContract;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract of all indexes finds out each of these wrong ones. */
class NeighbourIndexContractTest {
  private static NeighbourIndex<DenseVectors> subject = new BruteForceIndex<>();

  @Test
  void findsNothingWrongWithTheRightOne() {
    assertThat(failures(new BruteForceIndex<>())).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> findsWrongLists() {
    return Stream.of(
        wrong("identicalDocuments", "itself", lists(1, (g, i) -> g.neighbours[i][0] = i)),
        wrong("keepsThePromisedRecall", "one twice", lists(2, (g, i) -> g.repeatFirst(i))),
        wrong("keepsThePromisedRecall", "unsorted", lists(2, (g, i) -> g.swap(i, 0, 1))),
        wrong("identicalDocuments", "equals unsorted", lists(2, (g, i) -> g.swap(i, 0, 1))),
        wrong("fewDocuments", "wrong cosine", lists(1, (g, i) -> g.cosines[i][0] -= 1e-3f)),
        wrong("fewDocuments", "no number", lists(1, (g, i) -> g.cosines[i][0] = Float.NaN)),
        wrong("keepsThePromisedRecall", "no nearest", lists(1, (g, i) -> g.removeFirst(i))),
        wrong("everyDocumentTwice", "no twin", lists(3, (g, i) -> g.removeFirst(i))),
        wrong("fewDocuments", "fails for none", (g, c) -> refuse(g.size() == 0)),
        wrong("fewDocuments", "fails for one", (g, c) -> refuse(g.size() == 1)),
        wrong("subsetOfVectors", "fails for a subset", (g, c) -> refuse(g.size() == 150)));
  }

  @TestFactory
  Stream<DynamicTest> findsWrongBehaviour() {
    AtomicInteger turn = new AtomicInteger();
    return Stream.of(
        wrong("sameGraphForAnyNumberOfThreads", "by threads", (g, c) -> nudge(g, c.threads())),
        wrong("sameGraphAgain", "by turn", (g, c) -> nudge(g, turn.incrementAndGet())),
        wrong("withoutMemoryBudget", "by memory", (g, c) -> nudge(g, c.storage().tryReserve(1))),
        wrong("usesItsContextAsItMay", "keeps memory", (g, c) -> c.storage().tryReserve(1)),
        wrong("usesItsContextAsItMay", "keeps a file", (g, c) -> c.storage().temporaryFile("x")),
        wrong("usesItsContextAsItMay", "gives too much", (g, c) -> c.storage().release(1)),
        wrong("usesItsContextAsItMay", "beyond all", (g, c) -> c.progress(2, 1)),
        wrong("usesItsContextAsItMay", "loop in a loop", (g, c) -> c.forEach(1, t -> loop(c, t))));
  }

  @Test
  void findsThatAnyKIsTaken() {
    NeighbourIndex<DenseVectors> wrong =
        new WrongIndex("any k", (g, c) -> {}) {
          @Override
          public NeighbourGraph neighbours(DenseVectors vectors, int k, StageContext context) {
            return super.neighbours(vectors, Math.max(1, k), context);
          }
        };
    assertThat(failures(wrong)).containsOnly("refusesKBelowOne");
  }

  @Test
  void findsAFingerprintThatChanges() {
    AtomicInteger turn = new AtomicInteger();
    NeighbourIndex<DenseVectors> wrong =
        new WrongIndex("changing", (g, c) -> {}) {
          @Override
          public String fingerprint() {
            return super.fingerprint() + turn.incrementAndGet();
          }
        };
    assertThat(failures(wrong)).containsOnly("fingerprintIsStable");
  }

  private static DynamicTest wrong(String failing, String name, WrongIndex.Fault fault) {
    return DynamicTest.dynamicTest(
        name, () -> assertThat(failures(new WrongIndex(name, fault))).contains(failing));
  }

  /** Does something to all lists of at least so many neighbours. */
  private static WrongIndex.Fault lists(int least, ObjIntConsumer<ListGraph> change) {
    return (graph, context) -> {
      for (int i = 0; i < graph.size(); i++) {
        if (graph.degree(i) >= least) {
          change.accept(graph, i);
        }
      }
    };
  }

  private static void refuse(boolean condition) {
    if (condition) {
      throw new IllegalStateException("refused");
    }
  }

  /** Makes graphs differ by so little that nothing but a comparison can tell. */
  private static void nudge(ListGraph graph, int steps) {
    if (graph.size() > 0) {
      int last = graph.degree(0) - 1;
      graph.cosines[0][last] -= steps * 1e-7f;
    }
  }

  private static void nudge(ListGraph graph, boolean condition) {
    nudge(graph, condition ? 1 : 0);
  }

  private static void loop(StageContext context, int tasks) {
    context.forEach(tasks, task -> {});
  }

  private static List<String> failures(NeighbourIndex<DenseVectors> index) {
    subject = index;
    return ContractRuns.failures(Subject.class);
  }

  static class Subject extends DenseNeighbourIndexContract {
    @Override
    protected NeighbourIndex<DenseVectors> index() {
      return subject;
    }

    @Override
    protected double promisedRecall() {
      return 1;
    }
  }
}
