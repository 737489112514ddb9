package dev.icp.formats.internal.verify;

import dev.icp.Begin;
import dev.icp.Boundary;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.ContextReader.Piece;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.internal.format.StoredText;
import dev.icp.formats.internal.format.StoredText.Parts;
import java.util.List;

/**
 * Checks what a context of text has besides the texts of documents: nothing but what stands for the
 * separators and begin tokens that are there when it is tokens.
 */
final class TextChecks {
  private static final int SHOWN = 40;

  private final String location;
  private final OutputManifest manifest;
  private final Begin begin;
  private final String separator;
  private final String beginText;

  private TextChecks(String location, StoredText stored, OutputManifest manifest) {
    this.location = location;
    this.manifest = manifest;
    begin = Begin.valueOf(manifest.settings().begin());
    separator = stored.gaps().separator();
    beginText = stored.gaps().begin();
  }

  /** Checks a context. */
  static void check(String location, Context context, StoredText stored, OutputManifest manifest)
      throws BadOutputException {
    new TextChecks(location, stored, manifest).check(context, stored);
  }

  private void check(Context context, StoredText stored) throws BadOutputException {
    List<Piece> pieces = context.pieces();
    if (stored.starts().length != pieces.size() || stored.ends().length != pieces.size()) {
      throw new BadOutputException(
          location,
          stored.starts().length
              + " document_starts and "
              + stored.ends().length
              + " document_ends of "
              + pieces.size()
              + " documents");
    }
    Parts parts = stored.parts();
    if (parts == null) {
      throw new BadOutputException(
          location, "document_starts and document_ends overlap, or reach beyond the text");
    }
    boolean split = manifest.settings().boundary().equals(Boundary.SPLIT.toString());
    String lead = "";
    int at = 0;
    if (begin == Begin.CONTEXT) {
      lead = beginText;
      at = 1;
    }
    int filled = manifest.settings().contextLength() - context.padding();
    for (int p = 0; p < pieces.size(); p++) {
      Piece piece = pieces.get(p);
      if (piece.at() < at || piece.at() + (long) piece.length() > filled) {
        throw new BadOutputException(
            location,
            "document \""
                + piece.id()
                + "\" at "
                + piece.at()
                + ", expected "
                + at
                + " to "
                + (filled - piece.length()));
      }
      boolean begins =
          begin == Begin.DOCUMENT
              && piece.from() == 0
              && piece.at() > at
              && (piece.length() > 0 || split);
      String expected =
          lead + separator.repeat(piece.at() - at - (begins ? 1 : 0)) + (begins ? beginText : "");
      require("before document \"" + piece.id() + "\"", parts.gaps().get(p), List.of(expected));
      at = piece.at() + piece.length();
      lead = "";
    }
    require("at the end", parts.gaps().get(parts.pieces().size()), endings(context, lead, at));
  }

  /** Returns what may stand behind the last document. */
  private List<String> endings(Context context, String lead, int at) {
    int most = manifest.settings().contextLength() - context.padding() - at;
    boolean isShort = ContextChecks.mayBeShort(context.index(), manifest);
    String ending = lead + separator.repeat(isShort ? Math.min(1, most) : most);
    if (isShort) {
      return List.of(ending, lead);
    }
    // The document of a begin token at the end begins the context after this one along the path.
    return begin == Begin.DOCUMENT && most > 0
        ? List.of(ending, lead + separator.repeat(most - 1) + beginText)
        : List.of(ending);
  }

  private void require(String where, String found, List<String> expected)
      throws BadOutputException {
    if (!expected.contains(found)) {
      throw new BadOutputException(
          location,
          "\""
              + shown(found)
              + "\" "
              + where
              + ", where no document stands: expected \""
              + shown(expected.get(0))
              + "\"");
    }
  }

  private static String shown(String text) {
    String oneLine = text.replace("\n", "\\n").replace("\r", "\\r");
    return oneLine.length() <= SHOWN ? oneLine : oneLine.substring(0, SHOWN) + "…";
  }
}
