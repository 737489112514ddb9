package dev.icp.formats.internal.inspect;

import dev.icp.Document;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.ContextReader;
import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.inspect.Census.Reading;
import dev.icp.formats.internal.verify.OutputTokens;
import dev.icp.spi.Tokenizer;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * How documents read by the tokens of an output: each by its longest piece. Exceptions of {@link
 * IOException} come unchecked. Not thread-safe.
 */
final class TokenTexts implements Iterator<Document>, Closeable {
  /** Enough to say what a document is about. */
  private static final int MOST_TOKENS = 50_000;

  private final String folder;
  private final Tokenizer tokenizer;
  private final BiConsumer<String, Excerpt> beginnings;
  private final Iterator<Map.Entry<Integer, List<Reading>>> contexts;
  private final TokensOf tokens;
  private final Closeable source;
  private final Queue<Document> read = new ArrayDeque<>();

  /** Tokens of contexts, each asked for once, in order. */
  private interface TokensOf {
    int[] of(int context) throws IOException;
  }

  /**
   * @param readings by context
   * @param beginnings is told how documents begin
   */
  TokenTexts(
      StoredOutput stored,
      OutputManifest manifest,
      Tokenizer tokenizer,
      Map<Integer, List<Reading>> readings,
      BiConsumer<String, Excerpt> beginnings)
      throws IOException {
    folder = stored.root().toString();
    this.tokenizer = tokenizer;
    this.beginnings = beginnings;
    contexts = new TreeMap<>(readings).entrySet().iterator();
    if (stored.format().holdsSegments()) {
      ContextReader reader =
          ContextReader.open(
              stored.root(), stored.output(), index -> readings.containsKey((int) index));
      source = reader;
      tokens = context -> fromLines(reader, context);
    } else {
      OutputTokens shards = new OutputTokens(stored, manifest);
      source = shards;
      tokens = shards::of;
    }
  }

  private static int[] fromLines(ContextReader reader, int wanted) throws IOException {
    Context context = reader.read();
    while (context != null && context.index() < wanted) {
      context = reader.read();
    }
    return context == null || context.tokens() == null ? new int[0] : context.tokens();
  }

  @Override
  public boolean hasNext() {
    while (read.isEmpty() && contexts.hasNext()) {
      Map.Entry<Integer, List<Reading>> next = contexts.next();
      try {
        read(tokens.of(next.getKey()), next.getValue());
      } catch (IllegalArgumentException e) {
        String message = "context " + next.getKey() + ": " + e.getMessage();
        throw new UncheckedIOException(new BadOutputException(folder, message, e));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return !read.isEmpty();
  }

  private void read(int[] context, List<Reading> readings) {
    for (Reading reading : readings) {
      int to = Math.min(context.length, reading.at() + reading.length());
      int from = Math.min(reading.at(), to);
      String id = reading.document().id();
      if (reading.beginning()) {
        beginnings.accept(id, Excerpt.of(tokenizer, context, from, to));
      }
      if (reading.telling()) {
        int end = Math.min(to, from + MOST_TOKENS);
        read.add(new Document(id, tokenizer.decode(Arrays.copyOfRange(context, from, end))));
      }
    }
  }

  @Override
  public Document next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return read.remove();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
