package dev.icp.formats.internal.corpus;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.icp.formats.internal.files.ZstdLibrary;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Decompresses Zstandard data of one or more frames (RFC 8878). The stream of zstd-jni takes data
 * that breaks off in a later frame for complete when it has read that frame's beginning together
 * with the end of the one before; here that is an error.
 */
public final class ZstdInput extends InputStream {
  private final InputStream in;
  private final ZstdDecompressCtx context;
  private final byte[] buffer = new byte[1 << 17];
  private ByteBuffer source = ByteBuffer.wrap(buffer, 0, 0);
  private boolean betweenFrames;
  private boolean ended;

  /**
   * @throws IOException if the native library cannot be loaded
   */
  public ZstdInput(InputStream in) throws IOException {
    ZstdLibrary.require();
    this.in = in;
    context = new ZstdDecompressCtx();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer target = ByteBuffer.wrap(bytes, offset, length);
    while (!ended && target.position() == offset && length > 0) {
      if (!source.hasRemaining() && !fill()) {
        continue;
      }
      try {
        // Keeps a byte of the source back while there is output that the target had no room for.
        betweenFrames = context.decompressByteBufferStream(target, source);
      } catch (ZstdException e) {
        throw new IOException("the zstd data is corrupt (" + e.getMessage() + ")", e);
      }
    }
    return ended ? -1 : target.position() - offset;
  }

  private boolean fill() throws IOException {
    int got = in.read(buffer);
    source = ByteBuffer.wrap(buffer, 0, Math.max(0, got));
    if (got > 0) {
      return true;
    }
    if (!betweenFrames) {
      throw new EOFException("the zstd data ends too early");
    }
    ended = true;
    return false;
  }

  @Override
  public void close() throws IOException {
    ended = true;
    context.close();
    in.close();
  }
}
