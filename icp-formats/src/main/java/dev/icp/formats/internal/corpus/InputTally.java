package dev.icp.formats.internal.corpus;

import dev.icp.CorpusFiles;
import dev.icp.PackingReport;
import dev.icp.formats.CorpusException;
import dev.icp.internal.base.Shown;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts what files were read as, and lists what was left out. Not thread-safe. */
public final class InputTally {
  private static final int NAMED = 3;

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

  /** Counts documents of a file that were not read. */
  public void documents(ContentKind kind, long count) {
    documents.merge(kind, count, Long::sum);
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

  /**
   * Refuses a corpus of which nothing was read.
   *
   * @param inputs what it is called
   * @param firstBad the first bad document; null for none
   * @param bad how many there were
   */
  public void requireSomething(String inputs, @Nullable CorpusException firstBad, long bad) {
    CorpusFiles seen = files();
    if (sum(files) == 0) {
      String examples =
          seen.listed().stream()
              .limit(NAMED)
              .map(file -> file.path() + ": " + file.reason())
              .collect(Collectors.joining("; "));
      throw new CorpusException(
          inputs,
          seen.leftOut() == 0
              ? "nothing to read: no files"
              : "nothing to read: all that there is was left out ("
                  + examples
                  + (seen.leftOut() > NAMED ? "; and " + (seen.leftOut() - NAMED) + " more" : "")
                  + ")");
    }
    if (sum(documents) > 0) {
      return;
    }
    if (firstBad == null) {
      throw new CorpusException(inputs, "nothing to read: no documents");
    }
    throw new CorpusException(
        inputs,
        bad == 1
            ? "no documents but a bad one (" + firstBad.getMessage() + ")"
            : "no documents but " + bad + " bad ones (the first: " + firstBad.getMessage() + ")");
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
