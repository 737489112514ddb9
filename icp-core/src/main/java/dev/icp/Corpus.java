package dev.icp;

import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where the documents come from, and what has to be let go of afterwards. */
record Corpus(Supplier<Iterator<Document>> documents, Runnable onClose) implements AutoCloseable {
  static Corpus of(Iterable<Document> documents) {
    return new Corpus(documents::iterator, () -> {});
  }

  /** Returns documents that are read once; closing them closes the stream. */
  static Corpus of(Stream<Document> documents) {
    return new Corpus(documents::iterator, documents::close);
  }

  /** Returns texts with the ids "0", "1", … in order. */
  static Corpus ofTexts(Iterable<String> texts) {
    return new Corpus(() -> new NumberedTexts(texts.iterator()), () -> {});
  }

  @Override
  public void close() {
    onClose.run();
  }

  private static final class NumberedTexts implements Iterator<Document> {
    private final Iterator<String> texts;
    private long next;

    NumberedTexts(Iterator<String> texts) {
      this.texts = texts;
    }

    @Override
    public boolean hasNext() {
      return texts.hasNext();
    }

    @Override
    public Document next() {
      return new Document(Long.toString(next++), texts.next());
    }
  }
}
