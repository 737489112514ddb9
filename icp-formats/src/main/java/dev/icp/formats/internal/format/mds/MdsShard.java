package dev.icp.formats.internal.format.mds;

import dev.icp.formats.internal.format.LittleEndianFile;
import dev.icp.formats.internal.format.LossMask;
import dev.icp.formats.internal.format.RangeEnds;
import dev.icp.formats.internal.format.StoredContext;
import dev.icp.formats.internal.format.StoredShard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what {@link MdsWriter} writes. */
final class MdsShard implements StoredShard {
  private final MdsColumns columns;
  private final int tokenBytes;
  private final LittleEndianFile offsets;
  private final LittleEndianFile data;
  private final long samples;
  private long sample;

  /**
   * @param base the path without its ending
   * @param entry what {@code index.json} says of it
   * @param columns what it should have
   */
  MdsShard(String base, MdsReader.Entry entry, MdsColumns columns, int tokenBytes)
      throws IOException {
    this.columns = columns;
    this.tokenBytes = tokenBytes;
    Path file = Path.of(base + ".mds");
    offsets = new LittleEndianFile(file, 0);
    samples = offsets.unsignedInt();
    long header = Integer.BYTES * (samples + 2);
    long first = offsets.unsignedInt();
    if (first < header || first > offsets.size()) {
      throw offsets.bad("the first of " + samples + " samples begins at byte " + first);
    }
    data = new LittleEndianFile(file, header);
    requireAsIndexed(entry, data.bytes((int) (first - header)), file);
  }

  private void requireAsIndexed(MdsReader.Entry entry, byte[] config, Path file)
      throws IOException {
    if (!new String(config, StandardCharsets.UTF_8).equals(columns.config(entry.sizeLimit()))) {
      throw offsets.bad("other columns than in index.json, or than the manifest says");
    }
    boolean indexed =
        String.valueOf(file.getFileName()).equals(entry.name())
            && data.size() == entry.bytes()
            && samples == entry.samples();
    if (!indexed) {
      throw offsets.bad(
          String.format(
              Locale.ROOT,
              "%d samples in %d bytes, and index.json says otherwise",
              samples,
              data.size()));
    }
  }

  @Override
  public @Nullable StoredContext next() throws IOException {
    if (sample == samples) {
      if (data.position() != data.size()) {
        throw data.bad("goes on behind the last sample, at byte " + data.position());
      }
      return null;
    }
    long begin = data.position();
    long rangesSize = columns.ranges() ? data.unsignedInt() : 0;
    long tokensSize = data.unsignedInt();
    long maskSize = columns.mask() ? data.unsignedInt() : 0;
    int @Nullable [] ends = columns.ranges() ? ranges(rangesSize).toArray() : null;
    int[] tokens = tokens(tokensSize);
    int last = ends == null ? tokens.length : ends[ends.length - 1];
    long length = columns.ranges() ? data.signedLong() : tokens.length;
    boolean @Nullable [] learned = columns.mask() ? mask(maskSize) : null;
    long end = offsets.unsignedInt();
    long fixed = (long) Integer.BYTES * columns.variable() + (columns.ranges() ? Long.BYTES : 0);
    if (length != tokens.length
        || last != tokens.length
        || (learned != null && learned.length != tokens.length)
        || data.position() - begin != fixed + rangesSize + tokensSize + maskSize
        || data.position() != end) {
      throw bad(
          String.format(
              Locale.ROOT,
              "length %d, %d tokens, ranges up to %d, ends at byte %d, offset %d",
              length,
              tokens.length,
              last,
              data.position(),
              end));
    }
    sample++;
    return new StoredContext(tokens, ends, null, learned);
  }

  private boolean[] mask(long bytes) throws IOException {
    long size = shape(1, bytes)[0];
    boolean[] learned = size > bytes ? null : LossMask.learned(data.bytes((int) size));
    if (learned == null) {
      throw bad("a mask of " + size + " that are not all 0 and 1");
    }
    return learned;
  }

  @Override
  public void skip(long contexts) throws IOException {
    sample += contexts;
    offsets.seek(Integer.BYTES * (sample + 1));
    data.seek(offsets.unsignedInt());
  }

  private RangeEnds ranges(long bytes) throws IOException {
    long[] shape = shape(2, bytes);
    RangeEnds ends = new RangeEnds(Integer.MAX_VALUE);
    if (shape[1] != 2) {
      throw bad("indices of shape (" + shape[0] + ", " + shape[1] + ")");
    }
    for (long r = 0; r < shape[0]; r++) {
      long from = data.unsignedInt();
      long to = data.unsignedInt();
      if (from != ends.last() || !ends.add(to)) {
        throw bad(
            String.format(
                Locale.ROOT, "range %d to %d behind %d in indices", from, to, ends.last()));
      }
    }
    return ends;
  }

  private int[] tokens(long bytes) throws IOException {
    return data.tokens(shape(1, bytes)[0], tokenBytes);
  }

  private long[] shape(int dimensions, long bytes) throws IOException {
    int head = data.unsignedByte();
    int log = head & 3;
    if (head >> 2 != dimensions || log > 2 || bytes < 1) {
      throw bad(
          String.format(Locale.ROOT, "an array of %d bytes that begins with 0x%02X", bytes, head));
    }
    long[] shape = new long[dimensions];
    for (int d = 0; d < dimensions; d++) {
      shape[d] =
          switch (log) {
            case 0 -> data.unsignedByte();
            case 1 -> data.unsignedShort();
            default -> data.unsignedInt();
          };
    }
    return shape;
  }

  private IOException bad(String reason) {
    return data.bad("sample " + sample + ": " + reason);
  }

  @Override
  public void close() throws IOException {
    try (offsets) {
      data.close();
    }
  }
}
