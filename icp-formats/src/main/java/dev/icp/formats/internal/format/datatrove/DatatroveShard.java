package dev.icp.formats.internal.format.datatrove;

import dev.icp.formats.BadOutputException;
import dev.icp.formats.internal.format.FixedLengthTokens;
import dev.icp.formats.internal.format.LittleEndianFile;
import dev.icp.formats.internal.format.LossMask;
import dev.icp.formats.internal.format.RangeEnds;
import dev.icp.formats.internal.format.StoredContext;
import dev.icp.formats.internal.format.StoredShard;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what {@link DatatroveFormat} writes. */
public final class DatatroveShard implements StoredShard {
  private final FixedLengthTokens tokens;
  private final LittleEndianFile index;
  private final @Nullable LossMask loss;

  /**
   * @param base the path without endings
   * @param lossMask whether it is written which tokens are to be learned
   */
  public DatatroveShard(String base, int contextLength, int tokenBytes, boolean lossMask)
      throws IOException {
    tokens = new FixedLengthTokens(Path.of(base + ".ds"), contextLength, tokenBytes);
    index = new LittleEndianFile(Path.of(base + ".ds.index"), 0);
    loss = lossMask ? new LossMask(Path.of(base + DatatroveFormat.LOSS)) : null;
    requireMetadata(Path.of(base + ".ds.metadata"), tokenBytes, tokens.count());
  }

  private static void requireMetadata(Path file, int tokenBytes, long count) throws IOException {
    String[] lines;
    try {
      lines = Files.readString(file).split("\n", -1);
    } catch (IOException e) {
      throw new BadOutputException(file.toString(), IoFailures.reason(e));
    }
    if (lines.length != 3
        || !lines[0].endsWith("|" + tokenBytes)
        || !lines[1].equals(Long.toString(count))
        || !lines[2].equals(DatatroveFormat.human(count))) {
      throw new BadOutputException(
          file.toString(),
          String.format(
              Locale.ROOT, "does not say %d tokens of %d bytes, as there are", count, tokenBytes));
    }
  }

  @Override
  public @Nullable StoredContext next() throws IOException {
    long begin = tokens.next();
    int[] context = tokens.read();
    if (context == null) {
      if (index.position() != index.size()) {
        throw index.bad("goes on behind the last token");
      }
      if (loss != null) {
        loss.requireEnd();
      }
      return null;
    }
    return new StoredContext(
        context,
        ends(begin, context.length).toArray(),
        null,
        loss == null ? null : loss.next(context.length));
  }

  private RangeEnds ends(long begin, int length) throws IOException {
    RangeEnds ends = new RangeEnds(length);
    while (ends.last() < length) {
      long end = index.signedLong() - begin;
      if (!ends.add(end)) {
        throw index.bad(
            String.format(
                Locale.ROOT,
                "a document ends at token %d, in %d to %d",
                begin + end,
                begin + ends.last(),
                begin + length));
      }
    }
    return ends;
  }

  @Override
  public void skip(long contexts) throws IOException {
    for (long c = 0; c < contexts; c++) {
      ends(tokens.next(), tokens.contextLength());
      tokens.skip();
    }
    if (loss != null) {
      loss.skip(contexts * tokens.contextLength());
    }
  }

  @Override
  public void close() throws IOException {
    try (tokens;
        index) {
      if (loss != null) {
        loss.close();
      }
    }
  }
}
