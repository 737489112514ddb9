package dev.icp.spark.internal.steps;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The steps of a run in their order. Some of them come again where near duplicates are dropped. */
public enum Step {
  READ,
  NUMBER,
  COUNT_WORDS,
  FIND_COPIES,
  MAKE_CELLS,
  COMPARE,
  COLLECT_NEAR_DUPLICATES,
  GROUP,
  ORDER,
  WRITE;

  /**
   * Returns the steps that a run may have.
   *
   * @param words whether documents are compared by words
   * @param drops whether near duplicates are dropped
   */
  public static Set<Step> of(boolean words, boolean drops) {
    Set<Step> steps = EnumSet.allOf(Step.class);
    if (!words) {
      steps.remove(COUNT_WORDS);
    }
    if (!drops) {
      steps.remove(FIND_COPIES);
      steps.remove(COLLECT_NEAR_DUPLICATES);
    }
    return steps;
  }

  /** Returns what it is called, such as {@code make cells}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Returns what is counted while it goes on. */
  String units() {
    return this == WRITE ? "contexts" : "documents";
  }
}
