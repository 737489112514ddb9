package dev.icp.formats.internal.corpus;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Whole numbers of one type in a file of any size, by their place. Not thread-safe. */
final class NumberFile implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path path;
  private final FileChannel channel;
  private final long offset;
  private final NumberType type;
  private final long size;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);

  /** The place of the number that the buffer begins with. */
  private long first;

  /**
   * @param offset where they begin, in bytes
   * @param size how many there are
   */
  NumberFile(Path path, long offset, NumberType type, long size) throws IOException {
    this.path = path;
    this.offset = offset;
    this.type = type;
    this.size = size;
    channel = FileChannel.open(path);
  }

  Path path() {
    return path;
  }

  NumberType type() {
    return type;
  }

  /** Returns how many numbers there are. */
  long size() {
    return size;
  }

  /** Returns a number; quick where it is not far behind the one that was asked for before. */
  long get(long place) throws IOException {
    long within = place - first;
    if (within < 0 || within >= buffer.limit() / type.bytes()) {
      fill(place);
      within = 0;
    }
    return type.get(buffer, (int) within * type.bytes());
  }

  private void fill(long place) throws IOException {
    first = place;
    buffer.clear().limit((int) Math.min(BUFFER_BYTES, (size - place) * type.bytes()));
    long from = offset + place * type.bytes();
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        buffer.limit(0);
        throw new EOFException(path.getFileName() + " became shorter while it was read");
      }
    }
    buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
