package dev.icp.internal.vectors;

import dev.icp.Document;
import dev.icp.internal.base.StageInput;
import dev.icp.internal.base.StageOutput;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.Vectors;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether vectors belong to the texts that they came with: documents that are near each other by
 * their vectors share more words than any two do, in every language and by every model. They do not
 * where rows have got into another order than documents. Of a sample, which depends on the texts
 * alone: of a later state of a corpus it is mostly the same. Documents come in order. Thread-safe.
 */
public final class WordAgreement {
  private static final int SAMPLE = 512;

  /** So many are kept, since some of them may be gone in a later state. */
  private static final int KEPT = 2 * SAMPLE;

  /** From how many on a mean says something. */
  private static final int FEWEST = 64;

  private static final int CHARACTERS = 4096;

  /** How many standard errors above chance are no chance. */
  private static final double ERRORS = 3;

  /** How far above chance the nearest by words have to be for words to say anything. */
  private static final double TELLING = 0.05;

  /** Shifts by which documents are compared with any other. */
  private static final int SHIFTS = 8;

  /**
   * What was found.
   *
   * @param nearest mean cosine of the words of a document and those of the one nearest to it by
   *     vectors; NaN where nothing was measured
   * @param any the same of any other document
   * @param disagree whether the nearest share no more words than any, though others do
   */
  public record Shared(double nearest, double any, boolean disagree) {
    /** Nothing measured. */
    public static final Shared UNKNOWN = new Shared(Double.NaN, Double.NaN, false);
  }

  /** A document and its terms, ascending. */
  private static final class Sampled {
    final int document;
    final int[] terms;

    Sampled(int document, int[] terms) {
      this.document = document;
      this.terms = terms;
    }
  }

  private final TermScanner scanner = new TermScanner();

  /** By what stands for chance: the ones with the smallest are the sample. */
  private final TreeMap<Integer, Sampled> sample = new TreeMap<>();

  /** Terms of an earlier sample, by the same. */
  private final Map<Integer, int[]> earlier = new HashMap<>();

  /** What is above it does not get into the sample any more. */
  private int highest = Integer.MAX_VALUE;

  private int documents;

  /**
   * Takes the next documents.
   *
   * @param hashes SHA-256 of each one's text
   */
  public synchronized void add(List<Document> next, List<byte[]> hashes) {
    for (int i = 0; i < next.size(); i++, documents++) {
      int chance = chance(hashes.get(i));
      if (chance <= highest && !sample.containsKey(chance)) {
        add(chance, terms(next.get(i).text()));
      }
    }
  }

  /** Takes the next document, of which the sample that was {@linkplain #take taken} knows. */
  public synchronized void add(byte[] hash) {
    int chance = chance(hash);
    int[] terms = earlier.get(chance);
    if (terms != null && chance <= highest && !sample.containsKey(chance)) {
      add(chance, terms);
    }
    documents++;
  }

  private static int chance(byte[] hash) {
    return ByteBuffer.wrap(hash).getInt();
  }

  private void add(int chance, int[] terms) {
    sample.put(chance, new Sampled(documents, terms));
    if (sample.size() > KEPT) {
      sample.pollLastEntry();
      highest = sample.lastKey();
    }
  }

  /** Writes the sample. */
  public synchronized void writeTo(StageOutput output) {
    output.putInt(highest);
    output.putInt(sample.size());
    sample.forEach(
        (chance, one) -> {
          output.putInt(chance);
          output.putInt(one.terms.length);
          output.putInts(one.terms, 0, one.terms.length);
        });
  }

  /** Takes the sample of an earlier state, before any document has come. */
  public synchronized void take(StageInput input) {
    highest = input.nextInt();
    for (int left = input.nextInt(); left > 0; left--) {
      earlier.put(input.nextInt(), input.nextInts(input.nextInt()));
    }
  }

  private int[] terms(String text) {
    scanner.scan(text.substring(0, Math.min(text.length(), CHARACTERS)));
    return Arrays.stream(scanner.buckets(), 0, scanner.count()).distinct().toArray();
  }

