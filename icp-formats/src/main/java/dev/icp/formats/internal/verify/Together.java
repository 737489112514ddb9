package dev.icp.formats.internal.verify;

import dev.icp.formats.BadOutputException;
import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.ContextReader.Piece;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.output.ContentsDigest;
import dev.icp.formats.internal.output.SegmentsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Checks that outputs which have passed {@link OutputCheck} have no document in common. */
public final class Together {
  private Together() {}

  /**
   * Reads the segments of all.
   *
   * @param folder where they are, for messages
   * @param outputs one of each
   * @param manifests theirs
   * @throws BadOutputException if a document stands in two
   */
  public static void check(Path folder, List<StoredOutput> outputs, List<OutputManifest> manifests)
      throws IOException {
    long pieces = 0;
    boolean repeats = false;
    for (OutputManifest manifest : manifests) {
      pieces += manifest.counts().documentsPacked() + manifest.counts().contexts();
      repeats |= manifest.settings().repeats();
    }
    int groups = ExactlyOnce.groups(pieces);
    for (int group = 0; group < groups; group++) {
      long documents = 0;
      ExactlyOnce all = new ExactlyOnce(group, groups, repeats, true);
      for (int i = 0; i < outputs.size(); i++) {
        ExactlyOnce own = new ExactlyOnce(group, groups, repeats, true);
        add(outputs.get(i), all, own);
        own.check();
        documents += own.documents();
      }
      ExactlyOnce.Violation violation = all.check();
      if (violation != null || all.documents() != documents) {
        throw new BadOutputException(
            folder.toString(), explained(outputs, violation == null ? 0 : violation.hash()));
      }
    }
  }

  private static void add(StoredOutput output, ExactlyOnce... checks) throws IOException {
    try (SegmentsReader segments = new SegmentsReader(output, index -> false)) {
      for (Context c = segments.read(); c != null; c = segments.read()) {
        for (Piece piece : c.pieces()) {
          for (ExactlyOnce check : checks) {
            check.add(piece.id(), piece.from(), piece.to());
          }
        }
      }
    }
  }

  private static String explained(List<StoredOutput> outputs, long hash) throws IOException {
    for (StoredOutput output : outputs) {
      try (SegmentsReader segments = new SegmentsReader(output, index -> false)) {
        for (Context c = segments.read(); c != null; c = segments.read()) {
          for (Piece piece : c.pieces()) {
            if (ContentsDigest.hash(piece.id()) == hash) {
              return "document \"" + piece.id() + "\" stands in contexts of more than one length";
            }
          }
        }
      }
    }
    return "a document stands in contexts of more than one length";
  }
}
