package dev.icp.formats.internal.corpus;

import dev.icp.Document;
import dev.icp.formats.internal.files.Utf8;
import dev.icp.formats.spi.DocumentSource;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A document a line, or a JSON value. */
final class JsonSource implements DocumentSource {
  private final String name;
  private final JsonLineParser parser;
  private final PieceReader pieces;
  private final long before;

  /**
   * @param before how many lines or values stand before the stream
   */
  JsonSource(String name, InputStream in, ContentKind kind, JsonLineParser parser, long before) {
    this.name = name;
    this.parser = parser;
    this.before = before;
    pieces =
        kind == ContentKind.JSON_LINES
            ? new LineReader(in)
            : new ValueReader(in, kind == ContentKind.JSON_ARRAY);
  }

  @Override
  public @Nullable Document next() throws IOException {
    while (pieces.advance()) {
      byte[] buffer = pieces.buffer();
      int from = pieces.from();
      int to = pieces.to();
      // Where files with byte order marks were joined, one stands on any line.
      while (Utf8.hasByteOrderMark(buffer, from, to)) {
        from += 3;
      }
      if (JsonValues.skipBlanks(buffer, from, to) < to) {
        return parser.parse(buffer, from, to, name + ":" + (before + pieces.number()), location());
      }
    }
    return null;
  }

  /** Returns how many lines or values there have been, those before the stream included. */
  long pieces() {
    return before + pieces.number();
  }

  /** Returns whether the last line was ended, when all have come. */
  boolean isEnded() {
    return pieces instanceof LineReader lines && lines.isEnded();
  }

  @Override
  public String location() {
    return pieces.place(name, before);
  }

  @Override
  public void close() throws IOException {
    pieces.close();
  }
}
