package dev.icp.internal.neighbours.sparse;

import dev.icp.internal.base.Division;
import dev.icp.internal.base.Shuffle;
import dev.icp.internal.kernel.KMeans;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Cells of sparse vectors by spherical k-means: a centroid is itself a sparse vector, the {@value
 * #TERMS} strongest terms of its members' sum. So a document is compared with all centroids by an
 * inverted index, in the time that takes, not in that of a matrix product. Immutable and
 * thread-safe.
 */
public final class SparseCells {
  /** Cells have numbers that fit a char, and one that is none. */
  public static final int MAX_CELLS = Character.MAX_VALUE;

  private static final int TERMS = 256;
  private static final int ITERATIONS = 6;

  /** As for dense vectors. */
  private static final int SAMPLES_PER_CELL = 32;

  private static final int MAX_SAMPLES = 1 << 18;
  private static final int BLOCK = 256;

  private final SparseRows centroids;
  private final RowIndex index = new RowIndex();

  /** Takes centroids as they are; not copied. */
  private SparseCells(SparseRows centroids) {
    this.centroids = centroids;
    index.index(centroids);
  }

  /** Returns cells of centroids that {@link #centroids} gave; not copied. */
  public static SparseCells of(SparseRows centroids) {
    return new SparseCells(centroids);
  }

  /**
   * Trains cells on a sample drawn by the context's seed; the same ones for any number of threads.
   *
   * @param vectors at least one
   * @param cells how many, 1 to {@link #MAX_CELLS}; fewer if there are fewer vectors
   */
  public static SparseCells train(SparseVectors vectors, int cells, StageContext context) {
    int samples =
        (int) Math.min(vectors.size(), Math.min(MAX_SAMPLES, (long) cells * SAMPLES_PER_CELL));
    SplittableRandom random = Shuffle.random(context.seed(), "sparse cells");
    int[] ordinals = KMeans.sample(vectors.size(), samples, random);
    SparseRows sample = new SparseRows();
    vectors.subset(ordinals).read(0, samples, sample);
    return new Training(sample, Math.min(cells, samples), context).run();
  }

  /** Returns the centroids, a row each: all there is to know of the cells. Not to be changed. */
  public SparseRows centroids() {
    return centroids;
  }

  /** Returns the number of cells. */
  public int count() {
    return centroids.rows();
  }

  /** Returns a thread's means of finding the cells near a vector. */
  public Finder finder() {
    return new Finder();
  }

  /** Finds the cells near a vector. Belongs to one thread. */
  public final class Finder {
    private final float[] scores = new float[count()];
    private float[] highest = new float[16];

    private Finder() {}

    /**
     * Finds the cells whose centroids are the most similar to a row, most similar first, of equals
     * the lower number. A row that shares no term with any centroid goes by its strongest term.
     *
     * @param most how many at most
     * @param target gets them from {@code at} on
     * @return how many there are, 1 or more
     */
    public int nearest(SparseRows rows, int row, int most, char[] target, int at) {
      index.score(rows, row, scores);
      if (most > highest.length) {
        highest = new float[most];
      }
      int found = 0;
      for (int c = 0; c < scores.length; c++) {
        float score = scores[c];
        scores[c] = 0;
        if (score > 0 && (found < most || score > highest[found - 1])) {
          int place = found < most ? found++ : found - 1;
          while (place > 0 && highest[place - 1] < score) {
            highest[place] = highest[place - 1];
            target[at + place] = target[at + place - 1];
            place--;
          }
          highest[place] = score;
          target[at + place] = (char) c;
        }
      }
      if (found == 0) {
        target[at] = (char) Math.floorMod(strongestTerm(rows, row), scores.length);
        return 1;
      }
      return found;
    }

    private static int strongestTerm(SparseRows rows, int row) {
      int term = 0;
      float highest = 0;
      for (int i = rows.start(row); i < rows.start(row + 1); i++) {
        if (rows.weights()[i] > highest) {
          highest = rows.weights()[i];
          term = rows.terms()[i];
        }
      }
      return term;
    }
  }

  private static final class Training {
    private final SparseRows sample;
    private final int cells;
    private final StageContext context;
    private final int[] assigned;
    private final int[] starts;
    private final int[] members;

    Training(SparseRows sample, int cells, StageContext context) {
      this.sample = sample;
      this.cells = cells;
      this.context = context;
      assigned = new int[sample.rows()];
      starts = new int[cells + 1];
      members = new int[sample.rows()];
    }

    SparseCells run() {
      int[] seeds = new int[cells];
      Arrays.setAll(seeds, c -> (int) ((long) c * sample.rows() / cells));
      SparseCells current = new SparseCells(rows(seeds));
      for (int i = 1; i <= ITERATIONS; i++) {
        assign(current);
        current = new SparseCells(centroids(i < ITERATIONS - 1));
      }
      return current;
    }

    private SparseRows rows(int[] ordinals) {
      SparseRows rows = new SparseRows();
      for (int r : ordinals) {
        int from = sample.start(r);
        rows.add(sample.terms(), sample.weights(), from, sample.start(r + 1) - from);
      }
      return rows;
    }

    private void assign(SparseCells current) {
      ConcurrentLinkedQueue<Finder> idle = new ConcurrentLinkedQueue<>();
      context.forEach(
          Division.roundedUp(assigned.length, BLOCK),
          block -> {
            Finder finder = idle.poll();
            if (finder == null) {
              finder = current.finder();
            }
            char[] cell = new char[1];
            for (int i = block * BLOCK; i < Math.min(assigned.length, (block + 1) * BLOCK); i++) {
              finder.nearest(sample, i, 1, cell, 0);
              assigned[i] = cell[0];
            }
            idle.add(finder);
          });
      Arrays.fill(starts, 0);
      for (int cell : assigned) {
        starts[cell + 1]++;
      }
      for (int c = 0; c < cells; c++) {
        starts[c + 1] += starts[c];
      }
      int[] next = starts.clone();
      for (int i = 0; i < assigned.length; i++) {
        members[next[assigned[i]]++] = i;
      }
    }

    /**
     * @param balanced whether the smallest cells go where the largest are
     */
    private SparseRows centroids(boolean balanced) {
      int[] moved = balanced ? moved() : new int[cells];
      int[][] terms = new int[cells][];
      float[][] weights = new float[cells][];
      context.forEach(
          cells,
          c -> {
            TermSums sum = new TermSums();
            if (moved[c] > 0) {
              add(moved[c] - 1, sum);
            } else if (starts[c] == starts[c + 1]) {
              // No one came: stand where some vector is.
              add((int) (c * 7919L % sample.rows()), sum);
            }
            for (int m = starts[c]; m < starts[c + 1] && moved[c] == 0; m++) {
              add(members[m], sum);
            }
            terms[c] = strongest(sum);
            weights[c] = normalised(terms[c], sum);
          });
      SparseRows rows = new SparseRows();
      for (int c = 0; c < cells; c++) {
        rows.add(terms[c], weights[c], 0, terms[c].length);
      }
      return rows;
    }

    /**
     * Returns where a cell goes that is given up: 1 + the number of a row, or 0 if it stays. A cell
     * of four times the mean or more gets a small one's place for each mean above the first.
     */
    private int[] moved() {
      int[] bySize = new int[cells];
      Arrays.setAll(bySize, c -> c);
      IntArrays.mergeSort(bySize, (a, b) -> Integer.compare(members(a), members(b)));
      double mean = sample.rows() / (double) cells;
      int[] moved = new int[cells];
      int small = 0;
      for (int i = cells - 1; i > small && members(bySize[i]) >= 4 * mean; i--) {
        int large = bySize[i];
        int more = (int) (members(large) / mean) - 1;
        for (int j = 0; j < more && small < i && members(bySize[small]) < mean / 4; j++) {
          moved[bySize[small++]] =
              1 + members[starts[large] + (j + 1) * members(large) / (more + 2)];
        }
      }
      return moved;
    }

    private int members(int cell) {
      return starts[cell + 1] - starts[cell];
    }

    private void add(int row, TermSums sum) {
      for (int i = sample.start(row); i < sample.start(row + 1); i++) {
        sum.add(sample.terms()[i], sample.weights()[i]);
      }
    }

    private static int[] strongest(TermSums sum) {
      int[] terms = sum.terms();
      if (terms.length > TERMS) {
        Arrays.sort(terms);
        IntArrays.mergeSort(terms, (a, b) -> Float.compare(sum.get(b), sum.get(a)));
        terms = Arrays.copyOf(terms, TERMS);
      }
      Arrays.sort(terms);
      return terms;
    }

    private static float[] normalised(int[] terms, TermSums sum) {
      double squares = 0;
      for (int term : terms) {
        squares += sum.get(term) * (double) sum.get(term);
      }
      float[] weights = new float[terms.length];
      for (int i = 0; i < terms.length; i++) {
        weights[i] = (float) (sum.get(terms[i]) / Math.sqrt(squares));
      }
      return weights;
    }
  }
}
