package dev.icp.formats.internal.corpus;

import dev.icp.CorpusFiles;
import dev.icp.PackingReport;
import dev.icp.formats.CorpusException;
import dev.icp.internal.base.Shown;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what files were read as, and lists what was left out. Not thread-safe. */
public final class InputTally {
  private final Map<ContentKind, Long> files = new EnumMap<>(ContentKind.class);
  private final Map<ContentKind, Long> documents = new EnumMap<>(ContentKind.class);
  private final List<CorpusFiles.LeftOut> listed = new ArrayList<>();
  private long leftOut;

  /** Counts a file. */
  public void file(ContentKind kind) {
    files.merge(kind, 1L, Long::sum);
  }

  /** Counts a document of a file. */
  public void document(ContentKind kind) {
    documents.merge(kind, 1L, Long::sum);
  }

  /** Takes back a file that turned out to be left out. */
  public void noFile(ContentKind kind) {
    files.merge(kind, -1L, Long::sum);
  }

  /** Counts what was left out of a folder. */
  public void leftOut(CorpusException reason) {
    leftOut++;
    if (listed.size() < PackingReport.MAX_SKIPPED_LISTED) {
      listed.add(
          new CorpusFiles.LeftOut(Shown.kept(reason.location()), Shown.kept(reason.reason())));
    }
  }

  /** Returns whether no file was read at all. */
  public boolean isEmpty() {
    return sum(files) == 0;
  }

  /** Returns the number of documents. */
  public long documents() {
    return sum(documents);
  }

  private static long sum(Map<ContentKind, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns what there has been so far. */
  public CorpusFiles files() {
    List<CorpusFiles.Read> read = new ArrayList<>();
    files.forEach(
        (kind, count) -> {
          if (count > 0) {
            read.add(new CorpusFiles.Read(kind.label(), count, documents.getOrDefault(kind, 0L)));
          }
        });
    return new CorpusFiles(read, leftOut, listed);
  }
}
