package dev.icp.internal.vectors;

import dev.icp.internal.base.ByteStore;
import dev.icp.internal.base.StageInput;
import dev.icp.internal.base.StageOutput;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.Storage;
import dev.icp.spi.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Vectors one after the other, for a later run and to tell them from others. Little-endian, int32
 * and float32: the kind (0 dense, 1 sparse, 2 a pair); dense: rows, dimension, values; sparse:
 * rows, the number of entries of each, the number of terms, what words weigh ({@link TermWeights},
 * or −1 where that is not known), for each row its term ids and then its weights; a pair: its
 * weight (float64), the sparse and the dense ones.
 */
public final class VectorsFile {
  private static final int DENSE = 0;
  private static final int SPARSE = 1;
  private static final int PAIR = 2;
  private static final int BLOCK = 1024;

  private VectorsFile() {}

  /** Returns whether vectors are of a kind that can be written. */
  public static boolean canWrite(Vectors vectors) {
    return vectors instanceof DenseVectors
        || vectors instanceof SparseVectors
        || vectors instanceof PairedVectors;
  }

  /**
   * Returns whether a later run should find these vectors here. Those of a type that is not ours
   * could not be replaced by what {@link #read} returns, which returns no pairs either; dense ones
   * that are made in blocks are kept block by block ({@link KeptVectors}), or cannot be told from
   * others.
   */
  public static boolean keeps(Vectors vectors) {
    return vectors instanceof SparseVectorStore || vectors instanceof DenseArrayVectors;
  }

  /** Writes vectors. */
  public static void write(Vectors vectors, StageOutput output) {
    if (vectors instanceof DenseVectors dense) {
      write(dense, output);
    } else if (vectors instanceof SparseVectors sparse) {
      write(sparse, output);
    } else if (vectors instanceof PairedVectors paired) {
      output.putInt(PAIR);
      output.putDouble(paired.weight());
      write(paired.words(), output);
      write(paired.meaning(), output);
    } else {
      throw new IllegalArgumentException("vectors: " + vectors.getClass());
    }
  }

  private static void write(DenseVectors vectors, StageOutput output) {
    int size = vectors.size();
    int dimension = vectors.dimension();
    output.putInt(DENSE);
    output.putInt(size);
    output.putInt(dimension);
    float[] rows = new float[Math.min(BLOCK, size) * dimension];
    for (int first = 0; first < size; first += BLOCK) {
      int count = Math.min(BLOCK, size - first);
      vectors.read(first, count, rows, 0);
      output.putFloats(rows, 0, count * dimension);
    }
  }

  private static void write(SparseVectors vectors, StageOutput output) {
    output.putInt(SPARSE);
    output.putInt(vectors.size());
    if (vectors instanceof SparseVectorStore store) {
      // Whose rows lie as they do in the file.
      store.writeCounts(output);
      output.putInt(store.terms());
      TermWeights.write(store.weights(), output);
      store.writeRows(output);
      return;
    }
    forEachBlock(
        vectors,
        rows -> {
          for (int r = 0; r < rows.rows(); r++) {
            output.putInt(rows.start(r + 1) - rows.start(r));
          }
        });
    output.putInt(vectors.terms());
    TermWeights.write(null, output);
    forEachBlock(
        vectors,
        rows -> {
          for (int r = 0; r < rows.rows(); r++) {
            int from = rows.start(r);
            int count = rows.start(r + 1) - from;
            output.putInts(rows.terms(), from, count);
            output.putFloats(rows.weights(), from, count);
          }
        });
  }

  private interface RowsVisitor {
    void visit(SparseRows rows);
  }

  private static void forEachBlock(SparseVectors vectors, RowsVisitor visitor) {
    SparseRows rows = new SparseRows();
    for (int first = 0; first < vectors.size(); first += BLOCK) {
      vectors.read(first, Math.min(BLOCK, vectors.size() - first), rows);
      visitor.visit(rows);
    }
  }

  /** Returns the vectors that were written. */
  public static Vectors read(StageInput input, Storage storage) {
    if (input.nextInt() == SPARSE) {
      return SparseVectorStore.readFrom(input, storage);
    }
    int size = input.nextInt();
    int dimension = input.nextInt();
    return new StoredDenseVectors(input.rest(storage), size, dimension);
  }

  private record StoredDenseVectors(ByteStore bytes, int size, int dimension)
      implements DenseVectors {
    @Override
    public void read(int first, int count, float[] target, int offset) {
      Objects.checkFromIndexSize(first, count, size);
      int rowBytes = dimension * Float.BYTES;
      byte[] rows = new byte[count * rowBytes];
      bytes.read((long) first * rowBytes, rows, 0, rows.length);
      ByteBuffer.wrap(rows)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(target, offset, count * dimension);
    }

    @Override
    public boolean checked() {
      return true;
    }

    @Override
    public void close() {
      bytes.close();
    }
  }
}
