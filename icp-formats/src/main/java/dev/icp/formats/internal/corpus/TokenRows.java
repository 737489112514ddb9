package dev.icp.formats.internal.corpus;

import dev.icp.formats.CorpusException;
import dev.icp.formats.internal.corpus.TokenSource.Span;
import dev.icp.internal.base.IoFailures;
import dev.icp.spi.OnFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Rows {@code start,end,id,src,loc} without a header, as Dolma and OLMo-core have them beside
 * tokens; a document each.
 */
final class TokenRows implements TokenSource.Spans {
  private final Path file;
  private final boolean withIds;
  private final BufferedReader lines;
  private long row;

  /**
   * @param withIds whether documents are called by the ids in the rows, where there are any
   */
  TokenRows(Path file, boolean withIds) throws IOException {
    this.file = file;
    this.withIds = withIds;
    InputStream in = Files.newInputStream(file);
    try {
      lines =
          new BufferedReader(
              new InputStreamReader(
                  file.toString().endsWith(".gz") ? new GzipInput(in) : in,
                  StandardCharsets.UTF_8.newDecoder()));
    } catch (Throwable cause) {
      OnFailure.close(in, cause);
      throw cause;
    }
  }

  /**
   * Returns where the last document ends.
   *
   * @param name of the file with the tokens
   */
  static long countTokens(Path file, String name) throws IOException {
    long end = 0;
    try (TokenRows rows = new TokenRows(file, false)) {
      for (Span span = rows.next(); span != null; span = rows.next()) {
        end = span.to();
      }
    } catch (IOException e) {
      throw new CorpusException(name, IoFailures.reason(e), e);
    }
    return end;
  }

  @Override
  public @Nullable Span next() throws IOException {
    String line;
    try {
      line = lines.readLine();
    } catch (IOException e) {
      throw new IOException(file.getFileName() + ": " + IoFailures.reason(e), e);
    }
    if (line == null) {
      return null;
    }
    row++;
    int first = line.indexOf(',');
    int second = line.indexOf(',', first + 1);
    try {
      long from = Long.parseLong(line.substring(0, Math.max(first, 0)));
      long to = Long.parseLong(line.substring(first + 1, second < 0 ? line.length() : second));
      String id = second < 0 ? "" : field(line, second + 1);
      return new Span(from, to, withIds && !id.isEmpty() ? id : null);
    } catch (NumberFormatException e) {
      throw new IOException(
          file.getFileName() + ":" + row + " is no row of start,end,id,src,loc", e);
    }
  }

  /** Returns a field as RFC 4180 has it. */
  private static String field(String line, int from) {
    if (!line.startsWith("\"", from)) {
      int to = line.indexOf(',', from);
      return line.substring(from, to < 0 ? line.length() : to);
    }
    StringBuilder field = new StringBuilder();
    for (int i = from + 1; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        if (!line.startsWith("\"\"", i)) {
          break;
        }
        i++;
      }
      field.append(c);
    }
    return field.toString();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
