package dev.icp.formats.internal.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code .npy} file says of its numbers before they come, whatever their shape: magic bytes,
 * version (two bytes), the length of the rest (little-endian, two bytes in version 1, four in 2 and
 * 3), and a Python dictionary padded with spaces.
 *
 * @param type the numbers' type as NumPy writes it, as in {@code <f4}
 * @param shape the sizes of the dimensions
 * @param fortran whether the first dimension changes fastest
 * @param offset where the numbers begin
 */
record NpyArray(String type, List<Long> shape, boolean fortran, long offset) {
  /** What such a file begins with. */
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** NumPy itself reads no longer ones unless it is told to trust the file. */
  private static final long LONGEST = 10_000;

  private static final Pattern TYPE = entry("descr", "(['\"][^'\"]*['\"]|\\[)");
  private static final Pattern ORDER = entry("fortran_order", "(True|False)");
  private static final Pattern SHAPE = entry("shape", "\\(([\\d\\sL,]*)\\)");

  private static Pattern entry(String key, String value) {
    return Pattern.compile("['\"]" + key + "['\"]\\s*:\\s*" + value);
  }

  /**
   * Reads what stands before the numbers.
   *
   * @throws NpyException if that is not what it should be, or the numbers are records
   */
  static NpyArray read(FileChannel file) throws IOException {
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

  private static NpyArray parse(String dictionary, long offset) throws NpyException {
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
    return new NpyArray(
        numbers.substring(1, numbers.length() - 1),
        sizes(shape.group(1)),
        order.group(1).equals("True"),
        offset);
  }

  private static List<Long> sizes(String tuple) throws NpyException {
    List<Long> sizes = new ArrayList<>();
    for (String part : tuple.split(",", -1)) {
      String digits = part.replace("L", "").strip();
      if (digits.isEmpty()) {
        continue;
      }
      try {
        sizes.add(Long.parseLong(digits));
      } catch (NumberFormatException e) {
        throw new NpyException("a shape of (" + tuple.strip() + "), expected less than 2^31 rows");
      }
    }
    return List.copyOf(sizes);
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

  /** Returns the shape as Python writes it. */
  String shapeText() {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < shape.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(shape.get(i));
    }
    return text.append(shape.size() == 1 ? ",)" : ")").toString();
  }
}