  /**
   * Compares with the vectors of all documents that were added.
   *
   * @return {@link Shared#UNKNOWN} where vectors are none of a model, documents few, or words say
   *     nothing
   */
  public synchronized Shared with(@Nullable Vectors vectors) {
    Vectors model = vectors instanceof PairedVectors paired ? paired.meaning() : vectors;
    return model instanceof DenseVectors dense && sample.size() >= FEWEST
        ? shared(dense, sample.values().stream().limit(SAMPLE).toArray(Sampled[]::new))
        : Shared.UNKNOWN;
  }

  private static Shared shared(DenseVectors vectors, Sampled[] sampled) {
    int n = sampled.length;
    float[][] words = weights(sampled);
    int[] nearest = nearest(vectors, sampled);
    double sum = 0;
    double squares = 0;
    double any = 0;
    for (int i = 0; i < n; i++) {
      double shared = cosine(sampled, words, i, nearest[i]);
      sum += shared;
      squares += shared * shared;
      for (int shift = 1; shift <= SHIFTS; shift++) {
        any += cosine(sampled, words, i, (i + shift) % n) / SHIFTS;
      }
    }
    double mean = sum / n;
    double chance = any / n;
    double error = Math.sqrt(Math.max(0, squares / n - mean * mean) / n);
    boolean disagree = mean - chance <= ERRORS * error;
    return disagree && mostShared(sampled, words) - chance < TELLING
        ? Shared.UNKNOWN
        : new Shared(mean, chance, disagree);
  }

  /** Returns for each document the one that is nearest to it by vectors. */
  private static int[] nearest(DenseVectors vectors, Sampled[] sampled) {
    int n = sampled.length;
    int d = vectors.dimension();
    float[] rows = new float[n * d];
    for (int i = 0; i < n; i++) {
      vectors.read(sampled[i].document, 1, rows, i * d);
    }
    int[] nearest = new int[n];
    float[] highest = new float[n];
    Arrays.fill(highest, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        float cosine = 0;
        for (int c = 0; c < d; c++) {
          cosine += rows[i * d + c] * rows[j * d + c];
        }
        if (cosine > highest[i]) {
          highest[i] = cosine;
          nearest[i] = j;
        }
        if (cosine > highest[j]) {
          highest[j] = cosine;
          nearest[j] = i;
        }
      }
    }
    return nearest;
  }

  /** Returns the mean cosine of words of a document and of the one nearest to it by words. */
  private static double mostShared(Sampled[] sampled, float[][] words) {
    double[] most = new double[sampled.length];
    for (int i = 0; i < most.length; i++) {
      for (int j = i + 1; j < most.length; j++) {
        double cosine = cosine(sampled, words, i, j);
        most[i] = Math.max(most[i], cosine);
        most[j] = Math.max(most[j], cosine);
      }
    }
    return Arrays.stream(most).average().orElse(0);
  }

  /** Weights each document's terms by how rare they are; those of a single one say nothing. */
  private static float[][] weights(Sampled[] sampled) {
    Int2IntOpenHashMap frequencies = new Int2IntOpenHashMap();
    for (Sampled one : sampled) {
      for (int term : one.terms) {
        frequencies.addTo(term, 1);
      }
    }
    float[][] weights = new float[sampled.length][];
    for (int i = 0; i < sampled.length; i++) {
      weights[i] = new float[sampled[i].terms.length];
      double squares = 0;
      for (int t = 0; t < weights[i].length; t++) {
        int frequency = frequencies.get(sampled[i].terms[t]);
        weights[i][t] =
            frequency < 2 ? 0 : (float) StrictMath.log(sampled.length / (double) frequency);
        squares += (double) weights[i][t] * weights[i][t];
      }
      for (int t = 0; squares > 0 && t < weights[i].length; t++) {
        weights[i][t] = (float) (weights[i][t] / Math.sqrt(squares));
      }
    }
    return weights;
  }

  private static double cosine(Sampled[] sampled, float[][] weights, int i, int j) {
    int[] some = sampled[i].terms;
    int[] others = sampled[j].terms;
    double cosine = 0;
    for (int a = 0, b = 0; a < some.length && b < others.length; ) {
      if (some[a] == others[b]) {
        cosine += (double) weights[i][a++] * weights[j][b++];
      } else if (some[a] < others[b]) {
        a++;
      } else {
        b++;
      }
    }
    return cosine;
  }
}
