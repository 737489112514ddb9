package dev.icp.formats.internal.format;

import dev.icp.formats.internal.files.TemporaryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Little-endian numbers on their way to a file. */
public final class TokenFile {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int LARGEST_SHORT = 0xFFFF;

  private final TemporaryFile file;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  public TokenFile(TemporaryFile file) {
    this.file = file;
  }

  /**
   * @throws IllegalArgumentException if a token does not fit
   */
  public void putTokens(int[] tokens, int bytes) throws IOException {
    for (int token : tokens) {
      if (token < 0 || (bytes == Short.BYTES && token > LARGEST_SHORT)) {
        throw new IllegalArgumentException(
            "token " + token + " does not fit into " + bytes + " bytes");
      }
      room(Integer.BYTES);
      if (bytes == Short.BYTES) {
        buffer.putShort((short) token);
      } else {
        buffer.putInt(token);
      }
    }
  }

  public void putInt(int value) throws IOException {
    room(Integer.BYTES);
    buffer.putInt(value);
  }

  public void putLong(long value) throws IOException {
    room(Long.BYTES);
    buffer.putLong(value);
  }

  public void put(byte[] bytes) throws IOException {
    if (bytes.length > buffer.remaining()) {
      flush();
    }
    if (bytes.length > buffer.remaining()) {
      file.write(ByteBuffer.wrap(bytes));
    } else {
      buffer.put(bytes);
    }
  }

  public void putAscii(String text) throws IOException {
    put(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  public void flush() throws IOException {
    file.write(buffer.flip());
    buffer.clear();
  }

  /** Writes what is left and completes the file. */
  public void complete() throws IOException {
    flush();
    file.complete();
  }
}
