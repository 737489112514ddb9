package dev.icp.formats.internal.corpus;

import dev.icp.internal.base.Division;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code .npy} file says of its numbers before they come: magic bytes, version (two bytes),
 * the length of the rest (little-endian, two bytes in version 1, four in 2 and 3), and a Python
 * dictionary padded with spaces.
 *
 * @param type the numbers' type as NumPy writes it, as in {@code <f4}
 * @param rows the first number of the shape
 * @param columns the second one
 * @param offset where the numbers begin
 */
public record NpyHeader(String type, int rows, int columns, long offset) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;

  /** Before the dictionary in version 1: magic bytes, version, length. */
  private static final int PRELUDE = 10;

  /** NumPy itself reads no longer ones unless it is told to trust the file. */
  private static final long LONGEST = 10_000;

  private static final Pattern TYPE = entry("descr", "(['\"][^'\"]*['\"]|\\[)");
  private static final Pattern ORDER = entry("fortran_order", "(True|False)");
  private static final Pattern SHAPE = entry("shape", "\\(([\\d\\sL,]*)\\)");

  private static Pattern entry(String key, String value) {
    return Pattern.compile("['\"]" + key + "['\"]\\s*:\\s*" + value);
  }

  /**
   * Reads the header of a matrix.
   *
   * @throws NpyException if there is none that can be used
   */
  public static NpyHeader read(FileChannel file) throws IOException {
    byte[] magic = bytes(file, 0, MAGIC.length, "it does not begin as one");
    if (!Arrays.equals(magic, MAGIC)) {
      throw new NpyException("not a .npy file: it does not begin as one");
    }
    byte[] version = bytes(file, MAGIC.length, 2, "it ends within its header");
    if (version[0] < 1 || version[0] > 3) {
      throw new NpyException(
          ".npy format version "
              + Byte.toUnsignedInt(version[0])
              + "."
              + Byte.toUnsignedInt(version[1])
              + ", expected 1 to 3");
    }
    int lengthBytes = version[0] == 1 ? 2 : 4;
    ByteBuffer field =
        ByteBuffer.wrap(bytes(file, MAGIC.length + 2, lengthBytes, "it ends within its header"))
            .order(ByteOrder.LITTLE_ENDIAN);
    long length =
        lengthBytes == 2
            ? Short.toUnsignedLong(field.getShort())
            : Integer.toUnsignedLong(field.getInt());
    if (length > LONGEST) {
      throw new NpyException("not a .npy file: it claims a header of " + length + " bytes");
    }
    long start = MAGIC.length + 2L + lengthBytes;
    byte[] dictionary = bytes(file, start, (int) length, "it ends within its header");
    return parse(new String(dictionary, StandardCharsets.UTF_8).strip(), start + length);
  }

  private static NpyHeader parse(String dictionary, long offset) throws NpyException {
    Matcher type = TYPE.matcher(dictionary);
    Matcher order = ORDER.matcher(dictionary);
    Matcher shape = SHAPE.matcher(dictionary);
    if (!dictionary.startsWith("{")
        || !dictionary.endsWith("}")
        || !type.find()
        || !order.find()
        || !shape.find()) {
      throw new NpyException("not a .npy file: its header says " + dictionary);
    }
    String numbers = type.group(1);
    if (numbers.equals("[")) {
      throw new NpyException("records of several fields, expected a matrix of numbers");
    }
    int[] sizes = sizes(shape.group(1));
    // A vector has no order of dimensions, and its flag says nothing: complain of the shape.
    if (sizes.length == 2 && order.group(1).equals("True")) {
      throw new NpyException("in Fortran order, expected C order (numpy.ascontiguousarray)");
    }
    if (sizes.length != 2) {
      throw new NpyException(
          sizes.length + " dimensions, expected 2: a row of numbers for each document");
    }
    return new NpyHeader(numbers.substring(1, numbers.length() - 1), sizes[0], sizes[1], offset);
  }

  private static int[] sizes(String tuple) throws NpyException {
    String[] parts =
        Arrays.stream(tuple.split(","))
            .map(part -> part.replace("L", "").strip())
            .filter(part -> !part.isEmpty())
            .toArray(String[]::new);
    int[] sizes = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        sizes[i] = Integer.parseInt(parts[i]);
      } catch (NumberFormatException e) {
        throw new NpyException("a shape of (" + tuple.strip() + "), expected less than 2^31 rows");
      }
    }
    return sizes;
  }

  private static byte[] bytes(FileChannel file, long from, int count, String otherwise)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, from + buffer.position()) < 0) {
        throw new NpyException("not a .npy file: " + otherwise);
      }
    }
    return buffer.array();
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
    header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - PRELUDE));
    header.put(dictionary.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }
}
