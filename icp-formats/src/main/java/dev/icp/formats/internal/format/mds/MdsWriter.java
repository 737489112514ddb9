package dev.icp.formats.internal.format.mds;

import dev.icp.PackedContext;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.files.TemporaryFile;
import dev.icp.formats.internal.format.FormatWriter;
import dev.icp.formats.internal.format.LossMask;
import dev.icp.formats.internal.format.Ranges;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.Shard;
import dev.icp.formats.internal.format.TokenFile;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes what {@link MdsFormat} describes. */
final class MdsWriter implements FormatWriter {
  private static final long LARGEST_OFFSET = 0xFFFF_FFFFL;

  private final OutputFiles files;
  private final String folder;
  private final RunShape shape;
  private final long shardBytes;
  private final MdsColumns columns;
  private final List<String> shards = new ArrayList<>();

  /**
   * @param usualShardBytes where no number was asked for
   */
  MdsWriter(
      OutputFiles files, String folder, RunShape shape, long usualShardBytes, MdsColumns columns) {
    this.files = files;
    this.folder = folder;
    this.shape = shape;
    this.columns = columns;
    long asked = shape.options().shardBytes();
    shardBytes = asked == 0 ? usualShardBytes : asked;
  }

  @Override
  public Shard open(String path) throws IOException {
    TemporaryFile target = files.create(path + ".mds");
    // The offsets come before the samples, and their number is known after them.
    TemporaryFile spool = files.scratch(path + ".samples");
    TokenFile samples = new TokenFile(spool);
    return new Shard() {
      private final LongArrayList ends = new LongArrayList(new long[1]);
      private String note = "";

      @Override
      public void write(PackedContext context) throws IOException {
        if (context.length() == 0) {
          throw new IllegalArgumentException(
              "context " + context.index() + " has no tokens, and MDS holds no empty arrays");
        }
        int[] ranges = Ranges.ends(context, shape.documentMask());
        byte[] rangesHead = head(ranges.length - 1, 2);
        byte[] tokensHead = head(context.length());
        long rangesBytes = rangesHead.length + 8L * (ranges.length - 1);
        long tokensBytes = tokensHead.length + (long) context.length() * shape.tokenBytes();
        long maskBytes = tokensHead.length + (long) context.length();
        if (columns.ranges()) {
          samples.putInt((int) rangesBytes);
        }
        samples.putInt((int) tokensBytes);
        if (columns.mask()) {
          samples.putInt((int) maskBytes);
        }
        if (columns.ranges()) {
          samples.put(rangesHead);
          for (int r = 1; r < ranges.length; r++) {
            samples.putInt(ranges[r - 1]);
            samples.putInt(ranges[r]);
          }
        }
        samples.put(tokensHead);
        samples.putTokens(context.tokens(), shape.tokenBytes());
        if (columns.ranges()) {
          samples.putLong(context.length());
        }
        if (columns.mask()) {
          samples.put(tokensHead);
          samples.put(LossMask.of(context));
        }
        long bytes =
            (long) Integer.BYTES * columns.variable()
                + (columns.ranges() ? rangesBytes + Long.BYTES : 0)
                + tokensBytes
                + (columns.mask() ? maskBytes : 0);
        ends.add(ends.getLong(ends.size() - 1) + bytes);
      }

      @Override
      public void finish() throws IOException {
        samples.flush();
        byte[] config = columns.config(shardBytes).getBytes(StandardCharsets.US_ASCII);
        TokenFile shard = new TokenFile(target);
        shard.putInt(ends.size() - 1);
        long first = 4 + 4L * ends.size() + config.length;
        for (long end : ends) {
          if (first + end > LARGEST_OFFSET) {
            throw new IllegalArgumentException(
                "a context too long for MDS, whose shards end at 4 GiB");
          }
          shard.putInt((int) (first + end));
        }
        shard.put(config);
        shard.flush();
        spool.appendTo(target);
        spool.close();
        target.complete();
        note = target.size() + " " + (ends.size() - 1);
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
    String[] bytesAndSamples = note.split(" ", -1);
    shards.add(
        columns.entry(
            name + ".mds",
            Long.parseLong(bytesAndSamples[0]),
            Long.parseLong(bytesAndSamples[1]),
            shardBytes));
  }

  /** Returns what stands before the values of an array. */
  static byte[] head(int... sizes) {
    int largest = 0;
    for (int size : sizes) {
      largest = Math.max(largest, size);
    }
    int log = largest < 1 << 8 ? 0 : largest < 1 << 16 ? 1 : 2;
    ByteBuffer head = ByteBuffer.allocate(1 + (sizes.length << log)).order(ByteOrder.LITTLE_ENDIAN);
    head.put((byte) (sizes.length << 2 | log));
    for (int size : sizes) {
      switch (log) {
        case 0 -> head.put((byte) size);
        case 1 -> head.putShort((short) size);
        default -> head.putInt(size);
      }
    }
    return head.array();
  }

  @Override
  public void finish() throws IOException {
    TokenFile index = new TokenFile(files.create(folder + MdsFormat.INDEX));
    index.putAscii(MdsColumns.index(shards));
    index.complete();
  }
}
