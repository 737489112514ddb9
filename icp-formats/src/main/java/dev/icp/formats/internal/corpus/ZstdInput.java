package dev.icp.formats.internal.corpus;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdBufferDecompressingStreamNoFinalizer;
import com.github.luben.zstd.ZstdIOException;
import dev.icp.formats.internal.files.ZstdLibrary;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Decompresses Zstandard data of one or more frames (RFC 8878), with windows of up to 2 GiB. The
 * input stream of zstd-jni takes data that breaks off in a later frame for complete when it has
 * read that frame's beginning together with the end of the one before; here that is an error.
 */
public final class ZstdInput extends InputStream {
  /** Binary logarithm of the largest window that the format's own tool reads, with --long=31. */
  private static final int LARGEST_WINDOW = 31;

  private final InputStream in;
  private final Frames frames;
  private boolean ended;

  /**
   * @throws IOException if the native library cannot be loaded
   */
  public ZstdInput(InputStream in) throws IOException {
    ZstdLibrary.require();
    this.in = in;
    frames = new Frames(in);
    frames.setLongMax(LARGEST_WINDOW);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer target = ByteBuffer.wrap(bytes, offset, length);
    while (!ended && length > 0 && target.position() == offset) {
      boolean last = frames.sourceEnded;
      try {
        frames.read(target);
      } catch (ZstdIOException e) {
        throw new IOException(reason(e), e);
      } catch (UncheckedIOException e) {
        throw Objects.requireNonNull(e.getCause());
      }
      if (!frames.hasRemaining()) {
        ended = true;
      } else if (last && target.position() == offset) {
        throw new EOFException("the zstd data ends too early");
      }
    }
    return target.position() > offset || length == 0 ? target.position() - offset : -1;
  }

  private static String reason(ZstdIOException e) {
    if (e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
      return "the zstd data needs a window larger than 2 GiB, which is not supported";
    }
    if (e.getErrorCode() == Zstd.errMemoryAllocation()) {
      return "the system has no memory for the window that the zstd data needs";
    }
    return "the zstd data is corrupt (" + e.getMessage() + ")";
  }

  @Override
  public void close() throws IOException {
    ended = true;
    frames.close();
    in.close();
  }

  /** Knows after every step whether a frame has ended, and asks for more when it has used all. */
  private static final class Frames extends ZstdBufferDecompressingStreamNoFinalizer {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 17];
    private boolean sourceEnded;

    Frames(InputStream in) {
      super(ByteBuffer.allocate(0));
      this.in = in;
    }

    @Override
    protected ByteBuffer refill(ByteBuffer used) {
      try {
        int got = sourceEnded ? -1 : in.read(buffer);
        sourceEnded = got <= 0;
        return ByteBuffer.wrap(buffer, 0, Math.max(0, got));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
