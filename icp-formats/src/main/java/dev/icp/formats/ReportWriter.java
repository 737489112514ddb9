package dev.icp.formats;

import dev.icp.PackingReport;
import dev.icp.formats.internal.files.Existing;
import dev.icp.formats.internal.files.RecordJson;
import dev.icp.formats.internal.files.TemporaryFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes a report as JSON: the keys are the names of the components of a record such as {@link
 * PackingReport}, in their order; enums are lower-case strings, numbers that are not finite are
 * null.
 *
 * <p>The file is written under a temporary name in its folder, which is made if absent, and gets
 * its own on {@link #commit}; closing before that leaves nothing. A file that is there already is
 * refused unless {@link IfExists} says otherwise. Exceptions name the file and say why on one line.
 * Not thread-safe.
 */
public final class ReportWriter implements Closeable {
  private final TemporaryFile file;

  private ReportWriter(TemporaryFile file) {
    this.file = file;
  }

  /**
   * Begins a file.
   *
   * @throws IOException if that cannot be done, or the file is there
   */
  public static ReportWriter open(Path file) throws IOException {
    return open(file, IfExists.REFUSE);
  }

  /**
   * Begins a file.
   *
   * @throws IOException if that cannot be done, or the file is there and to be refused
   */
  public static ReportWriter open(Path file, IfExists ifExists) throws IOException {
    return new ReportWriter(new TemporaryFile(file, Existing.of(ifExists)));
  }

  /**
   * Writes the report; to be called once.
   *
   * @param report a record of a public type, of numbers, booleans, strings, enums, lists and such
   *     records
   * @throws IllegalArgumentException if it has something else
   * @throws IOException if it cannot be written
   */
  public void write(Record report) throws IOException {
    file.write(ByteBuffer.wrap(RecordJson.bytes(report)));
  }

  /**
   * Writes the report of a packing run; to be called once.
   *
   * @throws IllegalArgumentException if icp did not make it
   * @throws IOException if it cannot be written
   */
  public void write(PackingReport report) throws IOException {
    file.write(ByteBuffer.wrap(RecordJson.bytes(report)));
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
