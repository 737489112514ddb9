package dev.icp.internal.kernel;

import dev.icp.internal.kernel.BlockKernel.Columns;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Unit vectors that stand for cells of the vector space. Where there are many, they are in areas,
 * each with a centroid of its own, and a vector is compared with the cells of the few areas nearest
 * to it only: that makes the cost of a comparison grow with the root of the number of cells.
 * Immutable and thread-safe.
 */
public final class Centroids {
  /** Rows that are compared together; more of them share an area's cells while they are cached. */
  private static final int BATCH = 256;

  private final BlockKernel kernel;
  private final int dimension;
  private final int count;
  private final float[] rows;
  private final float[] areas;
  private final int[] starts;
  private final int[] cellsOfAreas;
  private final int near;
  private volatile @Nullable Packed packed;

  /** Takes row-major unit vectors, all in one area; not copied. */
  public Centroids(BlockKernel kernel, int dimension, float[] rows) {
    this(kernel, dimension, rows, new float[0], new int[2], new int[rows.length / dimension], 1);
    starts[1] = count;
    Arrays.setAll(cellsOfAreas, cell -> cell);
  }

  /**
   * Takes centroids in areas; not copied.
   *
   * @param rows the cells' centroids, row-major
   * @param areas the areas' centroids, row-major; empty if there is one area
   * @param starts where in {@code cellsOfAreas} each area begins, and where the last ends
   * @param cellsOfAreas the cells of each area; a cell can be in several
   * @param near how many areas a vector looks into
   */
  public Centroids(
      BlockKernel kernel,
      int dimension,
      float[] rows,
      float[] areas,
      int[] starts,
      int[] cellsOfAreas,
      int near) {
    this.kernel = kernel;
    this.dimension = dimension;
    this.rows = rows;
    this.areas = areas;
    this.starts = starts;
    this.cellsOfAreas = cellsOfAreas;
    this.near = near;
    count = rows.length / dimension;
  }

  /** Returns the centroids, row-major: the array itself. */
  public float[] rows() {
    return rows;
  }

  /** Returns the areas' centroids, row-major: the array itself; empty if there is one area. */
  public float[] areas() {
    return areas;
  }

  /** Returns where in {@link #cellsOfAreas} each area begins, and where the last ends. */
  public int[] starts() {
    return starts;
  }

  /** Returns the cells of each area: the array itself. */
  public int[] cellsOfAreas() {
    return cellsOfAreas;
  }

  /** Returns how many areas a vector looks into. */
  public int near() {
    return near;
  }

  Centroids near(int areasLookedInto) {
    return new Centroids(kernel, dimension, rows, areas, starts, cellsOfAreas, areasLookedInto);
  }

  /** Returns the areas of each cell. */
  int[][] areasOfCells() {
    int[][] all = new int[count][0];
    for (int area = 0; area + 1 < starts.length; area++) {
      for (int i = starts[area]; i < starts[area + 1]; i++) {
        int[] more = Arrays.copyOf(all[cellsOfAreas[i]], all[cellsOfAreas[i]].length + 1);
        more[more.length - 1] = area;
        all[cellsOfAreas[i]] = more;
      }
    }
    return all;
  }

  int dimension() {
    return dimension;
  }

  /** Returns the number of cells. */
  public int count() {
    return count;
  }

  /** Returns a thread's means of comparing vectors with the centroids. */
  public Comparer comparer() {
    Packed ready = packed;
    if (ready == null) {
      synchronized (this) {
        ready = packed;
        if (ready == null) {
          ready = new Packed();
          packed = ready;
        }
      }
    }
    return new Comparer(ready);
  }

  /** Gets how similar a row is to the centroids near it; valid until the next call. */
  @FunctionalInterface
  public interface Receiver {
    /**
     * @param row counted from 0 within the call
     * @param cells the cells compared with, each once, in any order
     * @param similarities one for each of them; may be changed
     * @param count how many
     */
    void accept(int row, int[] cells, float[] similarities, int count);
  }

  /** All centroids, laid out for the kernel. */
  private final class Packed {
    private final Columns[] areaBlocks = blocks(areas);
    private final Columns[][] cellBlocks = new Columns[starts.length - 1][];

    Packed() {
      for (int a = 0; a < cellBlocks.length; a++) {
        float[] ofArea = new float[(starts[a + 1] - starts[a]) * dimension];
        for (int i = starts[a]; i < starts[a + 1]; i++) {
          System.arraycopy(
              rows, cellsOfAreas[i] * dimension, ofArea, (i - starts[a]) * dimension, dimension);
        }
        cellBlocks[a] = blocks(ofArea);
      }
    }

    private Columns[] blocks(float[] source) {
      int width = kernel.columns(dimension);
      int all = source.length / dimension;
      Columns[] blocks = new Columns[(all + width - 1) / width];
      for (int b = 0; b < blocks.length; b++) {
        int first = b * width;
        int columns = Math.min(width, all - first);
        blocks[b] = kernel.newColumns(dimension, columns);
        blocks[b].fill(source, first * dimension, columns);
      }
      return blocks;
    }
  }

  /** Compares vectors with the centroids. Belongs to one thread. */
  public final class Comparer {
    private final Packed packed;
    private final int near;
    private final int areaCount;
    private final float[] scores;
    private final float[] four = new float[BlockKernel.ROWS * dimension];
    private final int[] visited;
    private final int[] places;
    private float[] similarities = new float[0];
    private final int[] cells;
    private final int[] lastRow = new int[count];
    private int seen = 1;
    private final float[] ofRow;

