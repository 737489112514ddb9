package dev.icp.formats;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.icp.PackedContexts.DroppedDocument;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * Writes which near duplicates were dropped as JSON Lines, in UTF-8:
 *
 * <pre>{@code
 * {"id": "doc-17", "keptId": "doc-3", "cosine": 0.9731}
 * }</pre>
 *
 * <p>{@code keptId} is a near duplicate that stayed, {@code cosine} the cosine of the two.
 *
 * <p>The file is written under a temporary name in its folder, which is made if absent, and gets
 * its own on {@link #commit}, replacing an older file; closing before that leaves nothing.
 * Exceptions name the file and say why on one line. Not thread-safe.
 */
public final class DroppedWriter implements Closeable {
  private static final int FLUSH_CHARS = 1 << 16;

  private final TemporaryFile file;

  private DroppedWriter(TemporaryFile file) {
    this.file = file;
  }

  /**
   * Begins a file.
   *
   * @throws IOException if that cannot be done
   */
  public static DroppedWriter open(Path file) throws IOException {
    return new DroppedWriter(new TemporaryFile(file));
  }

  /**
   * Writes a line for each document, in their order.
   *
   * @throws IOException if they cannot be written
   */
  public void write(Stream<DroppedDocument> documents) throws IOException {
    JsonStringEncoder encoder = JsonStringEncoder.getInstance();
    StringBuilder lines = new StringBuilder();
    for (Iterator<DroppedDocument> i = documents.iterator(); i.hasNext(); ) {
      DroppedDocument document = i.next();
      lines.append("{\"id\": \"");
      encoder.quoteAsString(document.id(), lines);
      lines.append("\", \"keptId\": \"");
      encoder.quoteAsString(document.keptId(), lines);
      lines.append("\", \"cosine\": ").append(document.cosine()).append("}\n");
      if (lines.length() > FLUSH_CHARS || !i.hasNext()) {
        file.write(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8)));
        lines.setLength(0);
      }
    }
  }

  /**
   * Gives the file its name.
   *
   * @throws IOException if it cannot be written to its end
   */
  public void commit() throws IOException {
    file.commit();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
