package dev.icp.formats.internal.format.litdata;

import dev.icp.formats.internal.format.LittleEndianFile;
import dev.icp.formats.internal.format.StoredContext;
import dev.icp.formats.internal.format.StoredShard;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A chunk. */
final class LitdataShard implements StoredShard {
  private final int contextLength;
  private final int tokenBytes;
  private final LittleEndianFile offsets;
  private final LittleEndianFile tokens;
  private final long items;
  private long next;

  /**
   * @param items contexts that should be in it
   */
  LitdataShard(Path file, long items, int contextLength, int tokenBytes) throws IOException {
    this.items = items;
    this.contextLength = contextLength;
    this.tokenBytes = tokenBytes;
    offsets = new LittleEndianFile(file, 0);
    tokens = new LittleEndianFile(file, begin(0));
    long count = offsets.unsignedInt();
    if (count != items) {
      throw offsets.bad(count + " items, the manifest says " + items);
    }
    requireOffset(0);
  }

  private long begin(long item) {
    return Integer.BYTES * (items + 2) + item * contextLength * tokenBytes;
  }

  private void requireOffset(long item) throws IOException {
    long offset = offsets.unsignedInt();
    if (offset != begin(item)) {
      throw offsets.bad("item " + item + " begins at byte " + offset + ", expected " + begin(item));
    }
  }

  /** Returns the size of the file. */
  long bytes() {
    return tokens.size();
  }

  @Override
  public @Nullable StoredContext next() throws IOException {
    if (next == items) {
      if (tokens.position() != tokens.size()) {
        throw tokens.bad("goes on behind the last item, at byte " + tokens.position());
      }
      return null;
    }
    next++;
    requireOffset(next);
    return new StoredContext(tokens.tokens(contextLength, tokenBytes));
  }

  @Override
  public void skip(long contexts) throws IOException {
    next += contexts;
    offsets.seek(Integer.BYTES * (next + 2));
    tokens.seek(begin(next));
  }

  @Override
  public void close() throws IOException {
    try (offsets) {
      tokens.close();
    }
  }
}
