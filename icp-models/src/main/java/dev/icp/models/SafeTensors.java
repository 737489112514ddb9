package dev.icp.models;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Arrays of numbers in a {@code .safetensors} file: the length of a header (u64, little-endian),
 * the header (JSON: for each name {@code dtype}, {@code shape} and {@code data_offsets}), and the
 * values, row-major. Of the types F32, F16, BF16 and F64 are read.
 */
final class SafeTensors {
  private static final int PREFIX = Long.BYTES;

  private final Path file;
  private final byte[] bytes;
  private final JsonObject header;
  private final int start;

  private SafeTensors(Path file, byte[] bytes, JsonObject header, int start) {
    this.file = file;
    this.bytes = bytes;
    this.header = header;
    this.start = start;
  }

  /**
   * An array.
   *
   * @param values row-major
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Tensor(int[] shape, float[] values) {}

  /**
   * Reads a file, of at most 2 GB.
   *
   * @throws IllegalArgumentException naming the file if it is none of this kind
   * @throws java.io.UncheckedIOException naming the file if it cannot be read
   */
  static SafeTensors read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw IoFailures.unchecked(file, "cannot be read", e);
    }
    long length =
        bytes.length < PREFIX
            ? -1
            : ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > bytes.length - PREFIX) {
      throw refused(file, "a header of " + length + " bytes in a file of " + bytes.length);
    }
    try {
      JsonElement header =
          JsonParser.parseString(new String(bytes, PREFIX, (int) length, StandardCharsets.UTF_8));
      if (header.isJsonObject()) {
        return new SafeTensors(file, bytes, header.getAsJsonObject(), PREFIX + (int) length);
      }
    } catch (JsonParseException e) {
      throw refused(file, "its header is not JSON");
    }
    throw refused(file, "its header is no JSON object");
  }

  /** Returns whether there is an array of this name. */
  boolean has(String name) {
    return header.has(name);
  }

  /**
   * Returns an array.
   *
   * @throws IllegalArgumentException naming the file if there is none of this name, or it is of a
   *     type that is not read, or not as long as its shape says
   */
  Tensor tensor(String name) {
    if (!has(name)) {
      throw refused(file, "has no " + name);
    }
    try {
      JsonObject entry = header.getAsJsonObject(name);
      int[] shape =
          entry.getAsJsonArray("shape").asList().stream().mapToInt(JsonElement::getAsInt).toArray();
      long from = entry.getAsJsonArray("data_offsets").get(0).getAsLong();
      long to = entry.getAsJsonArray("data_offsets").get(1).getAsLong();
      return new Tensor(shape, values(name, entry.get("dtype").getAsString(), shape, from, to));
    } catch (ClassCastException
        | IllegalStateException
        | IndexOutOfBoundsException
        | NullPointerException
        | NumberFormatException
        | UnsupportedOperationException e) {
      throw refused(file, "its header says of " + name + ": " + header.get(name));
    }
  }

  private float[] values(String name, String type, int[] shape, long from, long to) {
    int size =
        switch (type) {
          case "F64" -> Double.BYTES;
          case "F32" -> Float.BYTES;
          case "F16", "BF16" -> Short.BYTES;
          default -> throw refused(file, name + " is of type " + type);
        };
    long count = 1;
    for (int extent : shape) {
      count = Math.multiplyExact(count, (long) extent);
    }
    if (from < 0 || to > bytes.length - start || to - from != count * size) {
      throw refused(file, name + " is not where its header says");
    }
    ByteBuffer data =
        ByteBuffer.wrap(bytes, start + (int) from, (int) (to - from))
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case "F64" -> (float) data.getDouble();
            case "F32" -> data.getFloat();
            case "F16" -> Float.float16ToFloat(data.getShort());
            default -> Float.intBitsToFloat(data.getShort() << Short.SIZE);
          };
    }
    return values;
  }

  private static IllegalArgumentException refused(Path file, String problem) {
    return new IllegalArgumentException(file + ": not a safetensors file: " + problem);
  }
}
