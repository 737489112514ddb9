package dev.icp.formats.internal.inspect;

import dev.icp.Document;
import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.ContextReader.Piece;
import dev.icp.formats.OutputInspection.SampleContext;
import dev.icp.formats.OutputInspection.SamplePiece;
import dev.icp.spi.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Contexts to look at, evenly spread over an output, and how their documents begin. */
public final class Samples {
  /** How many pieces of a context are shown. */
  private static final int MAX_PIECES = 60;

  private final long contexts;
  private final int wanted;
  private final @Nullable Tokenizer tokenizer;
  private final List<SampleContext> samples = new ArrayList<>();

  /**
   * @param contexts how many there are
   * @param wanted how many are to be shown
   * @param tokenizer that made the tokens; null if unknown
   */
  public Samples(long contexts, int wanted, @Nullable Tokenizer tokenizer) {
    this.contexts = contexts;
    this.wanted = (int) Math.min(wanted, contexts);
    this.tokenizer = tokenizer;
  }

  /** Returns whether a context is shown. */
  public boolean wants(long index) {
    int next = samples.size();
    return next < wanted && index >= (long) ((next + 0.5) * contexts / wanted);
  }

  /** Takes a context that is wanted. */
  public void add(Context context) {
    List<SamplePiece> shown = new ArrayList<>();
    int tokens = 0;
    for (Piece piece : context.pieces()) {
      tokens += piece.length();
      if (shown.size() < MAX_PIECES) {
        shown.add(sample(piece, excerpt(piece, context.tokens()), piece.from() == 0));
      }
    }
    samples.add(
        new SampleContext(
            context.index(), context.pieces().size(), tokens, context.padding(), shown));
  }

  private Excerpt excerpt(Piece piece, int @Nullable [] tokens) {
    int end = piece.at() + piece.length();
    return tokenizer == null || tokens == null || end > tokens.length
        ? Excerpt.NONE
        : Excerpt.of(tokenizer, tokens, piece.at(), end);
  }

  private static SamplePiece sample(Piece piece, Excerpt excerpt, boolean beginning) {
    return new SamplePiece(
        piece.id(),
        piece.from(),
        piece.to(),
        piece.at(),
        excerpt.text(),
        beginning && !excerpt.text().isEmpty(),
        excerpt.more());
  }

  /**
   * Looks up how the documents begin that have no text yet. Reads no further than to the last of
   * them.
   *
   * @param documents the corpus
   */
  public void lookUp(Stream<Document> documents) {
    Set<String> missing = new HashSet<>();
    for (SampleContext sample : samples) {
      sample.shown().stream().filter(Samples::lacksText).map(SamplePiece::id).forEach(missing::add);
    }
    Map<String, Excerpt> found = new HashMap<>();
    Iterator<Document> all = documents.iterator();
    while (!missing.isEmpty() && all.hasNext()) {
      Document document = all.next();
      if (missing.remove(document.id())) {
        found.put(document.id(), Excerpt.of(document.text()));
      }
    }
    samples.replaceAll(sample -> with(sample, found));
  }

  private static boolean lacksText(SamplePiece piece) {
    return piece.text().isEmpty() && piece.to() > 0;
  }

  private static SampleContext with(SampleContext sample, Map<String, Excerpt> found) {
    List<SamplePiece> shown = new ArrayList<>();
    for (SamplePiece piece : sample.shown()) {
      Excerpt excerpt = found.get(piece.id());
      shown.add(
          excerpt == null || !lacksText(piece)
              ? piece
              : new SamplePiece(
                  piece.id(),
                  piece.from(),
                  piece.to(),
                  piece.at(),
                  excerpt.text(),
                  true,
                  excerpt.more()));
    }
    return new SampleContext(
        sample.index(), sample.pieces(), sample.tokens(), sample.padding(), shown);
  }

  /** Returns the contexts, in order. */
  public List<SampleContext> contexts() {
    return List.copyOf(samples);
  }
}
