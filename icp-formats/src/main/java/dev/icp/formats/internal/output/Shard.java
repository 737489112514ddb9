package dev.icp.formats.internal.output;

import dev.icp.PackedContext;
import java.io.IOException;

/** The files of one shard, while they are written. */
interface Shard {
  void write(PackedContext context) throws IOException;

  /** Completes the files. */
  void finish() throws IOException;
}
