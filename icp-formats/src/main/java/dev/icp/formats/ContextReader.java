package dev.icp.formats;

import dev.icp.Segment;
import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.internal.output.SegmentsReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads back which document stands where in a finished output, context after context: from JSON
 * Lines, or from the sidecars of any other format. Exceptions name file and line. Not thread-safe.
 *
 * <pre>{@code
 * OutputManifest manifest = OutputManifest.read(folder);
 * try (ContextReader reader = ContextReader.open(folder, manifest.outputs().getFirst(), i -> false)) {
 *   for (ContextReader.Context c = reader.read(); c != null; c = reader.read()) { … }
 * }
 * }</pre>
 */
public final class ContextReader implements Closeable {
  private final SegmentsReader reader;

  /**
   * A context as it was written.
   *
   * @param index counted from 0
   * @param pieces what stands in it, in order
   * @param padding padding tokens at its end
   * @param tokens null where they were not wanted, or are not in JSON Lines
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Context(long index, List<Piece> pieces, int padding, int @Nullable [] tokens) {}

  /** A piece of a document; the names and meanings are those of {@link dev.icp.Segment}. */
  @SuppressWarnings("MissingSummary")
  public record Piece(String id, int from, int to, int at, Map<String, Object> metadata) {
    /** A piece of a document without metadata. */
    public Piece(String id, int from, int to, int at) {
      this(id, from, to, at, Map.of());
    }

    /** Returns the segment that was written; which document of the corpus it is, is not known. */
    public Segment segment() {
      return new Segment(id, 0, from, to, at, metadata);
    }

    /** Returns the number of tokens. */
    public int length() {
      return to - from;
    }
  }

  private ContextReader(SegmentsReader reader) {
    this.reader = reader;
  }

  /**
   * Opens the contexts of an output.
   *
   * @param folder the output folder
   * @param output one of those in its manifest
   * @param tokensWanted for the indices of which contexts tokens are read; only from JSON Lines
   * @throws BadOutputException if its format is not known
   */
  public static ContextReader open(Path folder, Output output, LongPredicate tokensWanted)
      throws BadOutputException {
    return new ContextReader(new SegmentsReader(OutputFormat.stored(folder, output), tokensWanted));
  }

  /**
   * Returns the next context; null after the last one.
   *
   * @throws BadOutputException if a file is damaged, or does not hold what the manifest says
   */
  public @Nullable Context read() throws IOException {
    return reader.read();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
