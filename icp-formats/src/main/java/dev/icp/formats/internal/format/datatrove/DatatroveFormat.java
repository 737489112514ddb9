package dev.icp.formats.internal.format.datatrove;

import dev.icp.PackedContext;
import dev.icp.formats.FormatOption;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.format.Format;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.FormatWriter;
import dev.icp.formats.internal.format.LossMask;
import dev.icp.formats.internal.format.Ranges;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.Shard;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.format.TokenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * datatrove's tokenized files ({@code datatrove/pipeline/tokens/tokenizer.py}): raw little-endian
 * tokens in {@code .ds}, the ends of the documents in tokens as u64 in {@code .ds.index}, and three
 * lines without a line feed at the end in {@code .ds.metadata}: tokenizer and bytes of a token,
 * number of tokens, and the same for people. On request {@code .ds.loss}, a byte for each token.
 */
public final class DatatroveFormat implements Format {
  /** How the file ends that says which tokens are to be learned. */
  static final String LOSS = ".ds.loss";

  private static final String UNITS = "kMGTPE";

  @Override
  public String name() {
    return "datatrove";
  }

  @Override
  public boolean fixedLength() {
    return true;
  }

  @Override
  public Set<FormatOption> options() {
    return Set.of(
        FormatOption.TOKEN_BYTES,
        FormatOption.DOCUMENT_MASK,
        FormatOption.LOSS_MASK,
        FormatOption.TOKENIZER_NAME);
  }

  @Override
  public long usualShardBytes() {
    return 1L << 30;
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
    return lossMask
        ? List.of(".ds", ".ds.index", ".ds.metadata", LOSS)
        : List.of(".ds", ".ds.index", ".ds.metadata");
  }

  @Override
  public long bytes(PackedContext context, RunShape shape) {
    return (long) context.length() * shape.tokenBytes();
  }

  @Override
  public String tokenType(RunShape shape) {
    return shape.tokenBytes() == 2 ? "uint16" : "uint32";
  }

  @Override
  public FormatWriter writer(OutputFiles files, String folder, RunShape shape) {
    return path -> open(files, path, shape);
  }

  @Override
  public FormatReader reader(StoredOutput output, int contextLength) {
    return shard ->
        new DatatroveShard(
            output.path(shard), contextLength, output.tokenBytes(), output.output().lossMask());
  }

  private static Shard open(OutputFiles files, String path, RunShape shape) throws IOException {
    TokenFile tokens = new TokenFile(files.create(path + ".ds"));
    TokenFile index = new TokenFile(files.create(path + ".ds.index"));
    TokenFile metadata = new TokenFile(files.create(path + ".ds.metadata"));
    TokenFile loss = shape.lossMask() ? new TokenFile(files.create(path + LOSS)) : null;
    return new Shard() {
      private long count;

      @Override
      public void write(PackedContext context) throws IOException {
        tokens.putTokens(context.tokens(), shape.tokenBytes());
        int[] ends = Ranges.ends(context, shape.documentMask());
        for (int r = 1; r < ends.length; r++) {
          index.putLong(count + ends[r]);
        }
        if (loss != null) {
          loss.put(LossMask.of(context));
        }
        count += context.length();
      }

      @Override
      public void finish() throws IOException {
        tokens.complete();
        index.complete();
        if (loss != null) {
          loss.complete();
        }
        metadata.put(metadata(shape, count).getBytes(StandardCharsets.UTF_8));
        metadata.complete();
      }
    };
  }

  /** Returns what stands in the metadata of a shard. */
  static String metadata(RunShape shape, long tokens) {
    return shape.tokenizer() + "|" + shape.tokenBytes() + "\n" + tokens + "\n" + human(tokens);
  }

  /** Returns three digits and the unit that datatrove gives tokens: {@code 24.0 MT}. */
  static String human(long count) {
    int exponent = count == 0 ? 0 : Long.toString(count).length() - 1;
    int thousands = exponent / 3;
    double value = count / Math.pow(1000, thousands);
    String number = String.format(Locale.ROOT, "%." + (2 - exponent % 3) + "f", value);
    return number + " " + (thousands == 0 ? "" : UNITS.charAt(thousands - 1)) + "T";
  }
}
