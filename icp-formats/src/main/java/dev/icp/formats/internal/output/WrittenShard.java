package dev.icp.formats.internal.output;

import dev.icp.formats.internal.files.WrittenFile;
import java.io.Serializable;
import java.util.List;

/**
 * A shard of an output, with its sidecar, that is left to the writer of the whole.
 *
 * @param format the format's name
 * @param name of its files, without what differs
 * @param note what has to stand beside all shards about it
 */
public record WrittenShard(
    String format,
    String name,
    long firstContext,
    long contexts,
    String note,
    List<WrittenFile> files)
    implements Serializable {
  /** Copies the list. */
  public WrittenShard {
    files = List.copyOf(files);
  }
}
