package dev.icp.formats.internal.trainer;

import dev.icp.Tail;

/**
 * What a trainer makes of contexts between file and model. Has no state. A new one is a class
 * beside the others, a line in {@link dev.icp.formats.TrainerPreset} and its page in {@code
 * docs/trainers}.
 */
public interface Trainer {
  /** Returns its name for people. */
  String title();

  /** Returns of which version that was found out, and how. */
  String checked();

  /** Returns the same for contexts of text, if it {@linkplain #readsText reads} them. */
  default String checkedText() {
    return checked();
  }

  /** Returns how many tokens a context needs more than the model sees: 1 for its last label. */
  default int labels() {
    return 0;
  }

  /** Returns what becomes of the last context where nothing else is asked for. */
  Tail tail();

  /** Returns what it makes of padding. */
  Padding padding();

  /** Returns whether the files can tell it where documents end. */
  default boolean readsRanges() {
    return false;
  }

  /** Returns whether all contexts have to be in one shard. */
  default boolean wantsOneShard() {
    return false;
  }

  /** Returns whether it makes whole contexts of rows of text too, which it tokenizes. */
  default boolean readsText() {
    return false;
  }

  /** Says what to set, what to leave off, and why. */
  void guide(Training training, Guide guide);
}
