package dev.icp.spark;

import java.io.IOException;
import java.io.Serializable;

/**
 * Says how to load something that cannot be sent, such as a model or a tokenizer with native code.
 * Each executor loads it once, and all of its tasks share it: what is loaded must be thread-safe.
 *
 * @param <T> what is loaded
 */
@FunctionalInterface
public interface Loader<T> extends Serializable {
  /** Loads it. */
  T load() throws IOException;
}
