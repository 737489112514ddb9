package dev.icp.formats.internal.output;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.icp.DroppedDocument;
import dev.icp.formats.internal.files.TemporaryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.Stream;

/** Near duplicates that were dropped as JSON, one a line. */
public final class DroppedLines {
  /** The name of their file. */
  public static final String NAME = "dropped.jsonl";

  private static final int FLUSH_CHARS = 1 << 16;

  private DroppedLines() {}

  /** Writes a line for each document, in their order. */
  public static void write(TemporaryFile file, Stream<DroppedDocument> documents)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Iterator<DroppedDocument> i = documents.iterator(); i.hasNext(); ) {
      append(i.next(), lines);
      lines.append('\n');
      if (lines.length() > FLUSH_CHARS || !i.hasNext()) {
        file.write(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8)));
        lines.setLength(0);
      }
    }
  }

  /** Returns the line of a document, without its end. */
  public static String line(DroppedDocument document) {
    StringBuilder line = new StringBuilder();
    append(document, line);
    return line.toString();
  }

  private static void append(DroppedDocument document, StringBuilder lines) {
    JsonStringEncoder encoder = JsonStringEncoder.getInstance();
    lines.append("{\"id\": \"");
    encoder.quoteAsString(document.id(), lines);
    lines.append("\", \"keptId\": \"");
    encoder.quoteAsString(document.keptId(), lines);
    lines.append("\", \"cosine\": ").append(document.cosine()).append('}');
  }
}
