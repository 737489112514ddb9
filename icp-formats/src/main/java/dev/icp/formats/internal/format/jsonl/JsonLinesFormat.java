package dev.icp.formats.internal.format.jsonl;

import dev.icp.PackedContext;
import dev.icp.formats.FormatOption;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.files.TemporaryFile;
import dev.icp.formats.internal.format.Format;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.FormatWriter;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.Shard;
import dev.icp.formats.internal.format.StoredOutput;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** JSON Lines, which are their own sidecar. */
public final class JsonLinesFormat implements Format {
  private final String stem;
  private final String ending;

  /** Lines in {@code contexts.jsonl}, or {@code contexts-00000.jsonl}, …. */
  public JsonLinesFormat() {
    this("contexts", ".jsonl");
  }

  /**
   * Lines in other files.
   *
   * @param stem name of the file, or of the shards before their number
   * @param ending what comes behind that
   */
  public JsonLinesFormat(String stem, String ending) {
    this.stem = stem;
    this.ending = ending;
  }

  @Override
  public String name() {
    return "jsonl";
  }

  @Override
  public String folder() {
    return "";
  }

  @Override
  public boolean fixedLength() {
    return false;
  }

  @Override
  public Set<FormatOption> options() {
    return Set.of(FormatOption.NO_TOKENS);
  }

  @Override
  public String stem() {
    return stem;
  }

  @Override
  public List<String> endings(boolean lossMask) {
    return List.of(ending);
  }

  @Override
  public long usualShardBytes() {
    return 0;
  }

  @Override
  public String shardName(int shard, boolean onlyOne) {
    return onlyOne ? stem : String.format(Locale.ROOT, "%s-%05d", stem, shard);
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
  public FormatWriter writer(OutputFiles files, String folder, RunShape shape) {
    return path -> open(files, path, shape);
  }

  @Override
  public FormatReader reader(StoredOutput output, int contextLength) {
    return shard -> null;
  }

  private Shard open(OutputFiles files, String path, RunShape shape) throws IOException {
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
