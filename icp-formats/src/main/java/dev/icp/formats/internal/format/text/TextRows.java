package dev.icp.formats.internal.format.text;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What rows of text are stored in. Has no state. */
interface TextRows {
  /** Where a row's text stands. */
  String TEXT = "text";

  /** Where it is said where the pieces of documents begin in the text. */
  String STARTS = "document_starts";

  /** Where it is said where they end. */
  String ENDS = "document_ends";

  /** Returns how the names of files end. */
  String ending();

  /**
   * Refuses to be used where something is missing.
   *
   * @throws IllegalStateException saying what
   */
  void require();

  /** Begins to write; closing the writer leaves the stream open. */
  Writer write(OutputStream out) throws IOException;

  /**
   * Begins to read.
   *
   * @throws dev.icp.formats.BadOutputException if it is no such file
   */
  Reader read(Path file) throws IOException;

  /** Takes rows. */
  interface Writer extends Closeable {
    void write(TextRow row) throws IOException;
  }

  /** Gives rows. */
  interface Reader extends Closeable {
    /**
     * Returns the next row; null after the last one.
     *
     * @throws dev.icp.formats.BadOutputException if there is something else
     */
    @Nullable TextRow next() throws IOException;
  }
}
