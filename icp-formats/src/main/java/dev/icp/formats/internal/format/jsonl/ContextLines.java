package dev.icp.formats.internal.format.jsonl;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.icp.PackedContext;
import dev.icp.Segment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Contexts as JSON, one a line; {@link dev.icp.formats.ContextWriters#jsonLines} has the format.
 */
public final class ContextLines {
  /** A comma and the digits of the largest token. */
  private static final int LONGEST_ENTRY = 11;

  private final OutputStream out;
  private final boolean withTokens;
  private final byte[] buffer = new byte[1 << 18];
  private int filled;

  public ContextLines(OutputStream out, boolean withTokens) {
    this.out = out;
    this.withTokens = withTokens;
  }

  /** Writes a context. */
  public void write(PackedContext context) throws IOException {
    write(
        context.index(),
        context.segments(),
        context.padding(),
        withTokens ? context.tokens() : new int[0]);
  }

  /**
   * Writes the same of a context whose tokens may be elsewhere.
   *
   * @param tokens written if this is with tokens
   */
  public void write(long index, List<Segment> segments, int padding, int[] tokens)
      throws IOException {
    put("{\"context\": ");
    putNumber(index);
    put(", \"segments\": [");
    String separator = "";
    for (Segment segment : segments) {
      put(separator);
      put("{\"id\": ");
      putString(segment.id());
      put(", \"from\": ");
      putNumber(segment.from());
      put(", \"to\": ");
      putNumber(segment.to());
      put(", \"at\": ");
      putNumber(segment.at());
      putMetadata(segment.metadata());
      put("}");
      separator = ", ";
    }
    put("], \"padding\": ");
    putNumber(padding);
    if (withTokens) {
      put(", \"tokens\": [");
      putTokens(tokens);
      put("]");
    }
    put("}\n");
  }

  private void putMetadata(Map<String, Object> metadata) throws IOException {
    String before = ", \"metadata\": {";
    for (Map.Entry<String, Object> entry : metadata.entrySet()) {
      put(before);
      putString(entry.getKey());
      put(": ");
      if (entry.getValue() instanceof Number number) {
        put(number.toString());
      } else {
        putString(entry.getValue().toString());
      }
      before = ", ";
    }
    put(metadata.isEmpty() ? "" : "}");
  }

  private void putString(String text) throws IOException {
    put("\"");
    put(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    put("\"");
  }

  private void putTokens(int[] tokens) throws IOException {
    for (int i = 0; i < tokens.length; i++) {
      if (filled > buffer.length - LONGEST_ENTRY) {
        flush();
      }
      if (i > 0) {
        buffer[filled++] = ',';
      }
      putDigits(tokens[i]);
    }
  }

  /** There must be room for them. */
  private void putDigits(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("token " + number + " is negative");
    }
    int digits = digits(number);
    for (int at = filled + digits - 1; at >= filled; at--) {
      buffer[at] = (byte) ('0' + number % 10);
      number /= 10;
    }
    filled += digits;
  }

  private static int digits(int number) {
    int digits = 1;
    for (int rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /** Returns about how many bytes a context takes. */
  static long bytes(PackedContext context, boolean withTokens) {
    long bytes = 45;
    for (Segment segment : context.segments()) {
      bytes += segment.id().length() + 50L;
    }
    if (withTokens) {
      for (int token : context.tokens()) {
        bytes += digits(token) + 1;
      }
    }
    return bytes;
  }

  private void putNumber(long number) throws IOException {
    put(Long.toString(number));
  }

  private void put(String ascii) throws IOException {
    put(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  private void put(byte[] bytes) throws IOException {
    int from = 0;
    while (from < bytes.length) {
      if (filled == buffer.length) {
        flush();
      }
      int part = Math.min(bytes.length - from, buffer.length - filled);
      System.arraycopy(bytes, from, buffer, filled, part);
      filled += part;
      from += part;
    }
  }

  /** Hands on what has been written. */
  public void flush() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }
}
