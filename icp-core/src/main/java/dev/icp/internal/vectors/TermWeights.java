package dev.icp.internal.vectors;

import dev.icp.internal.base.StageInput;
import dev.icp.internal.base.StageOutput;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What words weigh in a corpus: in how many of how many documents each stands. Kept beside the
 * vectors, other documents can be weighed by it that come later. Immutable.
 *
 * <p>Terms of a single document are none: to them belongs what no document had.
 */
public final class TermWeights {
  private final int documents;
  private final TermBuckets buckets;
  private final int[] terms;
  private final int[] frequencies;

  private TermWeights(int documents, TermBuckets buckets, int[] terms, int[] frequencies) {
    this.documents = documents;
    this.buckets = buckets;
    this.terms = terms;
    this.frequencies = frequencies;
  }

  /**
   * Takes the terms of several documents.
   *
   * @param documents how many there are
   * @param frequency in how many of them a bucket's terms stand
   */
  static TermWeights of(int documents, TermBuckets buckets, IntUnaryOperator frequency) {
    int count = 0;
    for (int b = 0; b < buckets.count(); b++) {
      count += frequency.applyAsInt(b) > 1 ? 1 : 0;
    }
    int[] terms = new int[count];
    int[] frequencies = new int[count];
    for (int b = 0, t = 0; b < buckets.count(); b++) {
      int df = frequency.applyAsInt(b);
      if (df > 1) {
        terms[t] = b;
        frequencies[t++] = df;
      }
    }
    return new TermWeights(documents, buckets, terms, frequencies);
  }

  /** Returns how many documents there were. */
  public int documents() {
    return documents;
  }

  /** Returns the means of weighing documents, also such as were not counted. */
  TermWeighting weighting() {
    int[] all = new int[buckets.count()];
    for (int t = 0; t < terms.length; t++) {
      all[terms[t]] = frequencies[t];
    }
    return new TermWeighting(documents, buckets, bucket -> Math.max(1, all[bucket]));
  }

  /** Returns a few digits that tell these weights from others. */
  String digest() {
    return StageOutput.fingerprint(output -> write(this, output)).substring(0, 16);
  }

  /**
   * Writes weights: documents, bits of a bucket, buckets and frequencies; or that there are none.
   */
  static void write(@Nullable TermWeights weights, StageOutput output) {
    output.putInt(weights == null ? -1 : weights.terms.length);
    if (weights != null) {
      output.putInt(weights.documents);
      output.putInt(weights.buckets.bits());
      output.putInts(weights.terms, 0, weights.terms.length);
      output.putInts(weights.frequencies, 0, weights.terms.length);
    }
  }

  /** Reads what was written. */
  static @Nullable TermWeights read(StageInput input) {
    int count = input.nextInt();
    return count < 0
        ? null
        : new TermWeights(
            input.nextInt(),
            new TermBuckets(input.nextInt()),
            input.nextInts(count),
            input.nextInts(count));
  }
}
