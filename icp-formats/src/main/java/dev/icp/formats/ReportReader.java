package dev.icp.formats;

import dev.icp.PackingReport;
import dev.icp.formats.internal.files.JsonTree;
import dev.icp.internal.base.IoFailures;
import dev.icp.internal.report.ReportValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads back what {@link ReportWriter} and {@link OutputFolder} wrote. */
public final class ReportReader {
  private ReportReader() {}

  /**
   * Reads the report of a packing run.
   *
   * @param file as in {@code out/report.json}
   * @throws BadOutputException if there is none, or it is damaged or of another version of icp
   * @throws IOException if it cannot be read
   */
  public static PackingReport read(Path file) throws IOException {
    try {
      return JsonTree.record(ReportValues.class, Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(
          file.toString(), "not a report of this version of icp: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BadOutputException(file.toString(), IoFailures.reason(e), e);
    }
  }
}
