package dev.icp.cli.shared;

import dev.icp.BadDocumentException;
import dev.icp.PackingReport;
import dev.icp.PackingReport.SkippedDocument;
import dev.icp.formats.CorpusException;
import dev.icp.internal.base.Shown;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was left out of the corpus: bad documents, found by the reader (no document comes of them)
 * or by the pipeline, and files that are not text. Positions count both kinds of documents. Used by
 * the thread that reads.
 */
public final class SkippedInputs {
  private static final int FILES_NAMED = 3;

  private final List<SkippedDocument> documents = new ArrayList<>();
  private final List<String> firstFiles = new ArrayList<>();
  private long documentsRead;
  private long unreadable;
  private long refused;
  private long files;

  /** Counts a document that the reader gave. */
  void countDocument() {
    documentsRead++;
  }

  /** Notes a place where there is no document. */
  void unreadable(CorpusException bad) {
    note(documentsRead + unreadable, bad.location(), bad.reason());
    unreadable++;
  }

  /** Notes a document that the pipeline refused. */
  void refused(BadDocumentException bad, String location) {
    note(bad.position() + unreadable, bad.id(), location + ": " + bad.reason());
    refused++;
  }

  private void note(long position, String id, String reason) {
    if (documents.size() < PackingReport.MAX_SKIPPED_LISTED) {
      documents.add(new SkippedDocument(position, Shown.kept(id), Shown.kept(reason)));
    }
  }

  /** Notes what is in a folder and is not text, or no file at all. */
  void file(CorpusException skipped) {
    files++;
    if (firstFiles.size() < FILES_NAMED) {
      firstFiles.add(skipped.getMessage());
    }
  }

  /** Returns the number of documents that the reader gave. */
  public long documentsRead() {
    return documentsRead;
  }

  /** Returns the number of bad documents. */
  public long bad() {
    return unreadable + refused;
  }

  /**
   * Says what was left out, if anything was.
   *
   * @param where what follows the number of bad documents
   */
  public void print(PrintStream out, String where) {
    if (unreadable + refused > 0) {
      out.printf(
          Locale.ROOT, "Skipped %s%s.%n", Texts.count(unreadable + refused, "bad document"), where);
    }
    if (files > 0) {
      out.printf(
          Locale.ROOT,
          "Skipped %s in folders: %s%s.%n",
          Texts.count(files, "file"),
          Texts.oneLine(String.join("; ", firstFiles)),
          files > firstFiles.size() ? "; …" : "");
    }
  }

  /** Returns the report with all bad documents, also those that the pipeline never saw. */
  public PackingReport addTo(PackingReport report) {
    return report.withSkipped(unreadable + refused, documents);
  }
}
