package dev.icp.cli.shared;

import dev.icp.BadDocumentException;
import dev.icp.CorpusFiles;
import dev.icp.PackingReport;
import dev.icp.PackingReport.SkippedDocument;
import dev.icp.formats.CorpusException;
import dev.icp.formats.OpenCorpus;
import dev.icp.internal.base.Shown;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What files were read as, and what was left out: bad documents, found by the reader (no document
 * comes of them) or by the pipeline, and files of folders. Positions count both kinds of documents.
 * Used by the thread that reads.
 */
public final class SkippedInputs {
  private static final int FILES_NAMED = 3;

  private final List<SkippedDocument> documents = new ArrayList<>();
  private @Nullable OpenCorpus corpus;
  private CorpusFiles indexed = CorpusFiles.NONE;
  private long documentsRead;
  private long unreadable;
  private long refused;

  /** Says which corpus it is about. */
  void follow(OpenCorpus read) {
    corpus = read;
  }

  /** Says what the files were read as of which an index was made. */
  public void indexed(CorpusFiles files) {
    indexed = files;
  }

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

  /** Returns the number of documents that the reader gave. */
  public long documentsRead() {
    return documentsRead;
  }

  /** Returns the number of bad documents. */
  public long bad() {
    return unreadable + refused;
  }

  /**
   * Says what was read, and what was left out, if anything was.
   *
   * @param where what follows the number of bad documents
   */
  public void print(PrintStream out, String where) {
    if (unreadable + refused > 0) {
      out.printf(
          Locale.ROOT, "Skipped %s%s.%n", Texts.count(unreadable + refused, "bad document"), where);
    }
    printFiles(out);
    long ended = corpus == null ? 0 : corpus.endTokens();
    if (ended > 0) {
      out.printf(
          Locale.ROOT,
          "Took the end token off %s that had it: packing writes its own.%n",
          Texts.count(ended, "document"));
    }
  }

  private void printFiles(PrintStream out) {
    CorpusFiles files = files();
    if (!files.read().isEmpty()) {
      out.printf(
          Locale.ROOT,
          "Read %s.%n",
          files.read().stream().map(SkippedInputs::read).collect(Collectors.joining(", ")));
    }
    if (files.leftOut() > 0) {
      List<CorpusFiles.LeftOut> notHidden =
          files.listed().stream().filter(file -> !file.reason().equals("hidden")).toList();
      String examples =
          notHidden.stream()
              .limit(FILES_NAMED)
              .map(file -> file.path() + ": " + file.reason())
              .collect(Collectors.joining("; "));
      boolean all = notHidden.size() <= FILES_NAMED && files.listed().size() == files.leftOut();
      long hidden = (long) files.listed().size() - notHidden.size();
      out.printf(
          Locale.ROOT,
          "Left out %s of folders%s%s%s.%n",
          Texts.count(files.leftOut(), "file"),
          hidden > 0 ? ", " + Texts.number(hidden) + " of them hidden" : "",
          examples.isEmpty() ? "" : ": " + Texts.oneLine(examples),
          all ? "" : "; …");
    }
  }

  private static String read(CorpusFiles.Read read) {
    return Texts.count(read.files(), "file")
        + " as "
        + read.kind()
        + " ("
        + Texts.count(read.documents(), "document")
        + ")";
  }

  /** Returns what files were read as. */
  public CorpusFiles files() {
    return corpus == null ? indexed : corpus.files();
  }

  /**
   * Returns the report with all bad documents, also those that the pipeline never saw, and the
   * files.
   */
  public PackingReport addTo(PackingReport report) {
    return report.withSkipped(unreadable + refused, documents).withFiles(files());
  }
}
