package dev.icp.lucene;

import dev.icp.spi.Recall;
import dev.icp.spi.StageContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Some nodes, and how near the k-th nearest of each truly is. */
final class RecallSample {
  private static final int SIZE = 200;

  /** A score is half a cosine, and something that is the same for all. */
  private static final float TIE = Recall.TIE / 2;

  private final int[] nodes;
  private final float[] least;
  private final int k;
  private final StageContext context;
  private final Supplier<NodeSearch> searches;
  private final ConcurrentLinkedQueue<NodeSearch> idle = new ConcurrentLinkedQueue<>();

  private RecallSample(int[] nodes, int k, Supplier<NodeSearch> searches, StageContext context) {
    this.nodes = nodes;
    this.k = k;
    this.context = context;
    this.searches = searches;
    least = new float[nodes.length];
    forEach((search, i) -> least[i] = search.everywhere(nodes[i], k)[0] - TIE);
  }

  /**
   * Draws nodes and compares each with all.
   *
   * @param k how many of the nearest count, 1 to the number of other nodes
   * @param purpose samples of different purposes have no node in common unless there are few
   */
  static RecallSample of(
      int size, int k, Purpose purpose, Supplier<NodeSearch> searches, StageContext context) {
    int count = Math.min(SIZE, Math.max(1, size / 2));
    SplittableRandom random = new SplittableRandom(context.seed());
    int[] nodes = new int[count];
    for (int i = 0; i < count; i++) {
      // Out of each stretch, its first half for the one purpose and the second for the other.
      long half = 2L * i + (purpose == Purpose.SETTING ? 0 : 1);
      int from = (int) (half * size / (2L * count));
      int to = (int) ((half + 1) * size / (2L * count));
      nodes[i] = from + random.nextInt(Math.max(1, to - from));
    }
    return new RecallSample(nodes, k, searches, context);
  }

  /** What a sample is for: what a setting was found on says too much of it. */
  enum Purpose {
    SETTING,
    MEASURING
  }

  int size() {
    return nodes.length;
  }

  int node(int place) {
    return nodes[place];
  }

  /** Returns how many true neighbours there are to be found. */
  long wanted() {
    return (long) nodes.length * k;
  }

  /** Returns how many of its true neighbours are in the list of the node at a place. */
  int inList(CollectedLists lists, int place) {
    int node = nodes[place];
    int found = 0;
    while (found < Math.min(k, lists.degree(node)) && lists.score(node, found) >= least[place]) {
      found++;
    }
    return found;
  }

  /** Returns the share of the true neighbours that are in the lists. */
  double recall(CollectedLists lists) {
    Recall recall = new Recall();
    for (int i = 0; i < nodes.length; i++) {
      recall.add(k, inList(lists, i));
    }
    return recall.share();
  }

  /**
   * Searches for all nodes of the sample.
   *
   * @param found gets how many true neighbours came of it, by place
   * @param visited gets how many nodes were compared
   */
  void search(CollectedLists lists, int width, int[] found, long[] visited) {
    forEach(
        (search, i) -> {
          search.along(nodes[i], lists, width);
          found[i] = Math.min(k, search.countFrom(least[i]));
          visited[i] = search.visited();
        });
  }

  private interface Step {
    void take(NodeSearch search, int place) throws IOException;
  }

  private void forEach(Step step) {
    context.forEach(
        nodes.length,
        place -> {
          NodeSearch search = idle.poll();
          if (search == null) {
            search = searches.get();
          }
          try {
            step.take(search, place);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          idle.add(search);
        });
  }
}
