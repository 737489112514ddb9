package dev.icp.formats.internal.corpus;

import dev.icp.Document;
import dev.icp.formats.CorpusException;
import dev.icp.formats.spi.DocumentSource;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Documents whose tokens stand in a file, one document behind the other. No token may stand in none
 * of them, or in two.
 */
final class TokenSource implements DocumentSource {
  /** The text of as many ids, at most 11 characters each, still fits into one string. */
  private static final long MOST_TOKENS = 1L << 27;

  private final String name;
  private final NumberFile tokens;
  private final Spans spans;
  private long number;
  private long end;

  /**
   * Where a document stands.
   *
   * @param from its first token
   * @param to the one behind its last
   * @param id what it is called; null for a document that is called by its number
   */
  record Span(long from, long to, @Nullable String id) {}

  /** Where documents stand, one after the other. */
  interface Spans extends Closeable {
    /**
     * Returns where the next one stands; null when there are no more.
     *
     * @throws IOException saying what is wrong, or that nothing can be read
     */
    @Nullable Span next() throws IOException;
  }

  /**
   * @param name what the documents are called, with their number, counted from 1
   */
  TokenSource(String name, NumberFile tokens, Spans spans) {
    this.name = name;
    this.tokens = tokens;
    this.spans = spans;
  }

  @Override
  public @Nullable Document next() throws IOException {
    number++;
    Span span = spans.next();
    if (span == null) {
      number--;
      if (end != tokens.size()) {
        throw new IOException(noDocument(end, tokens.size()));
      }
      return null;
    }
    require(span);
    end = span.to();
    long length = span.to() - span.from();
    if (length > MOST_TOKENS) {
      throw new CorpusException(
          location(), "a document of " + length + " tokens, more than " + MOST_TOKENS);
    }
    return Document.ofTokens(span.id() == null ? location() : span.id(), read(span, (int) length));
  }

  private String noDocument(long from, long to) {
    return "tokens " + from + " to " + to + " of " + file() + " stand in no document";
  }

  private String file() {
    return String.valueOf(tokens.path().getFileName());
  }

  private void require(Span span) throws IOException {
    if (span.from() > end) {
      throw new IOException(noDocument(end, span.from()));
    }
    if (span.from() < end) {
      throw new IOException(
          "the document begins at token " + span.from() + ", and the one before it ends at " + end);
    }
    if (span.to() < span.from() || span.to() > tokens.size()) {
      throw new IOException(
          "the document begins at token "
              + span.from()
              + " and ends at "
              + span.to()
              + " of the "
              + tokens.size()
              + " of "
              + file());
    }
  }

  private int[] read(Span span, int length) throws IOException {
    int[] ids = new int[length];
    for (int i = 0; i < length; i++) {
      long id = tokens.get(span.from() + i);
      if (id < 0 || id > Integer.MAX_VALUE) {
        throw new CorpusException(
            location(),
            "its token "
                + i
                + " is "
                + tokens.type().shown(id)
                + ", expected 0 to "
                + Integer.MAX_VALUE);
      }
      ids[i] = (int) id;
    }
    return ids;
  }

  @Override
  public String location() {
    return number == 0 ? name : name + ":" + number;
  }

  @Override
  public void close() throws IOException {
    try (tokens;
        spans) {
      // Each closes what it has.
    }
  }
}
