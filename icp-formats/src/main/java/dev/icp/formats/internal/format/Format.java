package dev.icp.formats.internal.format;

import dev.icp.PackedContext;
import dev.icp.formats.FormatOption;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.internal.files.OutputFiles;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * All that there is to know of a format: what it is called, what it can hold, which files it
 * consists of, and how these are written and read. Has no state. A new format is a folder beside
 * those of the others, a line in {@link dev.icp.formats.OutputFormat} and its part of {@code
 * docs/formats.md}.
 */
public interface Format {
  /** Returns the name on the command line, in manifests and of folders. */
  String name();

  /** Returns the folder below the output folder; empty for that itself. */
  default String folder() {
    return name();
  }

  /** Returns whether all contexts must have the same number of tokens, the last one too. */
  boolean fixedLength();

  /** Returns which options have a place in it. */
  Set<FormatOption> options();

  /**
   * Refuses options that do not go with it.
   *
   * @throws IllegalArgumentException naming the option and its value
   * @throws IllegalStateException if something that it needs is not on the class path
   */
  default void require(OutputOptions options) {
    if (options.shardBytes() > largestShardBytes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "shardBytes: %d, expected at most %d for %s",
              options.shardBytes(),
              largestShardBytes(),
              name()));
    }
  }

  /** Returns the bytes of a shard where no other number is asked for; 0 for one file. */
  long usualShardBytes();

  /** Returns how many bytes may be asked for. */
  default long largestShardBytes() {
    return Long.MAX_VALUE;
  }

  /** Returns whether tokens take two bytes where no width is asked for. */
  default boolean isNarrow(int largestToken) {
    return largestToken <= 0xFFFF;
  }

  /** Returns what a context adds to the main file of a shard, in bytes. */
  long bytes(PackedContext context, RunShape shape);

  /** Returns the type of the tokens in manifests. */
  String tokenType(RunShape shape);

  /** Returns how the names of all shards begin. */
  String stem();

  /** Returns the name of a shard's files, without what differs. */
  String shardName(int shard, boolean onlyOne);

  /**
   * Returns how the names of a shard's files end, its sidecar's left out.
   *
   * @param lossMask whether it is written which tokens are to be learned
   */
  List<String> endings(boolean lossMask);

  /** Returns the files that stand beside all shards. */
  default List<String> besides() {
    return List.of();
  }

  /** Returns whether tokens and segments are in one file, which then needs no sidecar. */
  default boolean holdsSegments() {
    return false;
  }

  /** Returns whether contexts are written as text, and have to have that of their segments. */
  default boolean holdsTexts() {
    return false;
  }

  /** Returns whether a reader finds a context without reading those before it. */
  default boolean findsContexts() {
    return true;
  }

  /** Returns whether an output of no contexts has a shard all the same. */
  default boolean hasEmptyShards() {
    return true;
  }

  /** Returns whether a file has the name of one of a shard. */
  default boolean isShard(String fileName) {
    return fileName.startsWith(stem()) && endings(true).stream().anyMatch(fileName::endsWith);
  }

  /** Returns whether a file may be one of this format's. */
  default boolean mayOwn(String fileName) {
    return fileName.startsWith(stem()) || besides().contains(fileName);
  }

  /**
   * Begins an output.
   *
   * @param folder what stands before the names of its files, with {@code /} at the end or empty
   */
  FormatWriter writer(OutputFiles files, String folder, RunShape shape);

  /**
   * Opens an output.
   *
   * @param contextLength tokens in a context, where all have the same number
   * @throws dev.icp.formats.BadOutputException if what stands beside all shards is damaged
   */
  FormatReader reader(StoredOutput output, int contextLength) throws IOException;
}
