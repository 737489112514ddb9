package dev.icp.spark.internal.base;

import dev.icp.spi.SparseRows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays as bytes, little-endian: what goes through Spark's shuffles as a binary column. */
public final class Bytes {
  private Bytes() {}

  private static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public static byte[] ofFloats(float[] values) {
    byte[] bytes = new byte[values.length * Float.BYTES];
    wrap(bytes).asFloatBuffer().put(values);
    return bytes;
  }

  public static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    wrap(bytes).asFloatBuffer().get(values);
    return values;
  }

  public static byte[] ofChars(char[] values) {
    byte[] bytes = new byte[values.length * Character.BYTES];
    wrap(bytes).asCharBuffer().put(values);
    return bytes;
  }

  public static char[] chars(byte[] bytes) {
    char[] values = new char[bytes.length / Character.BYTES];
    wrap(bytes).asCharBuffer().get(values);
    return values;
  }

  /** Non-negative numbers: one byte that says how many bytes (1 to 4) each takes, then these. */
  public static byte[] ofTokens(int[] tokens) {
    int all = 0;
    for (int token : tokens) {
      all |= token;
    }
    int width = Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(all) + 7) / 8);
    byte[] bytes = new byte[1 + tokens.length * width];
    bytes[0] = (byte) width;
    int at = 1;
    for (int token : tokens) {
      for (int b = 0; b < width; b++) {
        bytes[at++] = (byte) (token >>> (8 * b));
      }
    }
    return bytes;
  }

  public static int[] tokens(byte[] bytes) {
    int width = bytes[0];
    int[] tokens = new int[(bytes.length - 1) / width];
    int at = 1;
    for (int i = 0; i < tokens.length; i++) {
      for (int b = 0; b < width; b++) {
        tokens[i] |= (bytes[at++] & 0xFF) << (8 * b);
      }
    }
    return tokens;
  }

  /** One sparse row: term ids, then weights. */
  public static byte[] ofSparse(SparseRows rows, int row) {
    int from = rows.start(row);
    int count = rows.start(row + 1) - from;
    byte[] bytes = new byte[count * (Integer.BYTES + Float.BYTES)];
    ByteBuffer buffer = wrap(bytes);
    buffer.asIntBuffer().put(rows.terms(), from, count);
    buffer.position(count * Integer.BYTES);
    buffer.asFloatBuffer().put(rows.weights(), from, count);
    return bytes;
  }

  public static void addSparse(byte[] bytes, SparseRows target) {
    int count = bytes.length / (Integer.BYTES + Float.BYTES);
    int[] terms = new int[count];
    float[] weights = new float[count];
    ByteBuffer buffer = wrap(bytes);
    buffer.asIntBuffer().get(terms);
    buffer.position(count * Integer.BYTES);
    buffer.asFloatBuffer().get(weights);
    target.add(terms, weights, 0, count);
  }
}
