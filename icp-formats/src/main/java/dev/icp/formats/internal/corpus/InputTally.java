package dev.icp.formats.internal.corpus;

import dev.icp.PackingReport;
import dev.icp.PackingReport.FileLeftOut;
import dev.icp.PackingReport.FilesRead;
import dev.icp.PackingReport.InputFiles;
import dev.icp.formats.CorpusException;
import dev.icp.internal.base.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts what files were read as, and lists what was left out. Not thread-safe. */
public final class InputTally {
  private static final int KINDS = ContentKind.values().length;

  private final long[] files = new long[KINDS];
  private final long[] documents = new long[KINDS];
  private final List<FileLeftOut> listed = new ArrayList<>();
  private long leftOut;

  /** Counts a file. */
  public void file(ContentKind kind) {
    files[kind.ordinal()]++;
  }

  /** Counts a document of a file. */
  public void document(ContentKind kind) {
    documents[kind.ordinal()]++;
  }

  /** Takes back a file that turned out to be left out. */
  public void noFile(ContentKind kind) {
    files[kind.ordinal()]--;
  }

  /** Counts what was left out of a folder. */
  public void leftOut(CorpusException reason) {
    leftOut++;
    if (listed.size() < PackingReport.MAX_SKIPPED_LISTED) {
      listed.add(new FileLeftOut(Shown.kept(reason.location()), Shown.kept(reason.reason())));
    }
  }

  /** Returns whether no file was read at all. */
  public boolean isEmpty() {
    return Arrays.stream(files).sum() == 0;
  }

  /** Returns the number of documents. */
  public long documents() {
    return Arrays.stream(documents).sum();
  }

  /** Returns what there has been so far. */
  public InputFiles files() {
    List<FilesRead> read = new ArrayList<>();
    for (ContentKind kind : ContentKind.values()) {
      int i = kind.ordinal();
      if (files[i] > 0) {
        read.add(new FilesRead(kind.label(), files[i], documents[i]));
      }
    }
    return new InputFiles(read, leftOut, listed);
  }
}
