package dev.icp.formats;

import dev.icp.spi.ContextWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Writers of contexts. */
public final class ContextWriters {
  private ContextWriters() {}

  /**
   * Writes JSON Lines, one context a line, in UTF-8:
   *
   * <pre>{@code
   * {"context": 0, "segments": [{"id": "doc-17", "from": 0, "to": 312, "at": 0}], "padding": 0, "tokens": [35,32,72]}
   * }</pre>
   *
   * {@code from} (inclusive) and {@code to} (exclusive) count tokens within the document, {@code
   * at} is where the segment begins in the context; separators and padding stand in no segment. The
   * same contexts give the same bytes.
   *
   * <p>The file is written under a temporary name in its folder, which is made if absent, and gets
   * its own on commit, replacing an older file; closing before that leaves nothing. Exceptions name
   * the file and say why on one line.
   *
   * @throws IOException if the file cannot be begun
   */
  public static ContextWriter jsonLines(Path file, JsonLinesOption... options) throws IOException {
    return new JsonLinesContextWriter(
        new TemporaryFile(file), !Set.of(options).contains(JsonLinesOption.NO_TOKENS));
  }
}
