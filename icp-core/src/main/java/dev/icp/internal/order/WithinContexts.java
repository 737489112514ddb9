package dev.icp.internal.order;

import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Arranges the documents of each context so that every one has as similar a document before it as
 * can be. Which documents begin in a context stays as it is, and so does how much of its last one
 * is cut off.
 *
 * <p>Of all orders of some documents, the sum over documents of the highest similarity with an
 * earlier one is highest for the order in which Prim's algorithm takes them into a maximum spanning
 * tree: in any order, the edges to each one's best earlier document make a spanning tree, and
 * Prim's makes the maximum one, wherever it begins. So it begins where that helps most: with the
 * document nearest to the one whose rest the context begins with.
 *
 * <p>The last document is cut at the context's end, and only one that is longer than what is cut
 * off may stand there. Any leaf of the tree can come last without loss, as no other document needs
 * it before; where none is long enough, the one is last that costs least (of few: of more it
 * stays).
 */
final class WithinContexts {
  private static final int BLOCK = 64;

  /** Of more documents none is tried as the last one: it stays. */
  private static final int MOST_TRIED = 64;

  private final OrderingProblem problem;
  private final NeighbourGraph graph;
  private final int[] order;

  /** By document: its place in the order that was given. */
  private final int[] places;

  /**
   * Where runs of documents that may change places among each other begin, and the last one ends.
   */
  private final IntArrayList runs = new IntArrayList();

  /** By run: how many tokens of its last document, its separator included, are cut off. */
  private final LongArrayList cuts = new LongArrayList();

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
        endRun(p, 0);
      }
      long start = end;
      end += tokens(order[p]);
      if (end / length > start / length) {
        // What comes after belongs to another context.
        endRun(p + 1, end - (start / length + 1) * length);
      }
    }
    endRun(order.length, 0);
  }

  private void endRun(int place, long cut) {
    if (place > runs.getInt(runs.size() - 1)) {
      runs.add(place);
      cuts.add(cut);
    }
  }

  private long tokens(int document) {
    return (long) problem.tokens(document) + problem.separatorTokens();
  }

  private int[] run() {
    int count = runs.size() - 1;
    int[] arranged = order.clone();
    // By run: the document that is cut, which the run after it begins near.
    int[] lasts = new int[count];
    inBlocks(
        count,
        r -> {
          int from = runs.getInt(r);
          int to = runs.getInt(r + 1);
          boolean free = to - from > 1 && cuts.getLong(r) > 0;
          lasts[r] = order[free ? from + new Tree(from, to).last(cuts.getLong(r)) : to - 1];
        });
    inBlocks(
        count,
        r -> {
          int from = runs.getInt(r);
          int to = runs.getInt(r + 1);
          if (to - from > 1) {
            int last = cuts.getLong(r) > 0 ? places[lasts[r]] - from : Tree.NONE;
            new Tree(from, to).write(r > 0 ? lasts[r - 1] : Tree.NONE, last, arranged);
          }
        });
    return arranged;
  }

  private void inBlocks(int count, IntConsumer body) {
    problem
        .context()
        .forEach(
            (count + BLOCK - 1) / BLOCK,
            b -> {
              for (int r = b * BLOCK; r < Math.min(count, (b + 1) * BLOCK); r++) {
                body.accept(r);
              }
            });
  }

  /** The maximum spanning tree of one run. */
  private final class Tree {
    static final int NONE = -1;

    private final int from;
    private final int size;

    // The edges of the i-th document are at starts[i] … starts[i + 1] − 1.
    private final int[] starts;
    private final int[] ends;
    private final float[] weights;

    private final boolean[] taken;

    // Edges from what is taken, by similarity from the highest down, then by their document.
    private final LongHeapPriorityQueue queue = new LongHeapPriorityQueue();

    // In which order they were taken, the one before it that each is most similar to (−1 if it is
    // to none), and the sum of these similarities.
    private final int[] sequence;
    private final int[] nearest;
    private int count;
    private double sum;

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
      sequence = new int[size];
      nearest = new int[size];
    }

    /** Returns where in the run a document is; −1 if it is not. */
    private int place(int document) {
      int place = places[document] - from;
      return place >= 0 && place < size ? place : NONE;
    }

    /**
     * Returns which document comes last, of those that are longer than what is cut off: the one
     * that was last, where that is no loss.
     */
    int last(long cut) {
      takeAll(0, NONE);
      int[] links = new int[size];
      for (int i = 0; i < size; i++) {
        if (nearest[i] != NONE) {
          links[i]++;
          links[nearest[i]]++;
        }
      }
      int last = size - 1;
      if (links[last] <= 1) {
        return last;
      }
      int longest = NONE;
      for (int i = 0; i < last; i++) {
        boolean fits = tokens(i) > cut && links[i] <= 1;
        if (fits && (longest == NONE || tokens(i) > tokens(longest))) {
          longest = i;
        }
      }
      if (longest != NONE) {
        return longest;
      }
      return size <= MOST_TRIED ? best(cut) : last;
    }

    private long tokens(int i) {
      return WithinContexts.this.tokens(order[from + i]);
    }

    /** Returns the one that costs least if it comes last. */
    private int best(long cut) {
      int best = NONE;
      double highest = 0;
      for (int i = size - 1; i >= 0; i--) {
        if (tokens(i) > cut) {
          takeAll(0, i);
          if (best == NONE || sum > highest) {
            best = i;
            highest = sum;
          }
        }
      }
      return best;
    }

    /**
     * Writes the run.
     *
     * @param before the document that it begins near, −1 if there is none
     * @param last the one that comes last, −1 if that may be any
     */
    void write(int before, int last, int[] arranged) {
      takeAll(before == NONE ? 0 : root(before, last), last);
      for (int i = 0; i < size; i++) {
        arranged[from + i] = order[from + sequence[i]];
      }
    }

    /** Returns the one most similar to a document; the first if none is similar. */
    private int root(int document, int last) {
      int root = 0;
      float highest = 0;
      for (int i = 0; i < size; i++) {
        float cosine = i == last ? 0 : cosine(document, order[from + i]);
        if (cosine > highest) {
          root = i;
          highest = cosine;
        }
      }
      return root;
    }

    /** Takes the tree that a document is in, then the others, {@code last} after all. */
    private void takeAll(int root, int last) {
      Arrays.fill(taken, false);
      count = 0;
      sum = 0;
      grow(root, last);
      for (int i = 0; i < size; i++) {
        grow(i, last);
      }
      if (last != NONE) {
        take(last);
      }
    }

    private void grow(int root, int last) {
      queue.enqueue(root);
      while (!queue.isEmpty()) {
        int next = (int) queue.dequeueLong();
        if (next != last && !taken[next]) {
          take(next);
          for (int e = starts[next]; e < starts[next + 1]; e++) {
            if (!taken[ends[e]] && weights[e] > 0) {
              long rank = (long) Integer.MAX_VALUE - Float.floatToIntBits(weights[e]);
              queue.enqueue(rank << Integer.SIZE | ends[e]);
            }
          }
        }
      }
    }

    private void take(int i) {
      nearest[i] = NONE;
      float highest = 0;
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        if (taken[ends[e]] && weights[e] > highest) {
          nearest[i] = ends[e];
          highest = weights[e];
        }
      }
      sum += highest;
      taken[i] = true;
      sequence[count++] = i;
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
