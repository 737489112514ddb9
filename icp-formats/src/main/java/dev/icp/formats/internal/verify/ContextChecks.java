package dev.icp.formats.internal.verify;

import dev.icp.Begin;
import dev.icp.Boundary;
import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.Tail;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.ContextReader.Piece;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.OutputManifest.Settings;
import dev.icp.formats.internal.format.Ranges;
import dev.icp.formats.internal.format.StoredContext;
import dev.icp.formats.internal.output.ContentsDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the contexts of one output, one after the other, and adds them up. */
final class ContextChecks {
  private final OutputManifest manifest;
  private final Output output;
  private final Begin begin;
  private final boolean split;
  private final ContentsDigest contents = new ContentsDigest();
  private boolean grouped;
  private long contexts;
  private long contextTokens;
  private long separators;
  private long begins;
  private long padding;

  ContextChecks(OutputManifest manifest, Output output) {
    this.manifest = manifest;
    this.output = output;
    begin = Begin.valueOf(manifest.settings().begin());
    split = manifest.settings().boundary().equals(Boundary.SPLIT.toString());
  }

  /**
   * Checks a context.
   *
   * @param shard what to call its files
   * @param stored what the trainer gets; null where only the segments are there
   * @return the context; null where only the segments are there
   */
  @Nullable PackedContext check(String shard, Context context, @Nullable StoredContext stored)
      throws BadOutputException {
    String location = shard + ": context " + context.index();
    contexts++;
    padding += context.padding();
    for (var piece : context.pieces()) {
      contextTokens += piece.length();
    }
    if (!manifest.settings().repeats()) {
      requireAscending(location, context.pieces());
    }
    requireOneGroup(location, context);
    if (stored != null && stored.text() != null) {
      TextChecks.check(location, context, stored.text(), manifest);
    }
    if (stored == null || stored.text() != null) {
      return null;
    }
    PackedContext packed = packed(location, context, stored.tokens());
    requireLength(location, packed);
    requireTokens(location, packed, stored.tokens());
    requireRanges(location, "range", stored.ranges(), Ranges.ends(packed, output.documentMask()));
    requireRanges(location, "document", stored.documents(), packed.cumulativeLengths());
    requireLearned(location, stored.learned(), packed);
    contents.add(packed);
    return packed;
  }

  /** Requires that a document of which several pieces stand in a context goes on, never back. */
  private static void requireAscending(String location, List<Piece> pieces)
      throws BadOutputException {
    Map<String, Integer> ends = new HashMap<>();
    for (Piece piece : pieces) {
      Integer before = ends.put(piece.id(), piece.to());
      if (before != null && piece.from() < before) {
        throw new BadOutputException(
            location,
            String.format(
                Locale.ROOT,
                "document \"%s\" goes on at %d with its tokens %d to %d, after those to %d",
                piece.id(),
                piece.at(),
                piece.from(),
                piece.to(),
                before));
      }
    }
  }

  /** No context mixes groups. */
  private void requireOneGroup(String location, Context context) throws BadOutputException {
    String name = manifest.settings().groupBy();
    if (name.isEmpty()) {
      return;
    }
    Object first = null;
    for (Piece piece : context.pieces()) {
      Object group = piece.metadata().getOrDefault(name, "");
      grouped |= piece.metadata().containsKey(name);
      if (first != null && !first.equals(group)) {
        throw new BadOutputException(
            location, "documents of " + name + " \"" + first + "\" and \"" + group + "\" share it");
      }
      first = group;
    }
  }

  private PackedContext packed(String location, Context context, int[] tokens)
      throws BadOutputException {
    List<Segment> segments = context.pieces().stream().map(Piece::segment).toList();
    try {
      return new PackedContext(context.index(), tokens, segments, context.padding(), begin);
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(location, String.valueOf(e.getMessage()));
    }
  }

  /** Returns whether a context may be shorter than the others. */
  static boolean mayBeShort(long context, OutputManifest manifest) {
    return manifest.settings().tail().equals(Tail.SHORT.toString())
        && (context == manifest.counts().contexts() - 1
            || !manifest.settings().groupBy().isEmpty());
  }

  private void requireLength(String location, PackedContext context) throws BadOutputException {
    int length = manifest.settings().contextLength();
    boolean mayBeShort = mayBeShort(context.index(), manifest);
    if (mayBeShort ? context.length() > length : context.length() != length) {
      throw new BadOutputException(location, context.length() + " tokens, expected " + length);
    }
  }

