package dev.icp.spi;

import java.util.function.IntConsumer;

/** What a stage works with: threads, storage, seed, and someone to tell how far it has come. */
public interface StageContext {
  /** Returns how many threads {@link #forEach} uses, 1 or more. */
  int threads();

  /** Returns the seed that everything random is derived from. */
  long seed();

  /** Returns where to put what does not fit into memory. */
  Storage storage();

  /**
   * Runs {@code body} once for each of 0 … tasks − 1, lower ones first, on all threads, and returns
   * when all are done. Results must not depend on which thread runs what. When a task throws, no
   * further ones are started and the exception is thrown here. Not to be called from within a task.
   */
  void forEach(int tasks, IntConsumer body);

  /**
   * Says how far the stage has come; cheap enough to call often, from any thread.
   *
   * @param done units (documents) done
   * @param total units in all; −1 if unknown
   */
  void progress(long done, long total);
}
