package dev.icp.formats.internal.format.litdata;

import dev.icp.PackedContext;
import dev.icp.formats.FormatOption;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.format.Format;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.FormatWriter;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.StoredOutput;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * litdata's chunks as its {@code TokensLoader} reads them ({@code litdata/streaming/writer.py}),
 * for litgpt. A chunk: u32 items, u32 offsets (items + 1, from the beginning of the file), tokens.
 * {@code index.json} says how many tokens each chunk has and of what type; the loader cuts each
 * chunk by the block size, which is a context here, and so is an item.
 */
public final class LitdataFormat implements Format {
  /** What says which chunks there are. */
  static final String INDEX = "index.json";

  @Override
  public String name() {
    return "litdata";
  }

  @Override
  public boolean fixedLength() {
    return true;
  }

  @Override
  public Set<FormatOption> options() {
    return Set.of(FormatOption.TOKEN_BYTES);
  }

  @Override
  public long usualShardBytes() {
    return 1L << 26;
  }

  /** The offsets in a chunk have 32 bits. */
  @Override
  public long largestShardBytes() {
    return 4_000_000_000L;
  }

  @Override
  public long bytes(PackedContext context, RunShape shape) {
    return (long) context.length() * shape.tokenBytes() + Integer.BYTES;
  }

  /** PyTorch computes with int32, and hardly with uint32. */
  @Override
  public String tokenType(RunShape shape) {
    return shape.tokenBytes() == Short.BYTES ? "uint16" : "int32";
  }

  /** Returns litdata's word for tokens of two or four bytes. */
  static String dataFormat(int tokenBytes) {
    return tokenBytes == Short.BYTES ? "no_header_tensor:20" : "no_header_tensor:16";
  }

  @Override
  public String stem() {
    return "chunk-0-";
  }

  /** The names that litdata's own writer gives, without leading zeros. */
  @Override
  public String shardName(int shard, boolean onlyOne) {
    return String.format(Locale.ROOT, "%s%d", stem(), shard);
  }

  @Override
  public List<String> endings(boolean lossMask) {
    return List.of(".bin");
  }

  @Override
  public List<String> besides() {
    return List.of(INDEX);
  }

  @Override
  public boolean hasEmptyShards() {
    return false;
  }

  @Override
  public FormatWriter writer(OutputFiles files, String folder, RunShape shape) {
    return new LitdataWriter(files, folder, shape, usualShardBytes());
  }

  @Override
  public FormatReader reader(StoredOutput output, int contextLength) throws IOException {
    return new LitdataReader(output, contextLength);
  }
}
