package dev.icp.distributed;

import dev.icp.internal.kernel.BlockKernel;
import dev.icp.internal.kernel.CellTraining;
import dev.icp.internal.kernel.Centroids;
import dev.icp.internal.kernel.KMeans;
import dev.icp.internal.neighbours.dense.CellAssignment;
import dev.icp.internal.neighbours.dense.CellChooser;
import dev.icp.internal.neighbours.dense.CellJoin;
import dev.icp.internal.neighbours.dense.MarginChoice;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageContext;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cells of the space of unit vectors, each around a centroid. A document's home is the cell whose
 * centroid is the most similar to it; it visits its home and all others that are at most a margin
 * less similar. Two documents meet if either visits the other's home. Above 1,024 cells a document
 * is not compared with all centroids but with those of the areas near it, which are cells of
 * centroids. Immutable and thread-safe.
 *
 * <p>{@link dev.icp.NeighbourIndexes#blocked} with the same seed and recall makes the same cells,
 * margin and neighbours (where it does not compare all with all because that is cheaper).
 */
public final class Cells implements Serializable {
  /**
   * For fewer documents {@link dev.icp.NeighbourIndexes#blocked} makes no cells: it compares all
   * with all.
   */
  public static final int EXACT_BELOW = CellJoin.EXACT_BELOW;

  private static final long serialVersionUID = 1L;

  private final int dimension;
  private final float[] centroids;
  private final float[] areas;
  private final int[] starts;
  private final int[] cellsOfAreas;
  private final int near;
  private transient volatile @Nullable Centroids comparable;

  private Cells(int dimension, Centroids trained) {
    this.dimension = dimension;
    centroids = trained.rows();
    areas = trained.areas();
    starts = trained.starts();
    cellsOfAreas = trained.cellsOfAreas();
    near = trained.near();
    comparable = trained;
  }

  /** Returns how many cells are good for so many documents: 2 · √documents, at most 65,535. */
  public static int countFor(int documents) {
    return Math.max(1, CellJoin.cells(documents));
  }

  /**
   * Returns the ordinals, ascending, of the documents that {@link #train} wants to see: 32 for each
   * cell, or all.
   *
   * @param documents how many there are
   * @param cells 1 to {@code documents}
   */
  public static int[] trainingSample(int documents, int cells, long seed) {
    return KMeans.trainingSample(documents, CellTraining.samples(documents, cells), seed);
  }

  /**
   * Returns the ordinals, ascending, of the documents by which {@link #margin} is to be found
   * (those at even places) and the recall to be measured (the others): 512, or all if there are
   * fewer.
   */
  public static int[] recallSample(int documents, long seed) {
    return CellJoin.recallSample(documents, seed);
  }

  /**
   * Finds centroids by spherical k-means.
   *
   * @param sample the vectors of {@link #trainingSample}, in this order
   * @param cells how many, 1 to {@code sample.size()}
   */
  public static Cells train(DenseVectors sample, int cells, StageContext context) {
    return new Cells(
        sample.dimension(), CellTraining.train(BlockKernel.best(), sample, cells, context));
  }

  /** Returns the number of cells. */
  public int count() {
    return centroids.length / dimension;
  }

  /** Returns the number of floats in a vector. */
  public int dimension() {
    return dimension;
  }

  /** Returns the centroids as vectors, in the order of the cells. */
  public DenseVectors centroids() {
    float[][] rows = new float[count()][];
    for (int c = 0; c < rows.length; c++) {
      rows[c] = Arrays.copyOfRange(centroids, c * dimension, (c + 1) * dimension);
    }
    return DenseVectors.of(rows);
  }

  /**
   * Returns the margin at which the wanted share of documents and their true neighbours meet.
   *
   * @param recall the share, above 0 and at most 1
   * @param vectors some documents and all their true neighbours
   * @param truth the true neighbours of {@code documents} among them; other lists are not looked at
   * @param documents places in {@code vectors}
   */
  public float margin(
      double recall,
      DenseVectors vectors,
      NeighbourGraph truth,
      int[] documents,
      StageContext context) {
    return new MarginChoice(vectors, comparable(), context)
        .marginFor(recall, documents, truth, documents);
  }

  /** Returns a thread's means of choosing the cells of documents. */
  public Chooser chooser(float margin) {
    return new Chooser(new CellChooser(comparable(), margin));
  }

  /** Chooses the cells of documents. Belongs to one thread. */
  public static final class Chooser {
    private final CellChooser chooser;

    private Chooser(CellChooser chooser) {
      this.chooser = chooser;
    }

    /**
     * Chooses for some vectors.
     *
     * @param rows {@code count} unit vectors, row-major
     * @param homes gets the home of row r at place r
     * @return the cells that row r visits at place r, its home among them, ascending; the 256
     *     nearest if there are more
     */
    public char[][] choose(float[] rows, int count, int[] homes) {
      int[] counts = new int[count];
      char[] all = chooser.choose(rows, count, homes, counts, 0);
      char[][] visits = new char[count][];
      int from = 0;
      for (int r = 0; r < count; r++) {
        visits[r] = Arrays.copyOfRange(all, from, from + counts[r]);
        from += counts[r];
      }
      return visits;
    }
  }

  /**
   * Compares the visitors of each cell with its members, block by block; both hear of each other.
   * Over a part of the cells this gives partial lists, whose best are the best over all.
   *
   * @param vectors the documents that live in one of the cells or visit one, ascending by ordinal
   *     so that equal cosines resolve to the lower one
   * @param homes by document; −1 where the home is none of these cells
   * @param visits by document, the visited ones of these cells
   * @param k neighbours wanted for each document, 1 or more
   */
  public NeighbourGraph join(
      DenseVectors vectors, int[] homes, char[][] visits, int k, StageContext context) {
    Objects.checkFromIndexSize(0, homes.length, vectors.size());
    int[] counts = new int[visits.length];
    int size = CellAssignment.BLOCK;
    char[][] blocks = new char[(visits.length + size - 1) / size][];
    for (int b = 0; b < blocks.length; b++) {
      int end = Math.min(visits.length, (b + 1) * size);
      int length = 0;
      for (int i = b * size; i < end; i++) {
        counts[i] = visits[i].length;
        length += counts[i];
      }
      char[] block = new char[length];
      int at = 0;
      for (int i = b * size; i < end; i++) {
        System.arraycopy(visits[i], 0, block, at, counts[i]);
        at += counts[i];
      }
      blocks[b] = block;
    }
    return CellJoin.join(vectors, new CellAssignment(count(), homes, counts, blocks), k, context);
  }

  private Centroids comparable() {
    Centroids made = comparable;
    if (made == null) {
      made =
          new Centroids(
              BlockKernel.best(), dimension, centroids, areas, starts, cellsOfAreas, near);
      comparable = made;
    }
    return made;
  }
}
