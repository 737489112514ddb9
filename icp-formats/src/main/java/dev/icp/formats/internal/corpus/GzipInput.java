package dev.icp.formats.internal.corpus;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Inflates gzip data of one or more members (RFC 1952). The JDK's own stream takes data that breaks
 * off in the header of a later member, or goes on with something else, for complete; here both are
 * errors. Zeros after the last member are padding.
 */
public final class GzipInput extends InputStream {
  private static final int FIRST_BYTE = 0x1F;
  private static final int FLAG_HEADER_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private boolean ended;

  public GzipInput(InputStream in) throws IOException {
    this.in = in;
    try {
      readHeader(requireByte());
    } catch (IOException e) {
      inflater.end();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int got = inflate(target, offset, length);
      if (got > 0) {
        crc.update(target, offset, got);
        return got;
      }
      if (inflater.finished()) {
        finishMember();
      } else if (inflater.needsInput()) {
        fill();
        inflater.setInput(buffer, 0, limit);
        position = limit;
      } else {
        throw new ZipException("the gzip data is corrupt (it needs a dictionary)");
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int offset, int length) throws ZipException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      throw corrupt(e.getMessage());
    }
  }

  private static ZipException corrupt(@Nullable String detail) {
    return new ZipException(
        "the gzip data is corrupt" + (detail == null ? "" : " (" + detail + ")"));
  }

  /** Checks the trailer, and goes to the next member or to the end. */
  private void finishMember() throws IOException {
    position = limit - inflater.getRemaining();
    long sum = requireInt();
    long size = requireInt();
    if (sum != crc.getValue() || size != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
      throw corrupt("its checksum is wrong");
    }
    int next = nextByte();
    if (next == FIRST_BYTE) {
      inflater.reset();
      crc.reset();
      readHeader(next);
      return;
    }
    while (next == 0) {
      next = nextByte();
    }
    if (next > 0) {
      throw corrupt("something else follows it");
    }
    ended = true;
  }

  private void readHeader(int first) throws IOException {
    if (first != FIRST_BYTE || requireByte() != 0x8B) {
      throw new ZipException("this is not gzip data");
    }
    if (requireByte() != 8) {
      throw corrupt("unknown compression method");
    }
    int flags = requireByte();
    skip(6);
    if ((flags & FLAG_EXTRA) != 0) {
      int low = requireByte();
      skip(low | requireByte() << 8);
    }
    if ((flags & FLAG_NAME) != 0) {
      skipToZero();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipToZero();
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      skip(2);
    }
    inflater.setInput(buffer, position, limit - position);
    position = limit;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      requireByte();
    }
  }

  private void skipToZero() throws IOException {
    while (requireByte() != 0) {}
  }

  private long requireInt() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      value |= (long) requireByte() << shift;
    }
    return value;
  }

  private int requireByte() throws IOException {
    if (position == limit) {
      fill();
    }
    return buffer[position++] & 0xFF;
  }

  private int nextByte() throws IOException {
    if (position == limit) {
      limit = Math.max(0, in.read(buffer));
      position = 0;
      if (limit == 0) {
        return -1;
      }
    }
    return buffer[position++] & 0xFF;
  }

  private void fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    if (limit == 0) {
      throw new EOFException("the gzip data ends too early");
    }
  }

  @Override
  public void close() throws IOException {
    ended = true;
    inflater.end();
    in.close();
  }
}
