package dev.icp.formats.internal.format;

import dev.icp.PackedContext;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.internal.files.OutputFiles;
import java.io.IOException;
import java.util.List;

/** How contexts become files. One of each output. */
public interface ShardFormat {
  /** The bytes of a shard where no other number is asked for; 0 for one file whatever its size. */
  long usualShardBytes();

  /** Returns the name of a shard's files, without what differs. */
  String shardName(int shard, boolean onlyOne);

  /** Returns what a context adds to the main file of a shard, in bytes. */
  long bytes(PackedContext context, RunShape shape);

  /** Returns the type of the tokens in manifests. */
  String tokenType(RunShape shape);

  /** Returns whether tokens and segments are in one file, which then needs no sidecar. */
  default boolean holdsSegments() {
    return false;
  }

  /** Returns whether an output of no contexts has a shard all the same. */
  default boolean hasEmptyShards() {
    return true;
  }

  /**
   * Begins a shard.
   *
   * @param path its name and the folder it is in
   */
  Shard open(OutputFiles files, String path, RunShape shape) throws IOException;

  /** Writes what stands beside all shards. */
  default void finish(
      OutputFiles files, String folder, List<OutputManifest.Shard> shards, RunShape shape)
      throws IOException {}
}
