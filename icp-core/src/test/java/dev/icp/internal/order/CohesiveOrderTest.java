package dev.icp.internal.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Boundary;
import dev.icp.contract.GraphSamples;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageResources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CohesiveOrderTest {
  /** Joining the best pair of all again and again, with nothing clever. */
  @Test
  void equalsNaiveAverageLinkage() {
    for (int seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      NeighbourGraph graph = randomGraph(random, random.nextInt(25), 1 + random.nextInt(5));
      try (StageResources resources = StageResources.open(2, 0)) {
        Dendrogram tree = CohesiveOrder.tree(problem(graph, resources));
        assertThat(text(tree)).as("seed %s", seed).isEqualTo(text(naive(graph)));
      }
    }
  }

  @Test
  void keepsPlantedTopicsTogether() {
    SplittableRandom random = new SplittableRandom(7);
    int topics = 60;
    int perTopic = 12;
    int n = topics * perTopic;
    NeighbourGraph.Builder builder = NeighbourGraph.builder(n, 8);
    for (int i = 0; i < n; i++) {
      Map<Integer, Float> list = new HashMap<>();
      while (list.size() < 8) {
        boolean same = random.nextInt(4) > 0;
        int other = same ? i % topics + topics * random.nextInt(perTopic) : random.nextInt(n);
        if (other != i) {
          list.put(other, (same ? 0.5f : 0.3f) + 0.3f * (float) random.nextDouble());
        }
      }
      set(builder, i, list);
    }
    NeighbourGraph graph = builder.build();
    assertThat(purity(order(new CohesiveOrder(), graph, 2), topics, perTopic))
        .isGreaterThan(0.8)
        .isGreaterThan(1.3 * purity(order(new GreedyPath(), graph, 2), topics, perTopic));
  }

  /** Where documents are kept whole it is not known where contexts will be cut. */
  @Test
  void isArrangedForContextsThatAreCutEverySoManyTokens() {
    NeighbourGraph graph = GraphSamples.random(200, 8, 5);
    int[] counts = new SplittableRandom(5).ints(200, 1, 60).toArray();
    try (StageResources resources = StageResources.open(2, 0)) {
      Set<DocumentOrder> whole = new HashSet<>();
      Set<DocumentOrder> split = new HashSet<>();
      for (int length : new int[] {100, 300, 1000}) {
        for (Boundary boundary : Boundary.values()) {
          DocumentOrder order =
              new CohesiveOrder()
                  .order(new OrderingProblem(graph, counts, length, 1, boundary, resources));
          (boundary == Boundary.SPLIT ? split : whole).add(order);
        }
      }
      assertThat(whole).hasSize(1);
      assertThat(split).hasSize(3);
    }
  }

  /** Everyone's list holds the same few documents, as with thousands of copies. */
  @Test
  void hubsThatAllPreferTakeFewRounds() {
    int n = 30_000;
    NeighbourGraph.Builder builder = NeighbourGraph.builder(n, 3);
    for (int i = 0; i < n; i++) {
      Map<Integer, Float> list = new HashMap<>();
      for (int hub = 0; list.size() < 3; hub++) {
        if (hub != i) {
          list.put(hub, 1f);
        }
      }
      set(builder, i, list);
    }
    List<Long> rounds = new ArrayList<>();
    try (StageResources resources = StageResources.open(2, 0)) {
      CountingContext context = new CountingContext(resources, rounds);
      DocumentOrder order =
          new CohesiveOrder()
              .order(
                  new OrderingProblem(
                      builder.build(), new int[n], 100, 1, Boundary.SPLIT, context));
      assertThat(order.breaks()).isEmpty();
    }
    assertThat(rounds.size()).isLessThan(100);
  }

  private record CountingContext(StageResources resources, List<Long> rounds)
      implements dev.icp.spi.StageContext {
    @Override
    public int threads() {
      return resources.threads();
    }

    @Override
    public long seed() {
      return resources.seed();
    }

    @Override
    public dev.icp.spi.Storage storage() {
      return resources.storage();
    }

    @Override
    public void forEach(int tasks, java.util.function.IntConsumer body) {
      resources.forEach(tasks, body);
    }

    @Override
    public void progress(long done, long total) {
      rounds.add(done);
    }
  }

  private static double purity(DocumentOrder order, int topics, int length) {
    long same = 0;
    long pairs = 0;
    for (int from = 0; from + length <= order.size(); from += length) {
      for (int i = from; i < from + length; i++) {
        for (int j = from; j < i; j++) {
          same += order.document(i) % topics == order.document(j) % topics ? 1 : 0;
          pairs++;
        }
      }
    }
    return same / (double) pairs;
  }

  private static DocumentOrder order(ContextOrderer orderer, NeighbourGraph graph, int threads) {
    try (StageResources resources = StageResources.open(threads, 0)) {
      return orderer.order(problem(graph, resources));
    }
  }

  private static OrderingProblem problem(NeighbourGraph graph, StageResources resources) {
    return new OrderingProblem(graph, new int[graph.size()], 100, 1, Boundary.SPLIT, resources);
  }

  private static List<String> text(Dendrogram tree) {
    List<String> trees = new ArrayList<>();
    for (int i = 0; i < tree.documents(); i++) {
      if (tree.isCluster(i)) {
        trees.add(text(tree, tree.root(i)));
      }
    }
    return trees;
  }

  private static String text(Dendrogram tree, int node) {
    int joint = node - tree.documents();
    return joint < 0
        ? Integer.toString(node)
        : "(%s %.4f %s)"
            .formatted(
                text(tree, tree.left(joint)),
                tree.similarity(joint),
                text(tree, tree.right(joint)));
  }

  private static NeighbourGraph randomGraph(SplittableRandom random, int n, int k) {
    float[][] cosines = new float[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        // Few different values make ties; negative ones are no link.
        cosines[i][j] = cosines[j][i] = (random.nextInt(8) - 1) / 8f;
      }
    }
    NeighbourGraph.Builder builder = NeighbourGraph.builder(n, k);
    for (int i = 0; i < n; i++) {
      Map<Integer, Float> list = new HashMap<>();
      for (int r = 0; r < random.nextInt(k + 1) && n > 1; r++) {
        int other = random.nextInt(n);
        if (other != i && list.size() < Math.min(k, n - 1)) {
          list.put(other, cosines[i][other]);
        }
      }
      set(builder, i, list);
    }
    return builder.build();
  }

  private static void set(NeighbourGraph.Builder builder, int document, Map<Integer, Float> list) {
    int[] ids = list.keySet().stream().mapToInt(i -> i).toArray();
    float[] cosines = new float[ids.length];
    for (int r = 0; r < ids.length; r++) {
      cosines[r] = list.getOrDefault(ids[r], Float.NaN);
    }
    builder.set(document, ids, cosines, ids.length);
  }

  private static Dendrogram naive(NeighbourGraph graph) {
    int n = graph.size();
    long[][] links = new long[n][n];
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < graph.degree(i); r++) {
        long link = Math.max(0, Math.round(graph.cosine(i, r) * 16384));
        int j = graph.neighbour(i, r);
        links[i][j] = links[j][i] = Math.max(link, links[i][j]);
      }
    }
    int[] sizes = new int[n];
    java.util.Arrays.fill(sizes, 1);
    Dendrogram dendrogram = new Dendrogram(n);
    while (true) {
      int a = -1;
      int b = -1;
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          if (links[i][j] > 0
              && (a < 0 || links[i][j] * sizes[a] * sizes[b] > links[a][b] * sizes[i] * sizes[j])) {
            a = i;
            b = j;
          }
        }
      }
      if (a < 0) {
        break;
      }
      dendrogram.join(a, b, links[a][b] / 16384.0 / (sizes[a] * (double) sizes[b]));
      sizes[a] += sizes[b];
      sizes[b] = 0;
      for (int i = 0; i < n; i++) {
        links[a][i] = links[i][a] = i == a ? 0 : links[a][i] + links[b][i];
        links[b][i] = links[i][b] = 0;
      }
    }
    return dendrogram;
  }
}