  /**
   * Every token is a document's, one that begins a document or a context, a separator or padding.
   */
  private void requireTokens(String location, PackedContext context, int[] tokens)
      throws BadOutputException {
    Settings settings = manifest.settings();
    int at = 0;
    if (begin == Begin.CONTEXT) {
      requireAll(location, tokens, 0, 1, settings.beginToken(), "begin token");
      begins++;
      at = 1;
    }
    for (Segment segment : context.segments()) {
      int gapEnd = segment.at();
      if (hasBegin(location, segment)) {
        gapEnd = Math.max(at, gapEnd - 1);
        requireAll(
            location, tokens, segment.at() - 1, segment.at(), settings.beginToken(), "begin token");
        begins++;
      }
      requireAll(location, tokens, at, gapEnd, settings.separator(), "separator");
      for (int i = segment.at(); i < segment.at() + segment.length(); i++) {
        if (tokens[i] < 0 || tokens[i] >= settings.vocabularySize()) {
          throw new BadOutputException(
              location,
              String.format(
                  Locale.ROOT,
                  "token %d at %d, the tokenizer has %d",
                  tokens[i],
                  i,
                  settings.vocabularySize()));
        }
      }
      separators += gapEnd - at;
      at = segment.at() + segment.length();
    }
    int filled = tokens.length - context.padding();
    int gapEnd = filled;
    if (begin == Begin.DOCUMENT
        && split
        && filled == settings.contextLength()
        && filled > at
        && tokens[filled - 1] == settings.beginToken()) {
      // Its document begins the context after this one along the path.
      gapEnd--;
      begins++;
    }
    requireAll(location, tokens, at, gapEnd, settings.separator(), "separator");
    requireAll(location, tokens, filled, tokens.length, settings.paddingToken(), "padding token");
    separators += gapEnd - at;
  }

  /** Returns whether a document begins with a segment and has its begin token in the context. */
  private boolean hasBegin(String location, Segment segment) throws BadOutputException {
    if (begin != Begin.DOCUMENT || segment.from() > 0 || (segment.length() == 0 && !split)) {
      return false;
    }
    if (segment.at() == 0 && !split) {
      throw new BadOutputException(
          location, "document \"" + segment.id() + "\" begins at 0, without a begin token");
    }
    return segment.at() > 0;
  }

  private static void requireAll(
      String location, int[] tokens, int from, int to, int expected, String what)
      throws BadOutputException {
    for (int i = from; i < to; i++) {
      if (tokens[i] != expected) {
        throw new BadOutputException(
            location,
            String.format(
                Locale.ROOT,
                "token %d at %d, where no document stands: expected the %s %d",
                tokens[i],
                i,
                what,
                expected));
      }
    }
  }

  private static void requireRanges(
      String location, String what, int @Nullable [] found, int[] expected)
      throws BadOutputException {
    if (found == null || Arrays.equals(found, expected)) {
      return;
    }
    int r = Arrays.mismatch(found, expected);
    throw new BadOutputException(
        location,
        String.format(
            Locale.ROOT,
            "%s %d ends at %s, expected %s",
            what,
            r,
            end(found, r),
            end(expected, r)));
  }

  /** All but padding is to be learned. */
  private static void requireLearned(
      String location, boolean @Nullable [] learned, PackedContext context)
      throws BadOutputException {
    int filled = context.length() - context.padding();
    for (int i = 0; learned != null && i < learned.length; i++) {
      if (learned[i] != (i < filled)) {
        throw new BadOutputException(
            location,
            String.format(
                Locale.ROOT,
                "the token at %d carries %s loss, and %d of %d tokens are padding",
                i,
                learned[i] ? "a" : "no",
                context.padding(),
                context.length()));
      }
    }
  }

  private static String end(int[] ends, int range) {
    return range < ends.length ? "token " + ends[range] : "no token";
  }

  /** Compares the sums with those of the manifest, once all contexts have been checked. */
  void finish(String location) throws BadOutputException {
    OutputManifest.Counts counts = manifest.counts();
    String groupBy = manifest.settings().groupBy();
    if (!groupBy.isEmpty() && contexts > 0 && !grouped) {
      throw new BadOutputException(
          location, "grouped by " + groupBy + ", which no document has among its metadata");
    }
    requireCount(location, "contexts", contexts, counts.contexts());
    requireCount(location, "tokens of documents", contextTokens, counts.contextTokens());
    requireCount(location, "padding tokens", padding, counts.padding());
    if (!output.tokenType().equals("none")) {
      if (manifest.settings().beginToken() == manifest.settings().separator()) {
        // Where a context ends with one, it cannot be told which it is.
        requireCount(
            location,
            "separators and begin tokens",
            separators + begins,
            counts.separators() + counts.begins());
      } else {
        requireCount(location, "separators", separators, counts.separators());
        requireCount(location, "begin tokens", begins, counts.begins());
      }
      if (!contents.layout().equals(manifest.layout())
          && contents.toString().equals(manifest.contents())) {
        throw new BadOutputException(
            location,
            "contexts, segments, separators or padding in other places than they were packed"
                + " (layout "
                + contents.layout()
                + ", the manifest says "
                + manifest.layout()
                + ")");
      }
      if (!contents.toString().equals(manifest.contents())) {
        throw new BadOutputException(
            location,
            "other tokens than were packed, or in other places of documents (contents "
                + contents
                + ", the manifest says "
                + manifest.contents()
                + ")");
      }
    }
  }

  /** Throws unless a number is what the manifest says. */
  static void requireCount(String location, String what, long found, long expected)
      throws BadOutputException {
    if (found != expected) {
      throw new BadOutputException(
          location, found + " " + what + ", the manifest says " + expected);
    }
  }
}
