package dev.icp.formats.internal.format;

import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.OutputManifest.Shard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The contexts of a finished output in one format.
 *
 * @param root the folder of the manifest
 * @param output what the manifest says
 * @param format what it is in
 */
public record StoredOutput(Path root, Output output, Format format) {
  /** Returns the folder that the files are in. */
  public Path folder() {
    return root.resolve(output.folder());
  }

  /** Returns the path of a shard without the endings of its files: what to call it in messages. */
  public String path(int shard) {
    return folder().resolve(output.shards().get(shard).name()).toString();
  }

  /** Returns the bytes of a token where that differs. */
  public int tokenBytes() {
    return output.tokenType().equals("uint16") ? Short.BYTES : Integer.BYTES;
  }

  /**
   * Returns the names of all files that there should be, below the folder of the manifest.
   *
   * @param sidecarEnding how the names of sidecars end
   */
  public List<String> files(String sidecarEnding) {
    String below = output.folder().isEmpty() ? "" : output.folder() + "/";
    List<String> files = new ArrayList<>();
    for (Shard shard : output.shards()) {
      format.endings(output.lossMask()).forEach(ending -> files.add(below + shard.name() + ending));
      if (!format.holdsSegments()) {
        files.add(below + shard.name() + sidecarEnding);
      }
    }
    format.besides().forEach(name -> files.add(below + name));
    return files;
  }
}
