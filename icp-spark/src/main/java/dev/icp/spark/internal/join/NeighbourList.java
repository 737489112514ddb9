package dev.icp.spark.internal.join;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Neighbours of one document by ordinal: highest cosine first, equal cosines by the lower ordinal,
 * none twice. As bytes: of each its ordinal (int32) and its cosine (float32), little-endian.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record NeighbourList(int[] ordinals, float[] cosines) implements Serializable {
  public static final NeighbourList EMPTY = new NeighbourList(new int[0], new float[0]);

  public int size() {
    return ordinals.length;
  }

  /** Returns the k best of both; who is in both has the same cosine in both. */
  public NeighbourList merge(NeighbourList other, int k) {
    int most = Math.min(k, size() + other.size());
    int[] mergedOrdinals = new int[most];
    float[] mergedCosines = new float[most];
    int count = 0;
    int i = 0;
    int j = 0;
    while (count < most && (i < size() || j < other.size())) {
      boolean mine = j == other.size() || (i < size() && before(i, other, j));
      int ordinal = mine ? ordinals[i] : other.ordinals[j];
      float cosine = mine ? cosines[i++] : other.cosines[j++];
      if (count == 0 || mergedOrdinals[count - 1] != ordinal) {
        mergedOrdinals[count] = ordinal;
        mergedCosines[count++] = cosine;
      }
    }
    return new NeighbourList(
        Arrays.copyOf(mergedOrdinals, count), Arrays.copyOf(mergedCosines, count));
  }

  private boolean before(int i, NeighbourList other, int j) {
    return cosines[i] > other.cosines[j]
        || (cosines[i] == other.cosines[j] && ordinals[i] <= other.ordinals[j]);
  }

  public byte[] toBytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(size() * (Integer.BYTES + Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    for (int r = 0; r < size(); r++) {
      bytes.putInt(ordinals[r]).putFloat(cosines[r]);
    }
    return bytes.array();
  }

  public static NeighbourList of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int count = bytes.length / (Integer.BYTES + Float.BYTES);
    int[] ordinals = new int[count];
    float[] cosines = new float[count];
    for (int r = 0; r < count; r++) {
      ordinals[r] = buffer.getInt();
      cosines[r] = buffer.getFloat();
    }
    return new NeighbourList(ordinals, cosines);
  }
}
