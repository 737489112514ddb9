package dev.icp.formats.internal.format.litdata;

import dev.icp.PackedContext;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.files.TemporaryFile;
import dev.icp.formats.internal.format.FormatWriter;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.Shard;
import dev.icp.formats.internal.format.TokenFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes what {@link LitdataFormat} describes. */
final class LitdataWriter implements FormatWriter {
  private static final long LARGEST_OFFSET = 0xFFFF_FFFFL;

  private final OutputFiles files;
  private final String folder;
  private final RunShape shape;
  private final long chunkBytes;
  private final List<String> chunks = new ArrayList<>();
  private long contents = 17;

  /**
   * @param usualChunkBytes where no number was asked for
   */
  LitdataWriter(OutputFiles files, String folder, RunShape shape, long usualChunkBytes) {
    this.files = files;
    this.folder = folder;
    this.shape = shape;
    long asked = shape.options().shardBytes();
    chunkBytes = asked == 0 ? usualChunkBytes : asked;
  }

  @Override
  public Shard open(String path) throws IOException {
    TemporaryFile target = files.create(path + ".bin");
    // The offsets come before the tokens, and their number is known after them.
    TemporaryFile spool = files.scratch(path + ".tokens");
    TokenFile tokens = new TokenFile(spool);
    return new Shard() {
      private int items;
      private int length;
      private long hash;
      private String note = "";

      @Override
      public void write(PackedContext context) throws IOException {
        int[] ids = context.tokens();
        tokens.putTokens(ids, shape.tokenBytes());
        hash = 31 * hash + Arrays.hashCode(ids);
        length = ids.length;
        items++;
      }

      @Override
      public void finish() throws IOException {
        tokens.flush();
        TokenFile chunk = new TokenFile(target);
        chunk.putInt(items);
        long first = Integer.BYTES * (items + 2L);
        long bytes = (long) length * shape.tokenBytes();
        if (first + items * bytes > LARGEST_OFFSET) {
          throw new IllegalArgumentException(
              "a context too long for litdata, whose chunks end at 4 GiB");
        }
        for (long item = 0; item <= items; item++) {
          chunk.putInt((int) (first + item * bytes));
        }
        chunk.flush();
        spool.appendTo(target);
        spool.close();
        target.complete();
        note = target.size() + " " + items + " " + (long) items * length + " " + hash;
        adopt(path.substring(path.lastIndexOf('/') + 1), note);
      }

      @Override
      public String note() {
        return note;
      }
    };
  }

  @Override
  public void adopt(String name, String note) {
    String[] numbers = note.split(" ", -1);
    // The hash of a whole is made of those of its parts.
    for (long item = Long.parseLong(numbers[1]); item > 0; item--) {
      contents *= 31;
    }
    contents += Long.parseLong(numbers[3]);
    chunks.add(
        LitdataIndex.chunk(
            name + ".bin",
            Long.parseLong(numbers[0]),
            Long.parseLong(numbers[1]),
            Long.parseLong(numbers[2])));
  }

  /**
   * Writes the index. Caches are told apart by {@code updated_at}: it comes of the tokens, so that
   * the same tokens make the same file.
   */
  @Override
  public void finish() throws IOException {
    TokenFile index = new TokenFile(files.create(folder + LitdataFormat.INDEX));
    index.putAscii(
        LitdataIndex.text(chunks, chunkBytes, shape.tokenBytes(), Long.toUnsignedString(contents)));
    index.complete();
  }
}
