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

  /**
   * Takes a shard that another writer of the same shape has written for one of this output's.
   *
   * @param name of its files, without what differs
   * @param note what its {@link Shard#note} was
   */
  default void adopt(String name, String note) {}

  /** Writes what stands beside all shards, once they are finished. */
  default void finish() throws IOException {}
}
