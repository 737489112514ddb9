package dev.icp.formats.internal.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the shards of one output. */
@FunctionalInterface
public interface FormatReader {
  /**
   * Opens a shard; null where tokens stand beside the segments, as in JSON Lines.
   *
   * @param shard its number, counted from 0
   * @throws dev.icp.formats.BadOutputException if it does not begin as the format wants it
   */
  @Nullable StoredShard open(int shard) throws IOException;
}
