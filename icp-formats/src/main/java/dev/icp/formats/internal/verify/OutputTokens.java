package dev.icp.formats.internal.verify;

import dev.icp.formats.BadOutputException;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.OutputManifest.Shard;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.StoredContext;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.format.StoredShard;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The tokens of single contexts in what a trainer reads. Not thread-safe. */
public final class OutputTokens implements Closeable {
  private final StoredOutput stored;
  private final Output output;
  private final FormatReader shards;
  private int shard = -1;
  private @Nullable StoredShard open;
  private long next;

  /**
   * @param stored one of a manifest's outputs, without segments beside the tokens
   * @param manifest that it is in
   * @throws BadOutputException if its index is damaged
   */
  public OutputTokens(StoredOutput stored, OutputManifest manifest) throws IOException {
    this.stored = stored;
    output = stored.output();
    shards = stored.format().reader(stored, manifest.settings().contextLength());
  }

  /**
   * Returns the tokens of a context. Others are passed over, unread where the format allows it.
   *
   * @param index above that of the call before
   * @throws BadOutputException if the files are not as the format wants them
   */
  public int[] of(long index) throws IOException {
    return context(index).tokens();
  }

  /** Returns all that there is of a context; else the same. */
  public StoredContext context(long index) throws IOException {
    StoredShard in = shardOf(index);
    in.skip(index - next);
    StoredContext context = in.next();
    next = index + 1;
    if (context == null) {
      throw new BadOutputException(stored.path(shard), "ends before context " + index);
    }
    return context;
  }

  private StoredShard shardOf(long index) throws IOException {
    StoredShard current = open;
    if (current == null || index >= end(output.shards().get(shard))) {
      close();
      do {
        shard++;
      } while (index >= end(output.shards().get(shard)));
      current = shards.open(shard);
      if (current == null) {
        throw new IllegalStateException("JSON Lines have the tokens beside the segments");
      }
      open = current;
      next = output.shards().get(shard).firstContext();
    }
    return current;
  }

  private static long end(Shard shard) {
    return shard.firstContext() + shard.contexts();
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
