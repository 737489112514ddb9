package dev.icp.formats.internal.format;

import dev.icp.formats.BadOutputException;
import dev.icp.internal.base.IoFailures;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Little-endian numbers of a file, from some place on. Exceptions name the file. */
public final class LittleEndianFile implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private long position;

  public LittleEndianFile(Path file, long position) throws IOException {
    this.file = file;
    this.position = position;
    try {
      channel = FileChannel.open(file);
      size = channel.size();
    } catch (IOException e) {
      throw bad(IoFailures.reason(e));
    }
  }

  /** Returns the size of the file in bytes. */
  public long size() {
    return size;
  }

  /** Returns where the next number begins. */
  public long position() {
    return position;
  }

  /** Goes to another place. */
  public void seek(long to) throws BadOutputException {
    if (to < 0) {
      throw bad("sends to byte " + to);
    }
    position = to;
    buffer.limit(0);
  }

  /** Returns a violation in this file. */
  public BadOutputException bad(String reason) {
    return new BadOutputException(file.toString(), reason);
  }

  public byte[] bytes(int count) throws IOException {
    requireInside(count);
    byte[] bytes = new byte[count];
    int done = 0;
    while (done < count) {
      fill(1);
      int part = Math.min(count - done, buffer.remaining());
      buffer.get(bytes, done, part);
      done += part;
      position += part;
    }
    return bytes;
  }

  public int unsignedByte() throws IOException {
    fill(Byte.BYTES);
    position += Byte.BYTES;
    return buffer.get() & 0xFF;
  }

  public int unsignedShort() throws IOException {
    fill(Short.BYTES);
    position += Short.BYTES;
    return buffer.getShort() & 0xFFFF;
  }

  public int signedInt() throws IOException {
    fill(Integer.BYTES);
    position += Integer.BYTES;
    return buffer.getInt();
  }

  public long unsignedInt() throws IOException {
    return signedInt() & 0xFFFF_FFFFL;
  }

  public long signedLong() throws IOException {
    fill(Long.BYTES);
    position += Long.BYTES;
    return buffer.getLong();
  }

  /**
   * Returns tokens of 2 or 4 bytes each.
   *
   * @throws BadOutputException if there are fewer, or one is above 2^31 − 1
   */
  public int[] tokens(long count, int bytes) throws IOException {
    if (count > LARGEST_ARRAY) {
      throw bad("a context of " + count + " tokens");
    }
    requireInside(count * bytes);
    int[] tokens = new int[(int) count];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = bytes == Short.BYTES ? unsignedShort() : signedInt();
      if (tokens[i] < 0) {
        throw bad("no token at byte " + (position - bytes) + ": " + (tokens[i] & 0xFFFF_FFFFL));
      }
    }
    return tokens;
  }

  private void requireInside(long bytes) throws BadOutputException {
    if (bytes < 0 || bytes > size - position) {
      throw bad("ends too early: " + bytes + " bytes wanted at byte " + position + " of " + size);
    }
  }

  private void fill(int bytes) throws IOException {
    if (buffer.remaining() >= bytes) {
      return;
    }
    requireInside(bytes);
    long from = position + buffer.remaining();
    buffer.compact();
    try {
      while (buffer.position() < bytes) {
        int got = channel.read(buffer, from);
        if (got < 0) {
          throw bad("became shorter while it was read");
        }
        from += got;
      }
    } catch (BadOutputException e) {
      throw e;
    } catch (IOException e) {
      throw bad(IoFailures.reason(e));
    }
    buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
