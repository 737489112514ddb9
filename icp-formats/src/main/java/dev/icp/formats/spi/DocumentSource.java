package dev.icp.formats.spi;

import dev.icp.Document;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The documents of one file, one after the other. Not thread-safe. */
public interface DocumentSource extends Closeable {
  /**
   * Returns the next document; null when there are no more.
   *
   * @throws dev.icp.formats.CorpusException if what comes next is no document; the one after it can
   *     be asked for
   * @throws IOException if nothing more can be read
   */
  @Nullable Document next() throws IOException;

  /** Returns the place of what {@link #next} returned or failed at. */
  String location();
}