    private Comparer(Packed packed) {
      this.packed = packed;
      areaCount = starts.length - 1;
      near = Math.min(Centroids.this.near, areaCount);
      int largest = areaCount;
      int[] sizes = new int[areaCount];
      for (int a = 0; a < areaCount; a++) {
        sizes[a] = starts[a + 1] - starts[a];
        largest = Math.max(largest, sizes[a]);
      }
      Arrays.sort(sizes);
      int most = 0;
      for (int a = areaCount - near; a < areaCount; a++) {
        most += sizes[a];
      }
      scores = new float[BlockKernel.ROWS * (Math.min(kernel.columns(dimension), largest) + 64)];
      visited = new int[BATCH * near];
      places = new int[BATCH * near];
      cells = new int[most];
      ofRow = new float[most];
    }

    /** Compares {@code number} row-major vectors with the centroids near them. */
    public void compare(float[] vectors, int number, Receiver receiver) {
      for (int first = 0; first < number; first += BATCH) {
        int part = Math.min(BATCH, number - first);
        chooseAreas(vectors, first, part);
        compareCells(vectors, first, part);
        for (int r = 0; r < part; r++) {
          receive(first + r, r, receiver);
        }
      }
    }

    /** Finds the areas of some rows; ascending, and where the similarities to their cells go. */
    private void chooseAreas(float[] vectors, int first, int part) {
      if (near == areaCount) {
        for (int i = 0; i < part * near; i++) {
          visited[i] = i % near;
        }
      } else {
        int[] rowsOfBatch = new int[part];
        Arrays.setAll(rowsOfBatch, r -> r);
        float[] toAreas = new float[part * areaCount];
        score(
            vectors,
            first,
            packed.areaBlocks,
            rowsOfBatch,
            part,
            (r, from, at, count) ->
                System.arraycopy(scores, from, toAreas, r * areaCount + at, count));
        for (int r = 0; r < part; r++) {
          nearest(toAreas, r * areaCount, r * near);
        }
      }
      int at = 0;
      for (int i = 0; i < part * near; i++) {
        places[i] = at;
        at += starts[visited[i] + 1] - starts[visited[i]];
      }
      if (at > similarities.length) {
        similarities = new float[at + at / 8];
      }
    }

    /** Puts the places of the highest values, of equals the first, into {@code visited}. */
    private void nearest(float[] values, int from, int to) {
      int found = 0;
      for (int a = 0; a < areaCount; a++) {
        if (found == near && !(values[from + a] > values[from + visited[to + near - 1]])) {
          continue;
        }
        int place = found < near ? found++ : near - 1;
        while (place > 0 && values[from + a] > values[from + visited[to + place - 1]]) {
          visited[to + place] = visited[to + place - 1];
          place--;
        }
        visited[to + place] = a;
      }
      Arrays.sort(visited, to, to + near);
    }

    /** Compares area by area, with the rows that look into it. */
    private void compareCells(float[] vectors, int first, int part) {
      int[] ends = new int[areaCount];
      for (int i = 0; i < part * near; i++) {
        ends[visited[i]]++;
      }
      for (int a = 1; a < areaCount; a++) {
        ends[a] += ends[a - 1];
      }
      int[] lookers = new int[part * near];
      for (int i = part * near - 1; i >= 0; i--) {
        lookers[--ends[visited[i]]] = i;
      }
      int[] rowsOfArea = new int[part];
      for (int a = 0, from = 0; a < areaCount; a++) {
        int begin = from;
        while (from < lookers.length && visited[lookers[from]] == a) {
          rowsOfArea[from - begin] = lookers[from] / near;
          from++;
        }
        score(
            vectors,
            first,
            packed.cellBlocks[a],
            rowsOfArea,
            from - begin,
            (i, scoresFrom, at, count) ->
                System.arraycopy(
                    scores, scoresFrom, similarities, places[lookers[begin + i]] + at, count));
      }
    }

    /** Multiplies some rows, four at a time, with the columns of some blocks. */
    private void score(
        float[] vectors, int first, Columns[] blocks, int[] chosen, int number, Scored scored) {
      for (int r = 0; r < number; r += BlockKernel.ROWS) {
        int part = Math.min(BlockKernel.ROWS, number - r);
        for (int i = 0; i < part; i++) {
          System.arraycopy(
              vectors, (first + chosen[r + i]) * dimension, four, i * dimension, dimension);
        }
        int at = 0;
        for (Columns block : blocks) {
          kernel.score(four, 0, block, scores);
          for (int i = 0; i < part; i++) {
            scored.accept(r + i, i * block.stride(), at, block.count());
          }
          at += block.count();
        }
      }
    }

    private void receive(int row, int r, Receiver receiver) {
      int length = 0;
      for (int i = r * near; i < (r + 1) * near; i++) {
        int start = starts[visited[i]];
        for (int c = 0; c < starts[visited[i] + 1] - start; c++) {
          int cell = cellsOfAreas[start + c];
          if (lastRow[cell] != seen) {
            lastRow[cell] = seen;
            cells[length] = cell;
            ofRow[length++] = similarities[places[i] + c];
          }
        }
      }
      seen++;
      receiver.accept(row, cells, ofRow, length);
    }
  }

  /** Gets scores of a row with a block of columns. */
  @FunctionalInterface
  private interface Scored {
    /**
     * @param i which of the chosen rows
     * @param from where in the scores
     * @param at how many columns came before
     * @param count how many scores
     */
    void accept(int i, int from, int at, int count);
  }
}
