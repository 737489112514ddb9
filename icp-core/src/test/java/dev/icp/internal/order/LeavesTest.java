package dev.icp.internal.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.icp.Boundary;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageResources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeavesTest {
  private static final int LENGTH = 100;

  /** Every way of turning the branches of a small tree, with nothing clever. */
  @Test
  void noOtherTurnPartsLess() {
    int turned = 0;
    for (int seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int n = 2 + random.nextInt(6);
      int[] counts = random.ints(n, 1, 40).toArray();
      Dendrogram tree = randomTree(n, random);
      // One cut: from its second half on, the first context has room for some of them.
      int filled = LENGTH / 2 + random.nextInt(LENGTH / 2);
      int[] order = order(tree, counts, filled);
      List<int[]> all = turns(tree, tree.root(0));
      double least =
          all.stream().mapToDouble(o -> cost(tree, o, counts, filled)).min().orElseThrow();
      assertThat(cost(tree, order, counts, filled))
          .as("seed %d", seed)
          .isCloseTo(least, within(1e-4));
      turned += cost(tree, all.get(0), counts, filled) > least + 1e-4 ? 1 : 0;
    }
    assertThat(turned).as("trees that a turn helps").isGreaterThan(100);
  }

  @Test
  void branchesStayTogether() {
    SplittableRandom random = new SplittableRandom(3);
    for (int run = 0; run < 50; run++) {
      int n = 1 + random.nextInt(300);
      Dendrogram tree = randomTree(n, random);
      int[] order = order(tree, random.ints(n, 0, 60).toArray(), random.nextInt(LENGTH));
      int[] places = new int[n];
      for (int p = 0; p < n; p++) {
        places[order[p]] = p;
      }
      for (int j = 0; j < tree.joints(); j++) {
        int[] leaves = turns(tree, n + j, 1).get(0);
        int first = Arrays.stream(leaves).map(d -> places[d]).min().orElseThrow();
        int last = Arrays.stream(leaves).map(d -> places[d]).max().orElseThrow();
        assertThat(last - first + 1).isEqualTo(leaves.length);
      }
    }
  }

  @Test
  void aTreeThatIsADeepLadder() {
    int n = 20_000;
    Dendrogram tree = new Dendrogram(n);
    for (int i = 1; i < n; i++) {
      tree.join(0, i, 1.0 / i);
    }
    int[] counts = new int[n];
    Arrays.fill(counts, 1);
    int[] order = order(tree, counts, 0);
    Arrays.sort(order);
    assertThat(order).isEqualTo(IntStream.range(0, n).toArray());
  }

  private static int[] order(Dendrogram tree, int[] counts, int filled) {
    int n = counts.length;
    try (StageResources resources = StageResources.open(1, 0)) {
      OrderingProblem problem =
          new OrderingProblem(
                  NeighbourGraph.builder(n, 1).build(),
                  counts,
                  LENGTH,
                  0,
                  Boundary.SPLIT,
                  resources)
              .among(IntStream.range(0, n).toArray(), filled);
      Leaves leaves = new Leaves(tree, problem);
      assertThat(leaves.write(0)).isTrue();
      assertThat(leaves.count()).isEqualTo(n);
      return leaves.order().clone();
    }
  }

  @SuppressWarnings("ListRemoveAmbiguous")
  private static Dendrogram randomTree(int n, SplittableRandom random) {
    Dendrogram tree = new Dendrogram(n);
    List<Integer> clusters = new ArrayList<>(IntStream.range(0, n).boxed().toList());
    while (clusters.size() > 1) {
      int a = clusters.remove(random.nextInt(clusters.size()));
      int b = clusters.remove(random.nextInt(clusters.size()));
      tree.join(Math.min(a, b), Math.max(a, b), random.nextDouble());
      clusters.add(Math.min(a, b));
    }
    return tree;
  }

  /** The cost of the first cut: what {@link Leaves} says about it, pair by pair. */
  private static double cost(Dendrogram tree, int[] order, int[] counts, int filled) {
    Set<Integer> before = new HashSet<>();
    int end = filled;
    for (int document : order) {
      if (end < LENGTH) {
        before.add(document);
      }
      end += counts[document];
    }
    double cost = 0;
    int total = Arrays.stream(counts).sum();
    if (filled + total <= LENGTH || total > 2 * LENGTH) {
      return 0;
    }
    for (int j = 0; j < tree.joints(); j++) {
      for (int a : turns(tree, tree.left(j), 1).get(0)) {
        for (int b : turns(tree, tree.right(j), 1).get(0)) {
          cost += before.contains(a) != before.contains(b) ? tree.similarity(j) : 0;
        }
      }
    }
    return cost;
  }

  private static List<int[]> turns(Dendrogram tree, int node) {
    return turns(tree, node, Integer.MAX_VALUE);
  }

  /** The leaves of a node for every way to turn its branches, or the first few. */
  private static List<int[]> turns(Dendrogram tree, int node, int most) {
    int joint = node - tree.documents();
    if (joint < 0) {
      return List.of(new int[] {node});
    }
    List<int[]> all = new ArrayList<>();
    for (int[] left : turns(tree, tree.left(joint), most)) {
      for (int[] right : turns(tree, tree.right(joint), most)) {
        all.add(IntStream.concat(IntStream.of(left), IntStream.of(right)).toArray());
        all.add(IntStream.concat(IntStream.of(right), IntStream.of(left)).toArray());
      }
    }
    return all.size() > most ? all.subList(0, most) : all;
  }
}
