package dev.icp.formats.internal.format.npy;

import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.formats.FormatOption;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.files.TemporaryFile;
import dev.icp.formats.internal.format.Format;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.FormatWriter;
import dev.icp.formats.internal.format.LossMask;
import dev.icp.formats.internal.format.Ranges;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.Shard;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.format.TokenFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Dolma's tokens as OLMo-core maps them ({@code olmo_core/data/numpy_dataset.py}): {@code .npy}
 * without a NumPy header, raw little-endian, and beside it {@code .csv.gz} with a row {@code
 * start,end,id,src,loc} for each range; {@code src} and {@code loc} are the sidecar and its line.
 * On request {@code .label_mask}, a NumPy bool for each token, without a header too.
 */
public final class NpyFormat implements Format {
  /** How the file ends that says which tokens are to be learned; no {@code *.npy} matches it. */
  public static final String LOSS = ".label_mask";

  @Override
  public String name() {
    return "npy";
  }

  @Override
  public boolean fixedLength() {
    return true;
  }

  @Override
  public Set<FormatOption> options() {
    return Set.of(FormatOption.TOKEN_BYTES, FormatOption.DOCUMENT_MASK, FormatOption.LOSS_MASK);
  }

  @Override
  public long usualShardBytes() {
    return 1L << 30;
  }

  @Override
  public String stem() {
    return "part-";
  }

  @Override
  public String shardName(int shard, boolean onlyOne) {
    return String.format(Locale.ROOT, "%s%05d", stem(), shard);
  }

  @Override
  public List<String> endings(boolean lossMask) {
    return lossMask ? List.of(".npy", ".csv.gz", LOSS) : List.of(".npy", ".csv.gz");
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
        new NpyShard(
            output.path(shard),
            contextLength,
            output.tokenBytes(),
            output.output().documentMask(),
            output.output().lossMask());
  }

  private static Shard open(OutputFiles files, String path, RunShape shape) throws IOException {
    TokenFile tokens = new TokenFile(files.create(path + ".npy"));
    TokenFile loss = shape.lossMask() ? new TokenFile(files.create(path + LOSS)) : null;
    TemporaryFile rowsFile = files.create(path + ".csv.gz");
    Writer rows =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(rowsFile.stream(), 1 << 16), StandardCharsets.UTF_8));
    String source = path.substring(path.lastIndexOf('/') + 1) + shape.sidecarEnding();
    return new Shard() {
      private long count;
      private long line;

      @Override
      public void write(PackedContext context) throws IOException {
        tokens.putTokens(context.tokens(), shape.tokenBytes());
        line++;
        for (String row : rows(context, shape.documentMask(), count, source, line)) {
          rows.write(row);
          rows.write('\n');
        }
        if (loss != null) {
          loss.put(LossMask.of(context));
        }
        count += context.length();
      }

      @Override
      public void finish() throws IOException {
        tokens.complete();
        rows.close();
        rowsFile.complete();
        if (loss != null) {
          loss.complete();
        }
      }
    };
  }

  /**
   * Returns the rows of a context.
   *
   * @param begin tokens before it
   * @param source its sidecar
   * @param line of that
   */
  static List<String> rows(
      PackedContext context, boolean documentMask, long begin, String source, long line) {
    int[] ends = Ranges.ends(context, documentMask);
    List<String> ids = ids(context, ends, documentMask);
    List<String> rows = new ArrayList<>();
    for (int r = 1; r < ends.length; r++) {
      long from = begin + ends[r - 1];
      long to = begin + ends[r];
      rows.add(from + "," + to + "," + quoted(ids.get(r - 1)) + "," + source + "," + line);
    }
    return rows;
  }

  /**
   * Returns what the ranges of a context are called: by their documents, empty for padding and for
   * a separator alone, or by the context's index where it is one range.
   */
  private static List<String> ids(PackedContext context, int[] ends, boolean documentMask) {
    if (!documentMask) {
      return Collections.nCopies(ends.length - 1, Long.toString(context.index()));
    }
    List<String> ids = new ArrayList<>();
    Iterator<Segment> segments =
        context.segments().stream().filter(segment -> segment.length() > 0).iterator();
    Segment next = segments.hasNext() ? segments.next() : null;
    for (int r = 1; r < ends.length; r++) {
      if (next != null && next.at() == ends[r - 1]) {
        ids.add(next.id());
        next = segments.hasNext() ? segments.next() : null;
      } else {
        ids.add("");
      }
    }
    return ids;
  }

  /** Returns a field as RFC 4180 wants it, on one line: readers take rows line by line. */
  static String quoted(String field) {
    String line = field.replaceAll("\\p{Cntrl}", " ");
    return line.contains(",") || line.contains("\"")
        ? "\"" + line.replace("\"", "\"\"") + "\""
        : line;
  }
}
