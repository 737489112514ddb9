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
  private static final int LONGEST_NUMBER = 20;

  private final TemporaryFile file;
  private final boolean withTokens;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
  private final byte[] digits = new byte[LONGEST_NUMBER];

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
      if (i > 0) {
        put((byte) ',');
      }
      putNumber(tokens[i]);
    }
  }

  private void putNumber(long number) throws IOException {
    if (number < 0) {
      throw new IllegalArgumentException("negative number " + number);
    }
    int first = LONGEST_NUMBER;
    do {
      digits[--first] = (byte) ('0' + number % 10);
      number /= 10;
    } while (number > 0);
    put(digits, first, LONGEST_NUMBER - first);
  }

  private void put(String ascii) throws IOException {
    put(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  private void put(byte[] bytes) throws IOException {
    put(bytes, 0, bytes.length);
  }

  private void put(byte[] bytes, int from, int count) throws IOException {
    while (count > 0) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int part = Math.min(count, buffer.remaining());
      buffer.put(bytes, from, part);
      from += part;
      count -= part;
    }
  }

  private void put(byte b) throws IOException {
    if (!buffer.hasRemaining()) {
      flush();
    }
    buffer.put(b);
  }

  private void flush() throws IOException {
    file.write(buffer.flip());
    buffer.clear();
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
