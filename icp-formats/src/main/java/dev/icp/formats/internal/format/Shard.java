package dev.icp.formats.internal.format;

import dev.icp.PackedContext;
import java.io.IOException;

/** The files of one shard, while they are written. */
public interface Shard {
  void write(PackedContext context) throws IOException;

  /** Completes the files. */
  void finish() throws IOException;

  /**
   * Returns what has to be known of the finished shard where that is written which stands beside
   * all of them; empty where nothing is.
   */
  default String note() {
    return "";
  }
}
