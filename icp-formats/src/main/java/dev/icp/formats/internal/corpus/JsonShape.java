package dev.icp.formats.internal.corpus;

import dev.icp.formats.internal.corpus.JsonLineParser.Look;
import dev.icp.formats.internal.corpus.JsonValues.Scan;

/**
 * Says how text holds documents, by its beginning. A name says little: Spark and C4 call JSON Lines
 * {@code .json}, and a folder of code is full of {@code .json} files that are one document each.
 *
 * <ul>
 *   <li>The first line is a JSON object with a text, or the first two are JSON objects: JSON Lines.
 *   <li>An object with a text that goes over several lines: JSON objects.
 *   <li>An array whose first element is an object with a text: a JSON array.
 *   <li>Other JSON: one document, unless it was asked for by name as JSON; then it is read as what
 *       it looks like, and refused for what it lacks.
 *   <li>Anything else: text; but where something is called JSON and one of its first lines is an
 *       object with a text, JSON Lines with a bad line.
 * </ul>
 */
final class JsonShape {
  private static final int HEAD = 1 << 16;

  /** A first object that is larger is not looked at any further. */
  private static final int LARGEST_LOOK = 1 << 26;

  private final PeekInput in;
  private final JsonLineParser parser;
  private final Expected expected;

  /** What is known before a file is looked at. */
  enum Expected {
    /** It is called JSON Lines, or is a stream: whatever it is, it is no text. */
    JSON_LINES,
    /** It is called JSON, and given itself. */
    JSON_GIVEN,
    /** It is called JSON, and was found in a folder. */
    JSON_FOUND,
    /** It is called anything else. */
    ANYTHING;

    boolean isJson() {
      return this != ANYTHING;
    }

    boolean isGivenJson() {
      return this == JSON_LINES || this == JSON_GIVEN;
    }
  }

  private JsonShape(PeekInput in, JsonLineParser parser, Expected expected) {
    this.in = in;
    this.parser = parser;
    this.expected = expected;
  }

  /** Looks at the beginning of the stream, which can be read from its beginning afterwards. */
  static ContentKind of(PeekInput in, JsonLineParser parser, Expected expected) {
    return new JsonShape(in, parser, expected).decide();
  }

  private ContentKind decide() {
    int limit = in.peek(HEAD);
    int start = JsonValues.skipBlanks(in.peeked(), 0, limit);
    if (start < limit && in.peeked()[start] == '{') {
      return object(start);
    }
    if (start < limit && in.peeked()[start] == '[') {
      return array(start);
    }
    return other();
  }

  private ContentKind object(int start) {
    Seen first = look(start);
    return switch (first.look) {
      case TEXT -> first.severalLines ? ContentKind.JSON_OBJECTS : ContentKind.JSON_LINES;
      case NO_JSON -> other();
      case UNKNOWN ->
          first.atLimit || expected == Expected.JSON_LINES ? ContentKind.JSON_LINES : other();
      case NO_TEXT -> withoutText(first);
    };
  }

  private ContentKind withoutText(Seen first) {
    boolean several = first.end >= 0 && isObject(next(first.end));
    if (expected == Expected.JSON_LINES || (several && !first.severalLines)) {
      return first.severalLines ? ContentKind.JSON_OBJECTS : ContentKind.JSON_LINES;
    }
    return several && expected.isGivenJson() ? ContentKind.JSON_OBJECTS : ContentKind.JSON_TEXT;
  }

  private ContentKind array(int start) {
    int element = next(start + 1);
    Look look = element >= 0 && in.peeked()[element] == '{' ? look(element).look : Look.NO_JSON;
    if (look == Look.TEXT) {
      return ContentKind.JSON_ARRAY;
    }
    boolean empty = element >= 0 && in.peeked()[element] == ']';
    if (look == Look.NO_TEXT || empty) {
      return expected.isGivenJson() ? ContentKind.JSON_ARRAY : ContentKind.JSON_TEXT;
    }
    return other();
  }

  private ContentKind other() {
    if (expected == Expected.JSON_LINES) {
      return ContentKind.JSON_LINES;
    }
    return expected.isJson() && hasLineWithText() ? ContentKind.JSON_LINES : ContentKind.TEXT;
  }

  private boolean hasLineWithText() {
    int limit = in.peek(HEAD);
    byte[] bytes = in.peeked();
    int from = 0;
    for (int i = 0; i <= limit; i++) {
      if (i == limit || bytes[i] == '\n') {
        Scan scan = new Scan();
        if (from < i
            && bytes[from] == '{'
            && scan.goOn(bytes, from, i)
            && JsonValues.skipBlanks(bytes, from + scan.length(), i) == i
            && parser.look(bytes, from, i) == Look.TEXT) {
          return true;
        }
        from = i + 1;
      }
    }
    return false;
  }

  /** Returns where something follows, or −1. */
  private int next(int from) {
    int wanted = from;
    while (true) {
      wanted += HEAD;
      int limit = in.peek(wanted);
      int next = JsonValues.skipBlanks(in.peeked(), from, limit);
      if (next < limit) {
        return next;
      }
      if (limit < wanted || wanted > LARGEST_LOOK) {
        return -1;
      }
    }
  }

  private boolean isObject(int start) {
    if (start < 0 || in.peeked()[start] != '{') {
      return false;
    }
    Look look = look(start).look;
    return look == Look.TEXT || look == Look.NO_TEXT;
  }

  /** Looks at the object that begins here, as far as it takes. */
  private Seen look(int start) {
    Scan scan = new Scan();
    int wanted = HEAD;
    while (true) {
      int limit = in.peek(wanted);
      boolean ended = scan.goOn(in.peeked(), start, limit);
      int end = start + scan.length();
      Look look = parser.look(in.peeked(), start, end);
      boolean whole = ended || limit < wanted;
      if (whole || look != Look.UNKNOWN || wanted >= LARGEST_LOOK) {
        boolean several = false;
        for (int i = start; i < end; i++) {
          several |= in.peeked()[i] == '\n';
        }
        return new Seen(look, several, ended ? end : -1, !whole);
      }
      wanted = Math.max(2 * wanted, start + HEAD);
    }
  }

  /**
   * What was seen of an object.
   *
   * @param severalLines whether it goes over several lines, as far as it was seen
   * @param end where it ends, or −1 if that was not seen
   * @param atLimit whether it goes on behind what is looked at
   */
  private record Seen(Look look, boolean severalLines, int end, boolean atLimit) {}
}
