package dev.icp.formats.internal.format.text;

import dev.icp.PackedContext;
import dev.icp.formats.FormatOption;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.format.Format;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.FormatWriter;
import dev.icp.formats.internal.format.GapTexts;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.StoredOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Contexts as text, for trainers that tokenize themselves. A row is a context: {@code text}, the
 * texts of its segments as the corpus has them with what the tokenizer writes for the separator
 * between; {@code document_starts} and {@code document_ends}, where the segments of the sidecar
 * stand in it, in code points. {@code index.json} says what the separator is.
 */
public final class TextFormat implements Format {
  private static final long CHARACTER_BYTES = 2;

  private final String name;
  private final TextRows rows;

  private TextFormat(String name, TextRows rows) {
    this.name = name;
    this.rows = rows;
  }

  /** JSON Lines. */
  public static TextFormat ofLines() {
    return new TextFormat("text", new TextLines());
  }

  /** Parquet. */
  public static TextFormat ofParquet() {
    return new TextFormat("text-parquet", new TextParquet());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean fixedLength() {
    return false;
  }

  @Override
  public Set<FormatOption> options() {
    return Set.of(FormatOption.TEXT_SEPARATOR);
  }

  @Override
  public void require(OutputOptions options) {
    rows.require();
  }

  @Override
  public long usualShardBytes() {
    return 1L << 30;
  }

  @Override
  public long bytes(PackedContext context, RunShape shape) {
    long characters = 0;
    for (String text : context.texts()) {
      characters += text.length();
    }
    return CHARACTER_BYTES * characters + 8L * context.segments().size();
  }

  @Override
  public String tokenType(RunShape shape) {
    return "none";
  }

  @Override
  public String stem() {
    return "contexts-";
  }

  @Override
  public String shardName(int shard, boolean onlyOne) {
    return String.format(Locale.ROOT, "%s%05d", stem(), shard);
  }

  @Override
  public List<String> endings(boolean lossMask) {
    return List.of(rows.ending());
  }

  @Override
  public List<String> besides() {
    return List.of(TextIndex.NAME);
  }

  @Override
  public boolean holdsTexts() {
    return true;
  }

  /** Lines and row groups are read from their beginning. */
  @Override
  public boolean findsContexts() {
    return false;
  }

  @Override
  public FormatWriter writer(OutputFiles files, String folder, RunShape shape) {
    GapTexts gaps = shape.gaps();
    if (gaps == null) {
      throw new IllegalStateException(
          "begin comes before the first context: " + name + " has to know the separator");
    }
    return new TextWriter(files, folder, rows, gaps);
  }

  @Override
  public FormatReader reader(StoredOutput output, int contextLength) throws IOException {
    TextIndex index = TextIndex.read(output);
    return shard -> {
      Path file = Path.of(output.path(shard) + rows.ending());
      return new TextShard(
          file.toString(),
          rows.read(file),
          index.gaps(),
          output.output().shards().get(shard).firstContext(),
          index.shards().get(shard).texts());
    };
  }
}
