package dev.icp.internal.documents;

import java.util.ArrayList;
import java.util.List;

/** Cuts texts at line ends. */
final class TextPieces {
  private TextPieces() {}

  /**
   * Cuts a text into pieces of whole lines, each with as many as come to at most {@code characters}
   * code points, line ends not counted: where NExtLong's released {@code group_segments} cuts
   * (caskcsg/longcontext, chunking.py). A line that is longer is not cut. Nothing is lost: line
   * ends stay with their lines, and blank lines before a longer line, which that code drops, go
   * with it.
   *
   * @param characters 1 or more
   * @return the pieces, which add up to the text; at least one
   */
  static List<String> cut(String text, int characters) {
    List<String> pieces = new ArrayList<>(1);
    int begin = 0;
    long length = 0;
    for (int line = 0; line <= text.length(); ) {
      int end = text.indexOf('\n', line);
      if (end < 0) {
        end = text.length();
      }
      int more = text.codePointCount(line, end);
      if (length + more > characters) {
        if (length > 0) {
          pieces.add(text.substring(begin, line));
          begin = line;
        }
        length = more;
      } else {
        length += more;
      }
      line = end + 1;
    }
    if (begin < text.length() || pieces.isEmpty()) {
      pieces.add(text.substring(begin));
    }
    return pieces;
  }
}
