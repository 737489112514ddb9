package dev.icp.formats.internal.format.npy;

import dev.icp.PackedContext;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.internal.format.FixedLengthTokens;
import dev.icp.formats.internal.format.LossMask;
import dev.icp.formats.internal.format.RangeEnds;
import dev.icp.formats.internal.format.StoredContext;
import dev.icp.formats.internal.format.StoredShard;
import dev.icp.internal.base.IoFailures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads what {@link NpyFormat} writes. */
public final class NpyShard implements StoredShard {
  private static final Pattern ROW =
      Pattern.compile(
          "(\\d{1,18}),(\\d{1,18}),(?:[^\",]*|\"(?:[^\"]|\"\")*\"),[^\",]+,(\\d{1,18})");

  private final FixedLengthTokens tokens;
  private final @Nullable LossMask loss;
  private final Path file;
  private final BufferedReader rows;
  private final boolean documentMask;
  private final List<String> last = new ArrayList<>();
  private long row;
  private long line;

  /**
   * @param base the path without endings
   * @param documentMask whether each document is a range of its own
   * @param lossMask whether it is written which tokens are to be learned
   */
  public NpyShard(
      String base, int contextLength, int tokenBytes, boolean documentMask, boolean lossMask)
      throws IOException {
    this.documentMask = documentMask;
    tokens = new FixedLengthTokens(Path.of(base + ".npy"), contextLength, tokenBytes);
    loss = lossMask ? new LossMask(Path.of(base + NpyFormat.LOSS)) : null;
    file = Path.of(base + ".csv.gz");
    try {
      rows =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(file), 1 << 16),
                  StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new BadOutputException(file.toString(), IoFailures.reason(e));
    }
  }

  @Override
  public @Nullable StoredContext next() throws IOException {
    long begin = tokens.next();
    int[] context = tokens.read();
    if (context == null) {
      if (row() != null) {
        throw bad("goes on behind the last token");
      }
      if (loss != null) {
        loss.requireEnd();
      }
      return null;
    }
    return new StoredContext(
        context,
        ends(begin, context.length).toArray(),
        null,
        loss == null ? null : loss.next(context.length));
  }

  @Override
  public void requireBeside(PackedContext context, String sidecar) throws IOException {
    long begin = tokens.next() - context.length();
    List<String> expected = NpyFormat.rows(context, documentMask, begin, sidecar, line);
    if (!last.equals(expected)) {
      int r = 0;
      while (r < last.size() - 1 && last.get(r).equals(expected.get(r))) {
        r++;
      }
      throw new BadOutputException(
          file + ":" + (row - last.size() + 1 + r),
          "\"" + last.get(r) + "\", expected \"" + expected.get(r) + "\"");
    }
  }

  @Override
  public void skip(long contexts) throws IOException {
    for (long c = 0; c < contexts; c++) {
      ends(tokens.next(), tokens.contextLength());
      tokens.skip();
    }
    if (loss != null) {
      loss.skip(contexts * tokens.contextLength());
    }
  }

  private RangeEnds ends(long begin, int length) throws IOException {
    line++;
    last.clear();
    RangeEnds ends = new RangeEnds(length);
    while (ends.last() < length) {
      Matcher next = row();
      if (next != null) {
        last.add(next.group());
      } else {
        throw bad("ends before token " + (begin + length));
      }
      if (Long.parseLong(next.group(1)) != begin + ends.last()
          || !ends.add(Long.parseLong(next.group(2)) - begin)
          || Long.parseLong(next.group(3)) != line) {
        throw bad(
            String.format(
                Locale.ROOT,
                "tokens %s to %s of line %s of the sidecar, expected from %d and line %d",
                next.group(1),
                next.group(2),
                next.group(3),
                begin + ends.last(),
                line));
      }
    }
    return ends;
  }

  private @Nullable Matcher row() throws IOException {
    String text;
    try {
      text = rows.readLine();
    } catch (IOException e) {
      throw bad(IoFailures.reason(e));
    }
    row++;
    if (text == null) {
      return null;
    }
    Matcher matcher = ROW.matcher(text);
    if (!matcher.matches()) {
      throw bad("not start,end,id,src,loc");
    }
    return matcher;
  }

  private BadOutputException bad(String reason) {
    return new BadOutputException(file + ":" + row, reason);
  }

  @Override
  public void close() throws IOException {
    try (tokens;
        rows) {
      if (loss != null) {
        loss.close();
      }
    }
  }
}
