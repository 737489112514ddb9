package dev.icp.formats.internal.corpus;

import dev.icp.internal.base.Division;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a {@code .npy} file with a matrix says of its numbers before they come; see {@link
 * NpyArray}.
 *
 * @param type the numbers' type as NumPy writes it, as in {@code <f4}
 * @param rows the first number of the shape
 * @param columns the second one
 * @param offset where the numbers begin
 */
public record NpyHeader(String type, int rows, int columns, long offset) {
  private static final int ALIGNMENT = 64;

  /** Before the dictionary in version 1: magic bytes, version, length. */
  private static final int PRELUDE = 10;

  /**
   * Reads the header of a matrix.
   *
   * @throws NpyException if there is none that can be used
   */
  public static NpyHeader read(FileChannel file) throws IOException {
    NpyArray array = NpyArray.read(file);
    if (array.shape().stream().anyMatch(size -> size > Integer.MAX_VALUE)) {
      throw new NpyException("a shape of " + array.shapeText() + ", expected less than 2^31 rows");
    }
    // A vector has no order of dimensions, and its flag says nothing: complain of the shape.
    if (array.shape().size() == 2 && array.fortran()) {
      throw new NpyException("in Fortran order, expected C order (numpy.ascontiguousarray)");
    }
    if (array.shape().size() != 2) {
      throw new NpyException(
          array.shape().size() + " dimensions, expected 2: a row of numbers for each document");
    }
    return new NpyHeader(
        array.type(),
        array.shape().get(0).intValue(),
        array.shape().get(1).intValue(),
        array.offset());
  }

  /** Returns the header of a matrix in C order, in format version 1. */
  public static byte[] of(String type, long rows, int columns) {
    String dictionary =
        String.format(
            Locale.ROOT,
            "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }",
            type,
            rows,
            columns);
    int length = Division.roundedUp(PRELUDE + dictionary.length() + 1, ALIGNMENT) * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    header.put(NpyArray.MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - PRELUDE));
    header.put(dictionary.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }
}
