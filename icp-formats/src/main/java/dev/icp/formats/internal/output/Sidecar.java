package dev.icp.formats.internal.output;

import com.github.luben.zstd.ZstdOutputStream;
import dev.icp.PackedContext;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.files.TemporaryFile;
import dev.icp.formats.internal.files.ZstdLibrary;
import dev.icp.formats.internal.format.Shard;
import dev.icp.formats.internal.format.jsonl.ContextLines;
import java.io.IOException;

/**
 * Which document stands where in the contexts of a shard: JSON Lines without tokens, compressed.
 */
public final class Sidecar implements Shard {
  /** What the name of a sidecar has behind its shard's. */
  public static final String ENDING = ".segments.jsonl.zst";

  private final TemporaryFile file;
  private final ZstdOutputStream zstd;
  private final ContextLines lines;

  Sidecar(OutputFiles files, String path) throws IOException {
    file = files.create(path + ENDING);
    ZstdLibrary.require();
    zstd = new ZstdOutputStream(file.stream());
    lines = new ContextLines(zstd, false);
  }

  @Override
  public void write(PackedContext context) throws IOException {
    lines.write(context);
  }

  @Override
  public void finish() throws IOException {
    lines.flush();
    zstd.close();
    file.complete();
  }
}
