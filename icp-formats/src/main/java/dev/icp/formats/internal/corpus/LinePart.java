package dev.icp.formats.internal.corpus;

import dev.icp.spi.OnFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of the lines of a file that begin in a range: whoever has the range behind it begins
 * with the line after the one that reaches into it.
 */
public final class LinePart extends InputStream {
  private final InputStream in;
  private final long to;
  private long at;
  private boolean ended;

  /**
   * Opens the lines that begin from one byte to before another.
   *
   * @param to exclusive
   */
  public LinePart(Path file, long from, long to) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(file);
    try {
      // A line begins behind the end of another one.
      channel.position(Math.max(0, from - 1));
      in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
      at = Math.max(0, from - 1);
      this.to = to;
      for (int b = from > 0 ? next() : '\n'; b >= 0 && b != '\n'; b = next()) {
        // Belongs to the part before.
      }
      ended = at >= to;
    } catch (Throwable cause) {
      OnFailure.close(channel, cause);
      throw cause;
    }
  }

  private int next() throws IOException {
    int b = in.read();
    if (b >= 0) {
      at++;
    }
    return b;
  }

  @Override
  public int read() throws IOException {
    if (ended) {
      return -1;
    }
    int b = next();
    ended = b < 0 || (b == '\n' && at >= to);
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0 || ended) {
      return length == 0 ? 0 : -1;
    }
    // No line that begins before the end ends before it, but for the last byte.
    int sure = (int) Math.min(length, to - 1 - at);
    if (sure <= 0) {
      int b = read();
      if (b < 0) {
        return -1;
      }
      bytes[offset] = (byte) b;
      return 1;
    }
    int got = in.read(bytes, offset, sure);
    if (got > 0) {
      at += got;
    }
    ended = got < 0;
    return got;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
