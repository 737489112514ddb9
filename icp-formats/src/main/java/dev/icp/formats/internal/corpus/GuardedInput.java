package dev.icp.formats.internal.corpus;

import dev.icp.internal.base.IoFailures;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.MemoryLimitException;

/**
 * What a library decompresses, failing in our words: whatever bad data makes the library throw is
 * an IOException that says which data it was; what the source itself throws goes through.
 */
final class GuardedInput extends InputStream {
  private final String label;
  private final Source source;
  private final InputStream in;

  /** Makes the decompressing stream. */
  interface Opening {
    InputStream open(InputStream source) throws IOException;
  }

  GuardedInput(String label, InputStream source, Opening opening) throws IOException {
    this.label = label;
    this.source = new Source(source);
    try {
      in = opening.open(this.source);
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
  }

  private IOException failure(Exception e) {
    if (source.failure != null) {
      return source.failure;
    }
    if (e instanceof MemoryLimitException limit) {
      return new IOException(
          "the "
              + label
              + " data needs "
              + (limit.getMemoryNeeded() >> 10)
              + " MB of memory to be decompressed, more than half of the heap of "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB",
          e);
    }
    if (source.ended && e instanceof IOException) {
      EOFException early = new EOFException("the " + label + " data ends too early");
      early.initCause(e);
      return early;
    }
    String reason =
        e instanceof IOException failure ? IoFailures.reason(failure) : String.valueOf(e);
    return new IOException("the " + label + " data is corrupt (" + reason + ")", e);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  /** Knows how the source ended. */
  private static final class Source extends InputStream {
    private final InputStream in;
    private boolean ended;
    private @Nullable IOException failure;

    Source(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        int got = in.read(target, offset, length);
        ended |= got < 0;
        return got;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
