package dev.icp.formats;

import dev.icp.formats.internal.files.TemporaryFile;
import dev.icp.formats.internal.inspect.PageTemplate;
import dev.icp.internal.base.RunLock;
import dev.icp.spi.OnFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Writes an inspection, or a comparison, as a page of HTML that needs nothing else: no network, no
 * other file. What documents hold is shown as text, whatever it is.
 *
 * <p>The file is written under a temporary name in its folder, which is made if absent, and gets
 * its own on {@link #commit}, replacing an older page; closing before that leaves nothing.
 * Exceptions name the file and say why on one line. Not thread-safe.
 */
public final class InspectionPage implements Closeable {
  private final TemporaryFile file;
  private final RunLock lock;

  private InspectionPage(TemporaryFile file, RunLock lock) {
    this.file = file;
    this.lock = lock;
  }

  /**
   * Begins a file. A page that this class wrote is replaced, anything else refused.
   *
   * @throws IOException if that cannot be done, something else is there, or another run is writing
   *     the same file
   */
  public static InspectionPage open(Path file) throws IOException {
    TemporaryFile page = new TemporaryFile(file, PageTemplate::isPage);
    try {
      Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
      RunLock lock =
          RunLock.ofFolder(
              folder, "." + file.getFileName() + ".lock", file + ": another run is writing it");
      try {
        page.clearOthers();
        return new InspectionPage(page, lock);
      } catch (Throwable cause) {
        OnFailure.close(lock, cause);
        throw cause;
      }
    } catch (Throwable cause) {
      OnFailure.close(page, cause);
      throw cause;
    }
  }

  /**
   * Writes the page; to be called once.
   *
   * @throws IOException if it cannot be written
   */
  public void write(OutputInspection inspection) throws IOException {
    file.write(ByteBuffer.wrap(PageTemplate.fill(inspection)));
  }

  /**
   * Writes the page; to be called once.
   *
   * @throws IOException if it cannot be written
   */
  public void write(OutputComparison comparison) throws IOException {
    file.write(ByteBuffer.wrap(PageTemplate.fill(comparison)));
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
    try (lock) {
      file.close();
    }
  }
}
