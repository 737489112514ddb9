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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Contexts to look at, and how their documents begin. */
public final class Samples {
  /** How many pieces of a context are shown unless another number is asked for. */
  public static final int PIECES = 60;

  private final long[] indices;
  private final int mostPieces;
  private final @Nullable Tokenizer tokenizer;
  private final List<SampleContext> samples = new ArrayList<>();

  /**
   * @param indices which contexts, ascending
   * @param mostPieces of each
   * @param tokenizer that made the tokens; null if unknown
   */
  public Samples(long[] indices, int mostPieces, @Nullable Tokenizer tokenizer) {
    this.indices = indices;
    this.mostPieces = mostPieces;
    this.tokenizer = tokenizer;
  }

  /**
   * Returns indices that are evenly spread.
   *
   * @param contexts how many there are
   * @param wanted how many are to be shown
   */
  public static long[] spread(long contexts, int wanted) {
    long many = Math.min(wanted, contexts);
    return LongStream.range(0, many).map(i -> (long) ((i + 0.5) * contexts / many)).toArray();
  }

  /** Returns whether a context is shown. */
  public boolean wants(long index) {
    int next = samples.size();
    return next < indices.length && index >= indices[next];
  }

  /**
   * Takes a context that is wanted.
   *
   * @param texts of its pieces; null where the tokens have to say
   */
  public void add(Context context, @Nullable List<String> texts) {
    List<SamplePiece> shown = new ArrayList<>();
    int tokens = 0;
    for (Piece piece : context.pieces()) {
      tokens += piece.length();
      if (shown.size() < mostPieces) {
        Excerpt excerpt =
            texts == null ? excerpt(piece, context.tokens()) : Excerpt.of(texts.get(shown.size()));
        shown.add(sample(piece, excerpt, piece.from() == 0));
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

  /** Returns who looks up how the documents begin that have no text yet. */
  public Lookup lookUp() {
    return new Lookup();
  }

  /** Sees the documents of the corpus. */
  public final class Lookup {
    private final Set<String> missing = new HashSet<>();
    private final Map<String, Excerpt> found = new HashMap<>();

    private Lookup() {
      samples.stream()
          .flatMap(sample -> sample.shown().stream())
          .filter(Samples::lacksText)
          .map(SamplePiece::id)
          .forEach(missing::add);
    }

    /** Returns whether nothing is missing any more. */
    public boolean isDone() {
      return missing.isEmpty();
    }

    /** Takes a document. */
    public void see(Document document) {
      if (missing.remove(document.id())) {
        found.put(document.id(), Excerpt.of(document.text()));
      }
    }

    /** Gives the contexts the texts that were found. */
    public void finish() {
      samples.replaceAll(sample -> with(sample, found));
    }
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
