package dev.icp.internal.vectors;

import dev.icp.internal.base.ByteStore;
import dev.icp.internal.base.StageInput;
import dev.icp.internal.base.StageOutput;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.Storage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sparse vectors in a byte store. A row is its term ids (int32, little-endian, ascending) and then
 * its weights (float32, little-endian).
 */
final class SparseVectorStore implements SparseVectors {
  private static final int ENTRY = Integer.BYTES + Float.BYTES;

  private final ByteStore bytes;
  private final long[] starts;
  private final int terms;
  private final @Nullable TermWeights weights;

  /**
   * Room for {@code size} rows, to be appended in order.
   *
   * @param weights by which their words were weighed; null for what was not weighed by any
   */
  SparseVectorStore(Storage storage, int size, int terms, @Nullable TermWeights weights) {
    this(new ByteStore(storage, "vectors"), new long[size + 1], terms, weights);
  }

  private SparseVectorStore(
      ByteStore bytes, long[] starts, int terms, @Nullable TermWeights weights) {
    this.bytes = bytes;
    this.starts = starts;
    this.terms = terms;
    this.weights = weights;
  }

  /** Returns what {@link VectorsFile} wrote. */
  static SparseVectorStore readFrom(StageInput input, Storage storage) {
    int[] entries = input.nextInts(input.nextInt());
    int terms = input.nextInt();
    TermWeights weights = TermWeights.read(input);
    long[] starts = new long[entries.length + 1];
    for (int r = 0; r < entries.length; r++) {
      starts[r + 1] = starts[r] + (long) entries[r] * ENTRY;
    }
    return new SparseVectorStore(input.rest(storage), starts, terms, weights);
  }

  /** Appends the rows of a block, the first of which is document {@code first}. */
  void append(int first, SparseRows rows) {
    int entries = rows.start(rows.rows());
    ByteBuffer block = ByteBuffer.allocate(entries * ENTRY).order(ByteOrder.LITTLE_ENDIAN);
    for (int r = 0; r < rows.rows(); r++) {
      int from = rows.start(r);
      int count = rows.start(r + 1) - from;
      block.asIntBuffer().put(rows.terms(), from, count);
      block.position(block.position() + count * Integer.BYTES);
      block.asFloatBuffer().put(rows.weights(), from, count);
      block.position(block.position() + count * Float.BYTES);
      starts[first + r + 1] = starts[first + r] + (long) count * ENTRY;
    }
    bytes.append(block.array(), 0, block.capacity());
  }

  /** Appends rows of another store, as they lie there, the first of which is {@code first} here. */
  void append(int first, SparseVectorStore other, int from, int count) {
    long start = other.starts[from];
    for (int r = 0; r < count; r++) {
      starts[first + r + 1] = starts[first] + other.starts[from + r + 1] - start;
    }
    other.bytes.copyTo(bytes, start, other.starts[from + count] - start);
  }

  /** Writes how many entries each row has. */
  void writeCounts(StageOutput output) {
    for (int r = 0; r < size(); r++) {
      output.putInt((int) ((starts[r + 1] - starts[r]) / ENTRY));
    }
  }

  /** Writes all rows, each its terms and then its weights. */
  void writeRows(StageOutput output) {
    bytes.writeTo(output);
  }

  /** Returns what words weighed; null where nothing is known of that. */
  @Nullable TermWeights weights() {
    return weights;
  }

  @Override
  public int size() {
    return starts.length - 1;
  }

  @Override
  public boolean checked() {
    return true;
  }

  @Override
  public int terms() {
    return terms;
  }

  @Override
  public void read(int first, int count, SparseRows target) {
    Objects.checkFromIndexSize(first, count, size());
    byte[] block = new byte[Math.toIntExact(starts[first + count] - starts[first])];
    bytes.read(starts[first], block, 0, block.length);
    ByteBuffer buffer = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    int[] rowTerms = new int[0];
    float[] rowWeights = new float[0];
    target.clear();
    for (int r = first; r < first + count; r++) {
      int entries = (int) ((starts[r + 1] - starts[r]) / ENTRY);
      if (entries > rowTerms.length) {
        rowTerms = new int[entries * 2];
        rowWeights = new float[entries * 2];
      }
      buffer.asIntBuffer().get(rowTerms, 0, entries);
      buffer.position(buffer.position() + entries * Integer.BYTES);
      buffer.asFloatBuffer().get(rowWeights, 0, entries);
      buffer.position(buffer.position() + entries * Float.BYTES);
      target.add(rowTerms, rowWeights, 0, entries);
    }
  }

  /** As {@link SparseRows#dot}, of the rows where they lie: contexts are compared by many pairs. */
  @Override
  public float cosine(int a, int b) {
    ByteBuffer x = row(a);
    ByteBuffer y = row(b);
    int[] termsOfX = new int[x.capacity() / ENTRY];
    int[] termsOfY = new int[y.capacity() / ENTRY];
    x.asIntBuffer().get(termsOfX);
    y.asIntBuffer().get(termsOfY);
    float sum = 0;
    int i = 0;
    int j = 0;
    while (i < termsOfX.length && j < termsOfY.length) {
      int t = termsOfX[i];
      int u = termsOfY[j];
      if (t == u) {
        sum +=
            x.getFloat((termsOfX.length + i) * Float.BYTES)
                * y.getFloat((termsOfY.length + j) * Float.BYTES);
      }
      i += t <= u ? 1 : 0;
      j += u <= t ? 1 : 0;
    }
    return Math.min(sum, 1);
  }

  private ByteBuffer row(int r) {
    Objects.checkIndex(r, size());
    return bytes
        .view(starts[r], Math.toIntExact(starts[r + 1] - starts[r]))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    bytes.close();
  }
}
