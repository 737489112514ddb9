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
 * values. {@code indices} are the ranges, {@code input_ids} the tokens, {@code length} an int64; on
 * request {@code mask} has a byte for each token. Or {@code tokens} alone, for llm-foundry.
 */
public final class MdsFormat implements Format {
  /** What says which shards there are. */
  static final String INDEX = "index.json";

  private final String name;
  private final boolean ranges;

  private MdsFormat(String name, boolean ranges) {
    this.name = name;
    this.ranges = ranges;
  }

  /** Returns the format with ProLong's columns. */
  public static MdsFormat ofRanges() {
    return new MdsFormat("mds", true);
  }

  /** Returns the format with llm-foundry's column. */
  public static MdsFormat ofTokens() {
    return new MdsFormat("mds-tokens", false);
  }

  private MdsColumns columns(String tokenType, boolean lossMask) {
    return new MdsColumns(tokenType, ranges, ranges && lossMask);
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
    return ranges
        ? Set.of(FormatOption.TOKEN_BYTES, FormatOption.DOCUMENT_MASK, FormatOption.LOSS_MASK)
        : Set.of(FormatOption.TOKEN_BYTES);
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
  public List<String> endings(boolean lossMask) {
    return List.of(".mds");
  }

  @Override
  public List<String> besides() {
    return List.of(INDEX);
  }

  @Override
  public long bytes(PackedContext context, RunShape shape) {
    long tokens = (long) context.length() * (shape.tokenBytes() + (shape.lossMask() ? 1 : 0));
    return tokens + 8L * (Ranges.ends(context, shape.documentMask()).length - 1) + 40;
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
    return new MdsWriter(
        files, folder, shape, usualShardBytes(), columns(tokenType(shape), shape.lossMask()));
  }

  @Override
  public FormatReader reader(StoredOutput output, int contextLength) throws IOException {
    return new MdsReader(output, columns(output.output().tokenType(), output.output().lossMask()));
  }
}
