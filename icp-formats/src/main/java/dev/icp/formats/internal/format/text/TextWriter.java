package dev.icp.formats.internal.format.text;

import dev.icp.PackedContext;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.files.TemporaryFile;
import dev.icp.formats.internal.format.FormatWriter;
import dev.icp.formats.internal.format.GapTexts;
import dev.icp.formats.internal.format.Shard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes what {@link TextFormat} describes. */
final class TextWriter implements FormatWriter {
  private final OutputFiles files;
  private final String folder;
  private final TextRows rows;
  private final GapTexts gaps;
  private final List<TextIndex.Sum> shards = new ArrayList<>();

  TextWriter(OutputFiles files, String folder, TextRows rows, GapTexts gaps) {
    this.files = files;
    this.folder = folder;
    this.rows = rows;
    this.gaps = gaps;
  }

  @Override
  public Shard open(String path) throws IOException {
    TemporaryFile file = files.create(path + rows.ending());
    TextRows.Writer writer = rows.write(file.stream());
    return new Shard() {
      private long sum;

      @Override
      public void write(PackedContext context) throws IOException {
        TextRow row = TextRow.of(context, gaps);
        writer.write(row);
        sum += row.hash(context.index());
      }

      @Override
      public void finish() throws IOException {
        writer.close();
        file.complete();
        adopt(path.substring(path.lastIndexOf('/') + 1), note());
      }

      @Override
      public String note() {
        return HexFormat.of().toHexDigits(sum);
      }
    };
  }

  @Override
  public void adopt(String name, String note) {
    shards.add(new TextIndex.Sum(name, note));
  }

  @Override
  public void finish() throws IOException {
    TemporaryFile index = files.create(folder + TextIndex.NAME);
    index.write(ByteBuffer.wrap(new TextIndex(gaps, shards).bytes()));
    index.complete();
  }
}
