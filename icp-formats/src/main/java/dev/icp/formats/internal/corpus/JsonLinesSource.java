package dev.icp.formats.internal.corpus;

import dev.icp.Document;
import dev.icp.formats.internal.files.Utf8;
import dev.icp.formats.spi.DocumentSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A document a line. */
final class JsonLinesSource implements DocumentSource {
  private final String name;
  private final JsonLineParser parser;
  private final LineReader lines;

  JsonLinesSource(InputFile file, JsonLineParser parser) throws IOException {
    name = file.name();
    this.parser = parser;
    lines = new LineReader(file.kind().open(file.path()));
  }

  @Override
  public @Nullable Document next() throws IOException {
    while (lines.advance()) {
      byte[] buffer = lines.buffer();
      int from = lines.from();
      int to = lines.to();
      if (lines.number() == 1 && Utf8.hasByteOrderMark(buffer, from, to)) {
        from += 3;
      }
      if (!isBlank(buffer, from, to)) {
        return parser.parse(buffer, from, to, location());
      }
    }
    return null;
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public String location() {
    return name + ":" + lines.number();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
