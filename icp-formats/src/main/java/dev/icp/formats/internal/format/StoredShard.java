package dev.icp.formats.internal.format;

import dev.icp.PackedContext;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The contexts in one shard of an output, in order. Not thread-safe. */
public interface StoredShard extends Closeable {
  /**
   * Returns the next context; null after the last one.
   *
   * @throws dev.icp.formats.BadOutputException if the files are not as the format wants them
   */
  @Nullable StoredContext next() throws IOException;

  /**
   * Refuses what is written beside the tokens of the context that {@link #next} returned last, if
   * it is not what is written beside this one. Default: there is nothing.
   *
   * @param sidecar name of the shard's sidecar
   * @throws dev.icp.formats.BadOutputException if it is something else
   */
  default void requireBeside(PackedContext context, String sidecar) throws IOException {}

  /**
   * Passes over contexts, of which there must be as many.
   *
   * @throws dev.icp.formats.BadOutputException if the files are not as the format wants them
   */
  default void skip(long contexts) throws IOException {
    for (long c = 0; c < contexts; c++) {
      next();
    }
  }
}
