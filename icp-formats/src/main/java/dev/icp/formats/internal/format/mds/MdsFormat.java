package dev.icp.formats.internal.format.mds;

import dev.icp.PackedContext;
import dev.icp.formats.FormatOption;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.format.Format;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.FormatWriter;
import dev.icp.formats.internal.format.Ranges;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.StoredOutput;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * MosaicML's MDS, version 2 ({@code streaming/base/format/mds}), with the columns that ProLong
 * reads. A shard: u32 samples, u32 offsets (samples + 1, from the beginning of the file), the
 * columns as JSON, samples. A sample: u32 size of each column of variable size, then the columns,
 * sorted by name. An array: a byte {@code dimensions << 2 | log2(bytes of a size)}, its sizes, its
 * values. {@code indices} are the ranges, {@code input_ids} the tokens, {@code length} an int64.
 */
public final class MdsFormat implements Format {
  /** What says which shards there are. */
  static final String INDEX = "index.json";

  @Override
  public String name() {
    return "mds";
  }

  @Override
  public boolean fixedLength() {
    return false;
  }

  @Override
  public Set<FormatOption> options() {
    return Set.of(FormatOption.TOKEN_BYTES, FormatOption.DOCUMENT_MASK);
  }

  @Override
  public long usualShardBytes() {
    return 1L << 26;
  }

  /** The offsets in a shard have 32 bits. */
  @Override
  public long largestShardBytes() {
    return 4_000_000_000L;
  }

  @Override
  public String stem() {
    return "shard.";
  }

  @Override
  public String shardName(int shard, boolean onlyOne) {
    return String.format(Locale.ROOT, "%s%05d", stem(), shard);
  }

  @Override
  public List<String> endings() {
    return List.of(".mds");
  }

  @Override
  public List<String> besides() {
    return List.of(INDEX);
  }

  @Override
  public long bytes(PackedContext context, RunShape shape) {
    int ranges = Ranges.ends(context, shape.documentMask()).length - 1;
    return (long) context.length() * shape.tokenBytes() + 8L * ranges + 40;
  }

  @Override
  public String tokenType(RunShape shape) {
    return shape.tokenBytes() == 2 ? "uint16" : "uint32";
  }

  @Override
  public boolean hasEmptyShards() {
    return false;
  }

  @Override
  public FormatWriter writer(OutputFiles files, String folder, RunShape shape) {
    return new MdsWriter(files, folder, shape, usualShardBytes(), tokenType(shape));
  }

  @Override
  public FormatReader reader(StoredOutput output, int contextLength) throws IOException {
    return new MdsReader(output);
  }
}
