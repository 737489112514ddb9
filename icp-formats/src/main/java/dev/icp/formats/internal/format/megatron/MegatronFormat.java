package dev.icp.formats.internal.format.megatron;

import dev.icp.PackedContext;
import dev.icp.formats.FormatOption;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.format.Format;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.FormatWriter;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.Shard;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.format.TokenFile;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongToIntFunction;

/**
 * Megatron-LM's indexed dataset ({@code megatron/core/datasets/indexed_dataset.py}): tokens in
 * {@code .bin}, and in {@code .idx} the magic {@value #MAGIC} and two zeros, u64 version 1, u8 type
 * (8 uint16, 4 int32), u64 sequences, u64 document indices (documents + 1), int32 lengths in
 * tokens, int64 pointers in bytes, int64 document indices from 0. Little-endian. A context is one
 * sequence and one document.
 */
public final class MegatronFormat implements Format {
  /** What an index begins with, before two zeros. */
  public static final String MAGIC = "MMIDIDX";

  /** The code of uint16 in an index. */
  public static final byte UINT16 = 8;

  /** The code of int32. */
  public static final byte INT32 = 4;

  /** From so many ids on, Megatron's own preprocessing takes int32. */
  private static final int WIDE_FROM = 65_500;

  @Override
  public String name() {
    return "megatron";
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
    return 0;
  }

  @Override
  public boolean isNarrow(int largestToken) {
    return largestToken + 1 < WIDE_FROM;
  }

  @Override
  public String stem() {
    return "contexts";
  }

  @Override
  public String shardName(int shard, boolean onlyOne) {
    return onlyOne ? stem() : String.format(Locale.ROOT, "%s-%05d", stem(), shard);
  }

  @Override
  public List<String> endings(boolean lossMask) {
    return List.of(".bin", ".idx");
  }

  @Override
  public long bytes(PackedContext context, RunShape shape) {
    return (long) context.length() * shape.tokenBytes();
  }

  @Override
  public String tokenType(RunShape shape) {
    return shape.tokenBytes() == 2 ? "uint16" : "int32";
  }

  @Override
  public FormatWriter writer(OutputFiles files, String folder, RunShape shape) {
    return path -> open(files, path, shape);
  }

  @Override
  public FormatReader reader(StoredOutput output, int contextLength) {
    return shard -> new MegatronShard(output.path(shard), output.tokenBytes());
  }

  private static Shard open(OutputFiles files, String path, RunShape shape) throws IOException {
    TokenFile tokens = new TokenFile(files.create(path + ".bin"));
    TokenFile index = new TokenFile(files.create(path + ".idx"));
    return new Shard() {
      private long sequences;
      private int length;

      @Override
      public void write(PackedContext context) throws IOException {
        tokens.putTokens(context.tokens(), shape.tokenBytes());
        length = context.length();
        sequences++;
      }

      @Override
      public void finish() throws IOException {
        tokens.complete();
        putIndex(index, shape.tokenBytes(), sequences, s -> length);
        index.complete();
      }
    };
  }

  /** Writes an index of sequences that are their own documents. */
  static void putIndex(TokenFile index, int tokenBytes, long sequences, LongToIntFunction lengths)
      throws IOException {
    index.putAscii(MAGIC);
    index.put(new byte[2]);
    index.putLong(1);
    index.put(new byte[] {tokenBytes == Short.BYTES ? UINT16 : INT32});
    index.putLong(sequences);
    index.putLong(sequences + 1);
    for (long s = 0; s < sequences; s++) {
      index.putInt(lengths.applyAsInt(s));
    }
    long pointer = 0;
    for (long s = 0; s < sequences; s++) {
      index.putLong(pointer);
      pointer += (long) lengths.applyAsInt(s) * tokenBytes;
    }
    for (long s = 0; s <= sequences; s++) {
      index.putLong(s);
    }
  }
}
