package dev.icp;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens to documents that are nearly copies of others: two documents are near duplicates if
 * their cosine is at least a threshold. Which threshold is right depends on the embedder; the
 * report's {@link PackingReport.Neighbours#nearestCosines} and {@link
 * PackingReport.Duplicates#thresholds} help to choose. Rounding is forgiven, so that a threshold of
 * 1 means copies. However many near duplicates a document has, all count, not only those among the
 * k neighbours of its list (as far as the index finds neighbours at all); of a graph that was given
 * nothing else is known than its lists. Where documents are related by words and by meaning ({@link
 * Embedders#both}), the cosine is that of their words, which say best what is a copy, here as in
 * the report. Immutable, and thread-safe if the comparator is.
 */
public final class NearDuplicates implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * By how much the cosine of two equal vectors can fall short of 1 when it is summed in floats.
   */
  private static final float ROUNDING = 1e-5f;

  private enum Policy {
    KEEP,
    DROP,
    SEPARATE
  }

  private static final NearDuplicates KEEP = new NearDuplicates(Policy.KEEP, Double.NaN, null);

  private final Policy policy;
  private final double cosine;

  // Who sends a policy elsewhere sends a comparator that can be sent.
  @SuppressWarnings("serial")
  private final @Nullable Comparator<? super Candidate> comparator;

  private NearDuplicates(
      Policy policy, double cosine, @Nullable Comparator<? super Candidate> comparator) {
    this.policy = policy;
    this.cosine = cosine;
    this.comparator = comparator;
  }

  /** Returns the default: all documents stay. */
  public static NearDuplicates keep() {
    return KEEP;
  }

  /**
   * Returns the policy of dropping documents until no two near duplicates are left. A document goes
   * only if it is near one that stays; of those that are near each other the first in the corpus
   * stays, unless {@link #keeping} says otherwise. {@link PackedContexts#dropped} says which went
   * because of which.
   *
   * @param cosine above 0, at most 1
   * @throws IllegalArgumentException if it is not
   */
  public static NearDuplicates drop(double cosine) {
    return new NearDuplicates(Policy.DROP, require(cosine), null);
  }

  /**
   * Returns the policy of keeping all documents and near duplicates apart: where the order would
   * put one into a context that holds another, or next to it, it moves to a later context that
   * holds none, or where there is none, to an earlier one. So are two that are near duplicates of
   * the same document, however unlike edits have made them. Two stay in one context only where no
   * better place was found; {@link PackingReport.Duplicates#pairsTogether} counts them.
   *
   * @param cosine above 0, at most 1
   * @throws IllegalArgumentException if it is not
   */
  public static NearDuplicates separate(double cosine) {
    return new NearDuplicates(Policy.SEPARATE, require(cosine), null);
  }

  /**
   * Returns a policy by its name: {@code keep}, {@code drop:COSINE} or {@code separate:COSINE}, as
   * {@link #toString} writes it.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static NearDuplicates byName(String name) {
    try {
      if (name.startsWith("drop:")) {
        return drop(Double.parseDouble(name.substring("drop:".length())));
      }
      if (name.startsWith("separate:")) {
        return separate(Double.parseDouble(name.substring("separate:".length())));
      }
    } catch (NumberFormatException e) {
      throw unknown(name, e);
    }
    if (name.equals("keep")) {
      return keep();
    }
    throw unknown(name, null);
  }

  private static IllegalArgumentException unknown(String name, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "near duplicates: '"
            + name
            + "', expected keep, or drop: or separate: and a cosine as in drop:0.95",
        cause);
  }

  private static double require(double cosine) {
    if (!(cosine > 0 && cosine <= 1)) {
      throw new IllegalArgumentException(
          "near-duplicate cosine: " + cosine + ", expected above 0 and at most 1");
    }
    return cosine;
  }

  /**
   * Returns the same policy of dropping, but with another rule which document stays: the one that
   * comes first by this comparator, and among equals first in the corpus. It is asked by the thread
   * that packs.
   *
   * @throws IllegalStateException if this policy drops nothing
   * @throws NullPointerException if {@code comparator} is null
   */
  public NearDuplicates keeping(Comparator<? super Candidate> comparator) {
    Objects.requireNonNull(comparator, "comparator");
    if (!drops()) {
      throw new IllegalStateException("keeping goes with drop only, not with " + this);
    }
    return new NearDuplicates(policy, cosine, comparator);
  }

  /** Returns whether documents are dropped. */
  public boolean drops() {
    return policy == Policy.DROP;
  }

  /** Returns whether near duplicates are kept apart. */
  public boolean separates() {
    return policy == Policy.SEPARATE;
  }

  /** Returns the cosine from which on two documents are near duplicates; NaN if all are kept. */
  public double cosine() {
    return cosine;
  }

  /**
   * Returns the lowest cosine, as a neighbour graph has it, that counts as a near duplicate: {@link
   * #cosine} less what rounding takes.
   */
  public float threshold() {
    return (float) cosine - ROUNDING;
  }

  /** Returns whether of those that are near each other the first in the corpus stays. */
  public boolean keepsFirst() {
    return comparator == null;
  }

  /** Returns by what to choose which stays; null for the first in the corpus. */
  @Nullable Comparator<? super Candidate> comparator() {
    return comparator;
  }

  @Override
  public String toString() {
    return switch (policy) {
      case KEEP -> "keep";
      case DROP -> "drop:" + cosine + (comparator == null ? "" : " keeping by a comparator");
      case SEPARATE -> "separate:" + cosine;
    };
  }

  /**
   * A document that has near duplicates, one of which stays.
   *
   * @param id its id
   * @param ordinal its place in the corpus, from 0, skipped documents not counted
   * @param tokens its length
   */
  public record Candidate(String id, int ordinal, int tokens) {}
}
