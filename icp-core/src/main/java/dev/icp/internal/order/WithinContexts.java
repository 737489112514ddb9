package dev.icp.internal.order;

import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;
import java.util.Arrays;

/**
 * Arranges the documents of each context so that every one has as similar a document before it as
 * can be. Which documents a context holds stays as it is, and so does the one that is cut at its
 * end, whose rest begins the next context.
 *
 * <p>Of all orders of some documents, the sum over documents of the highest similarity with an
 * earlier one is highest for the order in which Prim's algorithm takes them into a maximum spanning
 * tree: in any order, the edges to each one's best earlier document make a spanning tree, and
 * Prim's makes the maximum one, wherever it begins. So it begins where that helps most: with the
 * document nearest to the one whose rest the context begins with.
 */
final class WithinContexts {
  private static final int BLOCK = 64;

  private final OrderingProblem problem;
  private final NeighbourGraph graph;
  private final int[] order;

  /** By document: its place in the order that was given. */
  private final int[] places;

  /**
   * Where runs of documents that may change places among each other begin, and the last one ends.
   */
  private final IntArrayList runs = new IntArrayList();

  private WithinContexts(OrderingProblem problem, int[] order) {
    this.problem = problem;
    graph = problem.graph();
    this.order = order;
    places = new int[order.length];
    for (int p = 0; p < order.length; p++) {
      places[order[p]] = p;
    }
  }

  /**
   * Arranges.
   *
   * @param order all documents; not changed
   * @param breaks places that nothing is moved across, ascending
   */
  static int[] arrange(OrderingProblem problem, int[] order, int[] breaks) {
    WithinContexts arranged = new WithinContexts(problem, order);
    arranged.findRuns(breaks);
    return arranged.run();
  }

  private void findRuns(int[] breaks) {
    long length = problem.contextLength();
    long end = problem.filled();
    int nextBreak = 0;
    runs.add(0);
    for (int p = 0; p < order.length; p++) {
      if (nextBreak < breaks.length && breaks[nextBreak] == p) {
        nextBreak++;
        endRun(p);
      }
      long start = end;
      long last = start + problem.tokens(order[p]);
      end = last + problem.separatorTokens();
      if (end / length != start / length) {
        // It ends the context: it stays where it is, and what comes after belongs to another one.
        endRun(p);
        endRun(p + 1);
      }
    }
    endRun(order.length);
  }

  private void endRun(int place) {
    if (place > runs.getInt(runs.size() - 1)) {
      runs.add(place);
    }
  }

  private int[] run() {
    int[] arranged = order.clone();
    int count = runs.size() - 1;
    problem
        .context()
        .forEach(
            (count + BLOCK - 1) / BLOCK,
            b -> {
              for (int r = b * BLOCK; r < Math.min(count, (b + 1) * BLOCK); r++) {
                if (runs.getInt(r + 1) - runs.getInt(r) > 1) {
                  new Tree(runs.getInt(r), runs.getInt(r + 1)).write(arranged);
                }
              }
            });
    return arranged;
  }

  /** The maximum spanning tree of one run. */
  private final class Tree {
    private final int from;
    private final int size;

    // The edges of the i-th document are at starts[i] … starts[i + 1] − 1.
    private final int[] starts;
    private final int[] ends;
    private final float[] weights;

    private final boolean[] taken;

    // Edges from what is taken, by similarity from the highest down, then by their document.
    private final LongHeapPriorityQueue queue = new LongHeapPriorityQueue();
    private int at;

    Tree(int from, int to) {
      this.from = from;
      size = to - from;
      starts = new int[size + 1];
      for (int i = 0; i < size; i++) {
        for (int r = 0; r < graph.degree(order[from + i]); r++) {
          int other = place(graph.neighbour(order[from + i], r));
          if (other >= 0) {
            starts[i + 1]++;
            starts[other + 1]++;
          }
        }
      }
      for (int i = 0; i < size; i++) {
        starts[i + 1] += starts[i];
      }
      ends = new int[starts[size]];
      weights = new float[starts[size]];
      int[] filled = Arrays.copyOf(starts, size);
      for (int i = 0; i < size; i++) {
        for (int r = 0; r < graph.degree(order[from + i]); r++) {
          int other = place(graph.neighbour(order[from + i], r));
          if (other >= 0) {
            float cosine = graph.cosine(order[from + i], r);
            ends[filled[i]] = other;
            weights[filled[i]++] = cosine;
            ends[filled[other]] = i;
            weights[filled[other]++] = cosine;
          }
        }
      }
      taken = new boolean[size];
      at = from;
    }

    /** Returns where in the run a document is; −1 if it is not. */
    private int place(int document) {
      int place = places[document] - from;
      return place >= 0 && place < size ? place : -1;
    }

    void write(int[] arranged) {
      grow(root(), arranged);
      for (int i = 0; at < from + size; i++) {
        if (!taken[i]) {
          grow(i, arranged);
        }
      }
    }

    /** Returns the document nearest to the one before the run; the first if none is near. */
    private int root() {
      int root = 0;
      float highest = 0;
      for (int i = 0; i < size && from > 0; i++) {
        float cosine = cosine(order[from - 1], order[from + i]);
        if (cosine > highest) {
          root = i;
          highest = cosine;
        }
      }
      return root;
    }

    private void grow(int root, int[] arranged) {
      queue.enqueue(root);
      while (!queue.isEmpty()) {
        int next = (int) queue.dequeueLong();
        if (!taken[next]) {
          taken[next] = true;
          arranged[at++] = order[from + next];
          for (int e = starts[next]; e < starts[next + 1]; e++) {
            if (!taken[ends[e]] && weights[e] > 0) {
              long rank = (long) Integer.MAX_VALUE - Float.floatToIntBits(weights[e]);
              queue.enqueue(rank << Integer.SIZE | ends[e]);
            }
          }
        }
      }
    }
  }

  private float cosine(int a, int b) {
    return Math.max(inList(a, b), inList(b, a));
  }

  private float inList(int document, int other) {
    for (int r = 0; r < graph.degree(document); r++) {
      if (graph.neighbour(document, r) == other) {
        return graph.cosine(document, r);
      }
    }
    return 0;
  }
}
