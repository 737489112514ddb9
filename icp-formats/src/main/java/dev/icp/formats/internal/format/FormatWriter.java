package dev.icp.formats.internal.format;

import java.io.IOException;

/** Writes the shards of one output. */
@FunctionalInterface
public interface FormatWriter {
  /**
   * Begins a shard; the one before is finished.
   *
   * @param path its name and the folder it is in
   */
  Shard open(String path) throws IOException;

  /** Writes what stands beside all shards, once they are finished. */
  default void finish() throws IOException {}
}
