package dev.icp.lucene;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.Storage;
import org.apache.lucene.index.FloatVectorValues;

/**
 * Dense vectors as Lucene wants them. HNSW reads single rows in no order, so they are copied to the
 * heap if the memory budget has room for them, and read one by one if not.
 */
final class VectorRows implements AutoCloseable {
  private static final int BLOCK = 256;

  /** Bytes that an array takes beside its elements, reference included. */
  private static final int ARRAY_OVERHEAD = 24;

  private final FloatVectorValues values;
  private final Storage storage;
  private final long reserved;

  private VectorRows(FloatVectorValues values, Storage storage, long reserved) {
    this.values = values;
    this.storage = storage;
    this.reserved = reserved;
  }

  static VectorRows of(DenseVectors vectors, Storage storage) {
    long rowBytes = (long) vectors.dimension() * Float.BYTES + ARRAY_OVERHEAD;
    long bytes = vectors.size() * rowBytes;
    return storage.tryReserve(bytes)
        ? new VectorRows(new Held(copy(vectors), vectors.dimension()), storage, bytes)
        : new VectorRows(new Read(vectors), storage, 0);
  }

  private static float[][] copy(DenseVectors vectors) {
    int dimension = vectors.dimension();
    float[][] rows = new float[vectors.size()][];
    float[] block = new float[BLOCK * dimension];
    for (int first = 0; first < rows.length; first += BLOCK) {
      int count = Math.min(BLOCK, rows.length - first);
      vectors.read(first, count, block, 0);
      for (int i = 0; i < count; i++) {
        float[] row = new float[dimension];
        System.arraycopy(block, i * dimension, row, 0, dimension);
        rows[first + i] = row;
      }
    }
    return rows;
  }

  /**
   * Returns the vectors, for one thread: others need a {@linkplain FloatVectorValues#copy copy}.
   */
  FloatVectorValues values() {
    return values;
  }

  @Override
  public void close() {
    storage.release(reserved);
  }

  private static final class Held extends FloatVectorValues {
    private final float[][] rows;
    private final int dimension;

    Held(float[][] rows, int dimension) {
      this.rows = rows;
      this.dimension = dimension;
    }

    @Override
    public float[] vectorValue(int ordinal) {
      return rows[ordinal];
    }

    @Override
    public int dimension() {
      return dimension;
    }

    @Override
    public int size() {
      return rows.length;
    }

    @Override
    public FloatVectorValues copy() {
      return this;
    }
  }

  private static final class Read extends FloatVectorValues {
    private final DenseVectors vectors;
    private final float[] row;

    Read(DenseVectors vectors) {
      this.vectors = vectors;
      row = new float[vectors.dimension()];
    }

    @Override
    public float[] vectorValue(int ordinal) {
      vectors.read(ordinal, 1, row, 0);
      return row;
    }

    @Override
    public int dimension() {
      return vectors.dimension();
    }

    @Override
    public int size() {
      return vectors.size();
    }

    @Override
    public FloatVectorValues copy() {
      return new Read(vectors);
    }
  }
}
