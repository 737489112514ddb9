package dev.icp;

import dev.icp.internal.base.Shuffle;
import dev.icp.internal.contexts.ContextLayout;
import dev.icp.internal.contexts.ContextPacker;
import dev.icp.internal.documents.TokenStore;
import dev.icp.internal.report.ReportValues.RepetitionValues;
import dev.icp.internal.report.ZipfExponent;
import dev.icp.spi.StageContext;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

/** Measures how much comes again in a context, on the tokens of a seeded sample of contexts. */
final class RepetitionMeasure {
  private final ContextLayout layout;
  private final ContextPacker packer;
  private final TokenStore tokens;
  private final StageContext context;

  RepetitionMeasure(
      ContextLayout layout, ContextPacker packer, TokenStore tokens, StageContext context) {
    this.layout = layout;
    this.packer = packer;
    this.tokens = tokens;
    this.context = context;
  }

  /**
   * Measures.
   *
   * @param contexts how many there are, at least one
   * @param contextLength in tokens
   */
  RepetitionValues measure(int contexts, int contextLength) {
    int sampled =
        Math.min(
            contexts,
            Math.min(
                PackingReport.MAX_CONTEXTS_MEASURED,
                Math.max(
                    PackingReport.MIN_CONTEXTS_MEASURED,
                    PackingReport.MAX_TOKENS_MEASURED / contextLength)));
    int[] sample = Shuffle.permutation(contexts, context.seed(), "measured contexts");
    Sums found = new Sums(sampled);
    Sums chance = new Sums(sampled);
    context.forEach(
        sampled,
        s -> {
          int[] own = own(packer.pack(sample[s], sample[s]));
          int[] drawn = drawn(own.length, Shuffle.random(context.seed() + s, "drawn tokens"));
          int width = width(own, drawn);
          found.add(s, own, width);
          chance.add(s, drawn, width);
        });
    return new RepetitionValues(
        sampled,
        found.compressedSize(),
        chance.compressedSize(),
        found.burstiness(),
        chance.burstiness());
  }

  /** Returns the tokens of documents. */
  private static int[] own(PackedContext packed) {
    int[] all = packed.tokens();
    return packed.segments().stream()
        .flatMapToInt(segment -> Arrays.stream(all, segment.at(), segment.at() + segment.length()))
        .toArray();
  }

  /** Returns so many tokens of random documents, each from its beginning. */
  private int[] drawn(int count, SplittableRandom random) {
    int[] drawn = new int[count];
    int filled = 0;
    while (filled < count) {
      int document = layout.document(random.nextInt(layout.pieces()));
      int part = Math.min(count - filled, tokens.count(document));
      tokens.read(document, 0, part, drawn, filled);
      filled += part;
    }
    return drawn;
  }

  /** Returns the bytes that each token takes. */
  private static int width(int[]... rows) {
    int all = Arrays.stream(rows).flatMapToInt(IntStream::of).reduce(0, (a, b) -> a | b);
    return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(all) + 7) / 8);
  }

  /** What is added up, by context. */
  private static final class Sums {
    private final long[] raw;
    private final long[] compressed;
    private final double[] exponents;

    Sums(int contexts) {
      raw = new long[contexts];
      compressed = new long[contexts];
      exponents = new double[contexts];
    }

    void add(int s, int[] row, int width) {
      byte[] bytes = new byte[row.length * width];
      Int2IntOpenHashMap counts = new Int2IntOpenHashMap();
      int at = 0;
      for (int token : row) {
        counts.addTo(token, 1);
        for (int b = 0; b < width; b++) {
          bytes[at++] = (byte) (token >>> (Byte.SIZE * b));
        }
      }
      raw[s] = bytes.length;
      compressed[s] = compressed(bytes);
      exponents[s] =
          counts.values().intStream().mapToDouble(Math::log).average().stream()
              .map(ZipfExponent::of)
              .findFirst()
              .orElse(Double.NaN);
    }

    private static long compressed(byte[] bytes) {
      Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
      deflater.setInput(bytes);
      deflater.finish();
      byte[] block = new byte[1 << 14];
      while (!deflater.finished()) {
        deflater.deflate(block);
      }
      long size = deflater.getBytesWritten();
      deflater.end();
      return size;
    }

    double compressedSize() {
      return Arrays.stream(compressed).sum() / (double) Arrays.stream(raw).sum();
    }

    double burstiness() {
      return DoubleStream.of(exponents).filter(s -> !Double.isNaN(s)).average().orElse(Double.NaN);
    }
  }
}
