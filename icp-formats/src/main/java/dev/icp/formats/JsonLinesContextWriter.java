package dev.icp.formats;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.spi.ContextWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** See {@link ContextWriters#jsonLines} for the format. */
final class JsonLinesContextWriter implements ContextWriter {
  /** A comma and the digits of the largest token. */
  private static final int LONGEST_ENTRY = 11;

  private final TemporaryFile file;
  private final boolean withTokens;
  private final byte[] buffer = new byte[1 << 18];
  private int filled;

  JsonLinesContextWriter(TemporaryFile file, boolean withTokens) {
    this.file = file;
    this.withTokens = withTokens;
  }

  @Override
  public void write(PackedContext context) throws IOException {
    put("{\"context\": ");
    putNumber(context.index());
    put(", \"segments\": [");
    String separator = "";
    for (Segment segment : context.segments()) {
      put(separator);
      put("{\"id\": \"");
      put(JsonStringEncoder.getInstance().quoteAsUTF8(segment.id()));
      put("\", \"from\": ");
      putNumber(segment.from());
      put(", \"to\": ");
      putNumber(segment.to());
      put(", \"at\": ");
      putNumber(segment.at());
      put("}");
      separator = ", ";
    }
    put("], \"padding\": ");
    putNumber(context.padding());
    if (withTokens) {
      put(", \"tokens\": [");
      putTokens(context.tokens());
      put("]");
    }
    put("}\n");
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
    int digits = 1;
    for (int rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    for (int at = filled + digits - 1; at >= filled; at--) {
      buffer[at] = (byte) ('0' + number % 10);
      number /= 10;
    }
    filled += digits;
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

  private void flush() throws IOException {
    file.write(ByteBuffer.wrap(buffer, 0, filled));
    filled = 0;
  }

  @Override
  public void commit() throws IOException {
    flush();
    file.commit();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
