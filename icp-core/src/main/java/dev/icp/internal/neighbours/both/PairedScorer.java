package dev.icp.internal.neighbours.both;

import dev.icp.internal.kernel.BlockKernel;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.SparseRows;

/**
 * The relatedness of one document and others, in the very bits that a {@link PairedBlock} computes:
 * sums in the order of terms, and of dimensions as its kernel adds them. Belongs to one thread.
 */
final class PairedScorer {
  private final PairedVectors vectors;
  private final SparseRows ownWords = new SparseRows();
  private final SparseRows otherWords = new SparseRows();
  private final float[] ownMeaning;
  private final float[] otherMeaning;
  private final boolean fused = BlockKernel.best().isFused();

  PairedScorer(PairedVectors vectors) {
    this.vectors = vectors;
    ownMeaning = new float[vectors.meaning().dimension()];
    otherMeaning = new float[ownMeaning.length];
  }

  /** Takes the one. */
  void one(int document) {
    vectors.words().read(document, 1, ownWords);
    vectors.meaning().read(document, 1, ownMeaning, 0);
  }

  /** Returns how related it is to another. */
  float score(int other) {
    vectors.words().read(other, 1, otherWords);
    vectors.meaning().read(other, 1, otherMeaning, 0);
    float sum = 0;
    for (int i = 0; i < ownMeaning.length; i++) {
      sum =
          fused
              ? Math.fma(ownMeaning[i], otherMeaning[i], sum)
              : sum + ownMeaning[i] * otherMeaning[i];
    }
    return vectors.sum(ownWords.dot(0, otherWords, 0), sum);
  }
}
