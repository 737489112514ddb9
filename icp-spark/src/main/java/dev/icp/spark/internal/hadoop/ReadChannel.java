package dev.icp.spark.internal.hadoop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.apache.hadoop.fs.FSDataInputStream;

/** A file that is read. */
final class ReadChannel extends StreamChannel {
  private final FSDataInputStream in;
  private final long size;

  ReadChannel(FSDataInputStream in, long size) {
    this.in = in;
    this.size = size;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    byte[] some = new byte[Math.min(target.remaining(), 1 << 16)];
    int got = in.read(some, 0, some.length);
    if (got > 0) {
      target.put(some, 0, got);
    }
    return got;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    if (position >= size) {
      return -1;
    }
    byte[] some = new byte[Math.min(target.remaining(), 1 << 16)];
    int got = in.read(position, some, 0, some.length);
    if (got > 0) {
      target.put(some, 0, got);
    }
    return got;
  }

  @Override
  public long position() throws IOException {
    return in.getPos();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    in.seek(Math.min(position, size));
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  protected void implCloseChannel() throws IOException {
    in.close();
  }
}
