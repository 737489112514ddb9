package dev.icp;

import dev.icp.internal.base.StageFolder;
import dev.icp.spi.DocumentParts;
import dev.icp.spi.Vectors;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the documents come from, and what has to be let go of afterwards.
 *
 * @param parts of the documents; null where they come in none
 * @param index where everything is there already; null where documents are read
 */
record Corpus(
    Supplier<Iterator<Document>> documents,
    @Nullable DocumentParts parts,
    Runnable onClose,
    @Nullable CorpusIndex index)
    implements AutoCloseable {
  static Corpus of(Iterable<Document> documents) {
    DocumentParts parts = documents instanceof DocumentParts known ? known : null;
    return new Corpus(documents::iterator, parts, () -> {}, null);
  }

  /** Returns the corpus of an index. */
  static Corpus of(CorpusIndex index) {
    return new Corpus(Collections::emptyIterator, null, () -> {}, index);
  }

  /** Returns documents that are read once; closing them closes the stream. */
  static Corpus of(Stream<Document> documents) {
    return new Corpus(documents::iterator, null, documents::close, null);
  }

  /** Returns texts with the ids "0", "1", … in order. */
  static Corpus ofTexts(Iterable<String> texts) {
    return new Corpus(() -> new NumberedTexts(texts.iterator()), null, () -> {}, null);
  }

  /** Returns ids, tokens and vectors of everything. */
  <V extends Vectors> ReadCorpus<V> read(
      Settings settings, GraphSource<V> source, StageRunner stages, StageFolder kept) {
    return index == null
        ? new CorpusReading<>(settings, source, stages, kept, null).read(this)
        : index.read(settings, source, stages);
  }

  /** Does so where an index is made of documents. */
  <V extends Vectors> ReadCorpus<V> read(
      Settings settings,
      GraphSource<V> source,
      StageRunner stages,
      StageFolder kept,
      IndexReading indexing) {
    return new CorpusReading<>(settings, source, stages, kept, indexing).read(this);
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
