package dev.icp.formats.internal.format.jsonl;

import dev.icp.PackedContext;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.files.TemporaryFile;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.Shard;
import dev.icp.formats.internal.format.ShardFormat;
import java.io.IOException;

/** JSON Lines, which are their own sidecar. */
public final class JsonLinesFormat implements ShardFormat {
  private final String name;
  private final String ending;

  /**
   * @param name of the file, or of the shards before their number
   * @param ending what comes behind that
   */
  public JsonLinesFormat(String name, String ending) {
    this.name = name;
    this.ending = ending;
  }

  @Override
  public long usualShardBytes() {
    return 0;
  }

  @Override
  public String shardName(int shard, boolean onlyOne) {
    return onlyOne ? name : name + "-%05d".formatted(shard);
  }

  @Override
  public long bytes(PackedContext context, RunShape shape) {
    return ContextLines.bytes(context, shape.options().withTokens());
  }

  @Override
  public String tokenType(RunShape shape) {
    return shape.options().withTokens() ? "text" : "none";
  }

  @Override
  public boolean holdsSegments() {
    return true;
  }

  @Override
  public Shard open(OutputFiles files, String path, RunShape shape) throws IOException {
    TemporaryFile file = files.create(path + ending);
    ContextLines lines = new ContextLines(file.stream(), shape.options().withTokens());
    return new Shard() {
      @Override
      public void write(PackedContext context) throws IOException {
        lines.write(context);
      }

      @Override
      public void finish() throws IOException {
        lines.flush();
        file.complete();
      }
    };
  }
}
