package dev.icp.formats;

import dev.icp.Document;
import dev.icp.formats.internal.corpus.InputFile;
import dev.icp.formats.internal.corpus.InputFiles;
import dev.icp.formats.internal.corpus.Sources;
import dev.icp.formats.internal.corpus.TextFileSource;
import dev.icp.formats.spi.DocumentSource;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A corpus while it is being read. Documents are read when they are asked for, one at a time, and
 * none is kept. Not thread-safe, except that {@link #location()} may be asked from any thread.
 */
public final class OpenCorpus implements AutoCloseable {
  private final InputFiles files;
  private final Sources sources;
  private final Consumer<? super CorpusException> onBadDocument;
  private final Consumer<? super CorpusException> onSkippedFile;
  private @Nullable DocumentSource source;
  private boolean given;
  private boolean streamed;
  private boolean closed;
  private volatile String location = "";

  OpenCorpus(
      InputFiles files,
      Sources sources,
      Consumer<? super CorpusException> onBadDocument,
      Consumer<? super CorpusException> onSkippedFile) {
    this.files = files;
    this.sources = sources;
    this.onBadDocument = onBadDocument;
    this.onSkippedFile = onSkippedFile;
  }

  /**
   * Returns the documents, in order. Closing the stream closes the corpus. Reading on throws a
   * {@link CorpusException} where a document is bad (unless the reader was told otherwise) or a
   * file cannot be read to its end; after one, the stream has ended.
   *
   * @throws IllegalStateException if called before, or after {@link #close()}
   */
  public Stream<Document> documents() {
    if (streamed || closed) {
      throw new IllegalStateException(closed ? "closed" : "documents() was called before");
    }
    streamed = true;
    return StreamSupport.stream(new Documents(), false).onClose(this::close);
  }

  /**
   * Returns the place of the document that the stream gave last: file and line ({@code
   * corpus.jsonl:17}) for JSON Lines, file and row for Parquet, otherwise the path; empty before
   * the first.
   */
  public String location() {
    return location;
  }

  /** Closes the file that is open. No documents come afterwards. */
  @Override
  public void close() {
    closed = true;
    try {
      closeSource();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable Document next() {
    try {
      while (!closed) {
        if (source == null && !openNext()) {
          return null;
        }
        Document document = nextOfSource();
        if (document != null) {
          return document;
        }
      }
      return null;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private boolean openNext() {
    InputFile file = files.next();
    if (file == null) {
      return false;
    }
    given = file.given();
    try {
      source = sources.open(file);
    } catch (IOException e) {
      throw new CorpusException(file.name(), "cannot be read: " + IoFailures.reason(e), e);
    }
    return true;
  }

  /** Returns null where there is no document but reading can go on. */
  private @Nullable Document nextOfSource() {
    DocumentSource current = source;
    if (current == null) {
      return null;
    }
    try {
      Document document = current.next();
      if (document == null) {
        closeSource();
      } else {
        location = current.location();
      }
      return document;
    } catch (CorpusException e) {
      if (current instanceof TextFileSource && !given) {
        onSkippedFile.accept(e);
      } else {
        onBadDocument.accept(e);
      }
      return null;
    } catch (IOException e) {
      throw new CorpusException(current.location(), "cannot be read: " + IoFailures.reason(e), e);
    }
  }

  private void closeSource() throws IOException {
    if (source != null) {
      DocumentSource current = source;
      source = null;
      current.close();
    }
  }

  /** Never splits, so that the location is always that of the document given last. */
  private final class Documents implements Spliterator<Document> {
    @Override
    public boolean tryAdvance(Consumer<? super Document> action) {
      Document document = next();
      if (document == null) {
        return false;
      }
      action.accept(document);
      return true;
    }

    @Override
    public @Nullable Spliterator<Document> trySplit() {
      return null;
    }

    @Override
    public long estimateSize() {
      return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
      return ORDERED | NONNULL | IMMUTABLE;
    }
  }
}
