package dev.icp.formats.internal.output;

import dev.icp.formats.BadOutputException;
import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.OutputManifest.Shard;
import dev.icp.formats.internal.corpus.ZstdInput;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.format.jsonl.ContextLinesParser;
import dev.icp.internal.base.IoFailures;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads which document stands where, from JSON Lines or from sidecars, shard after shard.
 * Exceptions name file and line. Not thread-safe.
 */
public final class SegmentsReader implements Closeable {
  private final StoredOutput output;
  private final LongPredicate tokensWanted;
  private int nextShard;
  private @Nullable OpenShard shard;

  private record OpenShard(Path file, ContextLinesParser lines, long next, long end) {}

  /**
   * @param tokensWanted for the indices of which contexts tokens are read, if they are there
   */
  public SegmentsReader(StoredOutput output, LongPredicate tokensWanted) {
    this.output = output;
    this.tokensWanted = tokensWanted;
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
        List<Shard> shards = output.output().shards();
        if (nextShard == shards.size()) {
          return null;
        }
        open = open(shards.get(nextShard++));
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
    Path file = file(output, next);
    try {
      ContextLinesParser lines = new ContextLinesParser(file.toString(), lines(output, file));
      long first = next.firstContext();
      shard = new OpenShard(file, lines, first, first + next.contexts());
      return shard;
    } catch (IOException e) {
      throw new BadOutputException(file.toString(), IoFailures.reason(e), e);
    }
  }

  /** Returns the file that has the segments of a shard. */
  public static Path file(StoredOutput output, Shard shard) {
    String ending =
        output.format().holdsSegments() ? output.format().endings(false).get(0) : Sidecar.ENDING;
    return output.folder().resolve(shard.name() + ending);
  }

  /** Opens such a file to read its lines. */
  public static InputStream lines(StoredOutput output, Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return output.format().holdsSegments() ? in : new ZstdInput(in);
  }

  private @Nullable Context next(OpenShard open) throws IOException {
    Context context;
    try {
      context = open.lines.next(tokensWanted.test(open.next));
    } catch (BadOutputException e) {
      throw e;
    } catch (IOException e) {
      throw new BadOutputException(open.file.toString(), IoFailures.reason(e), e);
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
