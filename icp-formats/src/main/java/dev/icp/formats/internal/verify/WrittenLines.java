package dev.icp.formats.internal.verify;

import dev.icp.Segment;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.ContextReader.Piece;
import dev.icp.formats.OutputManifest.Shard;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.format.jsonl.ContextLines;
import dev.icp.formats.internal.output.SegmentsReader;
import dev.icp.internal.base.IoFailures;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Compares the lines of a shard's segments, byte for byte, with those that icp writes: what a
 * parser passes over (fields twice, others, spaces) is something else to another parser. Not
 * thread-safe.
 */
final class WrittenLines implements Closeable {
  private final Path file;
  private final InputStream found;
  private final ContextLines expected;
  private long line;

  /**
   * @param withTokens whether the lines have the tokens too
   */
  WrittenLines(StoredOutput output, Shard shard, boolean withTokens) throws IOException {
    file = SegmentsReader.file(output, shard);
    try {
      found = new BufferedInputStream(SegmentsReader.lines(output, file), 1 << 16);
    } catch (IOException e) {
      throw named(e);
    }
    expected = new ContextLines(new Comparing(), withTokens);
  }

  /**
   * Requires that the next line is a context's.
   *
   * @throws BadOutputException if it is not
   */
  void require(Context context) throws IOException {
    line++;
    List<Segment> segments = context.pieces().stream().map(Piece::segment).toList();
    int[] tokens = context.tokens();
    try {
      expected.write(
          context.index(), segments, context.padding(), tokens == null ? new int[0] : tokens);
      expected.flush();
    } catch (IOException e) {
      throw named(e);
    }
  }

  /**
   * Requires that there is no other line.
   *
   * @throws BadOutputException if there is
   */
  void requireEnd() throws IOException {
    try {
      if (found.read() >= 0) {
        line++;
        throw bad();
      }
    } catch (IOException e) {
      throw named(e);
    }
  }

  /** What the disk says when it fails has no name. */
  private BadOutputException named(IOException e) {
    return e instanceof BadOutputException bad
        ? bad
        : new BadOutputException(file.toString(), IoFailures.reason(e), e);
  }

  private BadOutputException bad() {
    return new BadOutputException(file + ":" + line, "not the line that icp writes for a context");
  }

  @Override
  public void close() throws IOException {
    found.close();
  }

  private final class Comparing extends OutputStream {
    private byte[] read = new byte[1 << 12];

    @Override
    public void write(int b) throws IOException {
      if (found.read() != (b & 0xFF)) {
        throw bad();
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (read.length < length) {
        read = new byte[length];
      }
      int got = found.readNBytes(read, 0, length);
      if (!Arrays.equals(read, 0, got, bytes, offset, offset + length)) {
        throw bad();
      }
    }
  }
}
