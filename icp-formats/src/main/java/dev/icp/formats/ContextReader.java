package dev.icp.formats;

import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.OutputManifest.Shard;
import dev.icp.formats.internal.corpus.ZstdInput;
import dev.icp.formats.internal.files.Failures;
import dev.icp.formats.internal.format.jsonl.ContextLinesParser;
import dev.icp.formats.internal.output.Sidecar;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  private final Path folder;
  private final Output output;
  private final LongPredicate tokensWanted;
  private int nextShard;
  private @Nullable OpenShard shard;

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
  public record Piece(String id, int from, int to, int at) {
    /** Returns the number of tokens. */
    public int length() {
      return to - from;
    }
  }

  private record OpenShard(Path file, ContextLinesParser lines, long next, long end) {}

  private ContextReader(Path folder, Output output, LongPredicate tokensWanted) {
    this.folder = folder.resolve(output.folder());
    this.output = output;
    this.tokensWanted = tokensWanted;
  }

  /**
   * Opens the contexts of an output.
   *
   * @param folder the output folder
   * @param output one of those in its manifest
   * @param tokensWanted for the indices of which contexts tokens are read; only from JSON Lines
   */
  public static ContextReader open(Path folder, Output output, LongPredicate tokensWanted) {
    return new ContextReader(folder, output, tokensWanted);
  }

  /**
   * Returns the next context; null after the last one.
   *
   * @throws BadOutputException if a file is damaged, or does not hold what the manifest says
   */
  public @Nullable Context read() throws IOException {
    OpenShard open = shard;
    while (true) {
      if (open == null) {
        if (nextShard == output.shards().size()) {
          return null;
        }
        open = open(output.shards().get(nextShard++));
      }
      Context context = next(open);
      if (context != null) {
        shard = new OpenShard(open.file, open.lines, open.next + 1, open.end);
        return context;
      }
      close();
      open = null;
    }
  }

  private OpenShard open(Shard next) throws IOException {
    boolean plain = output.format().equals(OutputFormat.JSONL.label());
    Path file = folder.resolve(next.name() + (plain ? ".jsonl" : Sidecar.ENDING));
    try {
      InputStream in = Files.newInputStream(file);
      ContextLinesParser lines =
          new ContextLinesParser(file.toString(), plain ? in : new ZstdInput(in));
      long first = next.firstContext();
      shard = new OpenShard(file, lines, first, first + next.contexts());
      return shard;
    } catch (IOException e) {
      throw new BadOutputException(file.toString(), Failures.reason(e), e);
    }
  }

  private @Nullable Context next(OpenShard open) throws IOException {
    Context context;
    try {
      context = open.lines.next(tokensWanted.test(open.next));
    } catch (BadOutputException e) {
      throw e;
    } catch (IOException e) {
      throw new BadOutputException(open.file.toString(), Failures.reason(e), e);
    }
    if (context == null && open.next < open.end) {
      throw new BadOutputException(
          open.file.toString(), "ends before context " + open.next + ", which should be in it");
    }
    if (context != null && open.next == open.end) {
      throw open.lines.bad("more contexts than the manifest says");
    }
    if (context != null && context.index() != open.next) {
      throw open.lines.bad("context " + context.index() + " where " + open.next + " should be");
    }
    return context;
  }

  @Override
  public void close() throws IOException {
    if (shard != null) {
      OpenShard open = shard;
      shard = null;
      open.lines.close();
    }
  }
}
