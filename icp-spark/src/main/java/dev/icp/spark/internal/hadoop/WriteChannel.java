package dev.icp.spark.internal.hadoop;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.FSDataOutputStream;

/** A file that is written from its beginning to its end. */
final class WriteChannel extends StreamChannel {
  private static final int MOST = 1 << 16;

  private final FSDataOutputStream out;
  private long size;

  WriteChannel(FSDataOutputStream out) {
    this.out = out;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int count = source.remaining();
    if (source.hasArray()) {
      out.write(source.array(), source.arrayOffset() + source.position(), count);
      source.position(source.limit());
    } else {
      byte[] some = new byte[Math.min(count, MOST)];
      while (source.hasRemaining()) {
        int length = Math.min(some.length, source.remaining());
        source.get(some, 0, length);
        out.write(some, 0, length);
      }
    }
    size += count;
    return count;
  }

  @Override
  public long position() {
    return size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  protected void implCloseChannel() throws IOException {
    out.close();
  }
}
