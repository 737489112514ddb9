package dev.icp.formats;

import dev.icp.CorpusFiles;
import dev.icp.Document;
import dev.icp.formats.internal.corpus.InputFile;
import dev.icp.formats.internal.corpus.InputFiles;
import dev.icp.formats.internal.corpus.InputTally;
import dev.icp.formats.internal.corpus.Sources;
import dev.icp.formats.internal.corpus.Sources.Opened;
import dev.icp.formats.internal.corpus.WatchedFile;
import dev.icp.formats.internal.corpus.WatchedFile.Skipped;
import dev.icp.formats.spi.DocumentSource;
import dev.icp.internal.base.IoFailures;
import dev.icp.spi.DocumentParts;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A corpus while it is being read. Documents are read when they are asked for, one at a time, and
 * none is kept. Not thread-safe, except that {@link #location()} may be asked from any thread.
 *
 * <p>Its parts are the files: given to {@link dev.icp.ContextBuilder#of(Iterable)} it makes an
 * index that can be updated without reading files that hold what they held, or lines before those
 * that were appended.
 */
public final class OpenCorpus implements DocumentParts, AutoCloseable {
  private final String inputs;
  private final InputFiles files;
  private final Sources sources;
  private final int endToken;
  private final Consumer<? super CorpusException> onBadDocument;
  private final InputTally tally;
  private final Consumer<? super CorpusException> leftOut;
  private @Nullable CorpusException firstBad;
  private long bad;
  private long endTokens;
  private @Nullable Opened opened;
  private @Nullable FilePart part;
  private boolean given;
  private boolean flawed;
  private boolean streamed;
  private boolean closed;
  private volatile String location = "";

  OpenCorpus(
      String inputs,
      InputFiles files,
      Sources sources,
      int endToken,
      Consumer<? super CorpusException> onBadDocument,
      InputTally tally,
      Consumer<? super CorpusException> leftOut) {
    this.inputs = inputs;
    this.files = files;
    this.sources = sources;
    this.endToken = endToken;
    this.onBadDocument = onBadDocument;
    this.tally = tally;
    this.leftOut = leftOut;
  }

  /**
   * Returns the documents, in order. Closing the stream closes the corpus. Reading on throws a
   * {@link CorpusException} where a document is bad (unless the reader was told otherwise), a file
   * cannot be read to its end, or the end comes without any document, or with nothing but bad ones;
   * after one, the stream has ended.
   *
   * @throws IllegalStateException if called before, or {@link #parts()}, or after {@link #close()}
   */
  public Stream<Document> documents() {
    beginOnce();
    return StreamSupport.stream(new Documents(), false).onClose(this::close);
  }

  /** Returns those of {@link #documents()}. */
  @Override
  public Iterator<Document> iterator() {
    return documents().iterator();
  }

  private void beginOnce() {
    if (streamed || closed) {
      throw new IllegalStateException(closed ? "closed" : "documents() was called before");
    }
    streamed = true;
  }

  /**
   * Returns the files, in order. Their documents are those of {@link #documents()}, which fail as
   * those do.
   *
   * @throws IllegalStateException if called before, or {@link #documents()}, or after {@link
   *     #close()}
   */
  @Override
  public Iterator<Part> parts() {
    beginOnce();
    return new Parts();
  }

  /**
   * Returns the place of the document that the stream gave last: file and line ({@code
   * corpus.jsonl:17}) for JSON Lines, file and row for Parquet, otherwise the path; empty before
   * the first.
   */
  public String location() {
    return location;
  }

  /** Returns what files have been read as so far, and which were left out. */
  public CorpusFiles files() {
    return tally.files();
  }

  /** Returns how many documents so far ended with {@link CorpusReader#endToken}. */
  public long endTokens() {
    return endTokens;
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

  private @Nullable Document next(BooleanSupplier openNext) {
    try {
      while (!closed) {
        if (opened == null && !openNext.getAsBoolean()) {
          return null;
        }
        Document document = nextOfSource();
        if (document != null) {
          return document;
        }
      }
      return null;
    } catch (RuntimeException e) {
      OnFailure.close(this, e);
      throw e;
    } catch (Error e) {
      // There may be no memory for a document that could not be given: its place is wanted then.
      if (opened != null) {
        location = opened.source().location();
      }
      OnFailure.close(this, e);
      throw e;
    }
  }

  private boolean openNext() {
    InputFile file = files.next();
    if (file == null) {
      tally.requireSomething(inputs, firstBad, bad);
      return false;
    }
    open(file, () -> sources.open(file));
    return true;
  }

  /** Opens a file. */
  private interface Opening {
    Opened open() throws IOException;
  }

  private void open(InputFile file, Opening opening) {
    given = file.given();
    try {
      Opened found = opening.open();
      opened = found;
      tally.file(found.kind());
    } catch (IOException e) {
      throw new CorpusException(file.name(), "cannot be read: " + IoFailures.reason(e), e);
    } catch (Error e) {
      location = file.name();
      throw e;
    }
  }

  /** Returns null where there is no document but reading can go on. */
  private @Nullable Document nextOfSource() {
    Opened file = opened;
    if (file == null) {
      return null;
    }
    DocumentSource current = file.source();
    try {
      Document document = current.next();
      if (document == null) {
        if (part != null) {
          part.end();
        }
        closeSource();
      } else {
        location = current.location();
        tally.document(file.kind());
      }
      return document == null ? null : withoutEnd(document);
    } catch (CorpusException e) {
      flawed = true;
      if (file.kind().isOneDocument() && !given) {
        tally.noFile(file.kind());
        leftOut.accept(e);
      } else {
        onBadDocument.accept(e);
        bad++;
        firstBad = firstBad == null ? e : firstBad;
      }
      return null;
    } catch (IOException e) {
      throw new CorpusException(current.location(), "cannot be read: " + IoFailures.reason(e), e);
    }
  }

  private Document withoutEnd(Document document) {
    if (endToken < 0 || !document.tokenized()) {
      return document;
    }
    String end = Integer.toString(endToken);
    String text = document.text();
    int before = text.length() - end.length();
    if (!text.endsWith(end) || (before > 0 && text.charAt(before - 1) != ' ')) {
      return document;
    }
    endTokens++;
    return new Document(
        document.id(), text.substring(0, Math.max(0, before - 1)), document.metadata(), true);
  }

  private void closeSource() throws IOException {
    if (opened != null) {
      DocumentSource current = opened.source();
      opened = null;
      current.close();
    }
  }

  /** File by file. */
  private final class Parts implements Iterator<Part> {
    private @Nullable InputFile file;

    @Override
    public boolean hasNext() {
      if (file == null && !closed) {
        file = files.next();
        if (file == null) {
          tally.requireSomething(inputs, firstBad, bad);
        }
      }
      return file != null;
    }

    @Override
    public Part next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      InputFile now = Objects.requireNonNull(file);
      file = null;
      return new FilePart(now);
    }
  }

  /** The documents of a file. */
  private final class FilePart implements Part {
    private final InputFile file;
    private final WatchedFile watch;
    private final long endTokensBefore = endTokens;
    private boolean begun;
    private long documents;
    private @Nullable Document next;

    FilePart(InputFile file) {
      this.file = file;
      watch = new WatchedFile(file, sources, Integer.toString(endToken));
      part = this;
      flawed = false;
    }

    /** Hears that all documents have come. */
    void end() throws IOException {
      watch.end(documents, endTokens - endTokensBefore);
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public boolean skip(String state, Iterable<String> ids) {
      try {
        Skipped skipped = watch.skip(state);
        if (skipped == null) {
          return false;
        }
        begun = true;
        given = file.given();
        opened = skipped.rest();
        tally.file(skipped.kind());
        tally.documents(skipped.kind(), skipped.documents());
        endTokens += skipped.endTokens();
        location = file.name();
        return true;
      } catch (IOException e) {
        throw new CorpusException(file.name(), "cannot be read: " + IoFailures.reason(e), e);
      }
    }

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = OpenCorpus.this.next(this::begin);
        documents += next == null ? 0 : 1;
      }
      return next != null;
    }

    private boolean begin() {
      if (begun) {
        return false;
      }
      begun = true;
      open(file, watch::open);
      return true;
    }

    @Override
    public Document next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Document document = Objects.requireNonNull(next);
      next = null;
      return document;
    }

    @Override
    public @Nullable String state() {
      return flawed ? null : watch.state();
    }
  }

  /** Never splits, so that the location is always that of the document given last. */
  private final class Documents implements Spliterator<Document> {
    @Override
    public boolean tryAdvance(Consumer<? super Document> action) {
      Document document = OpenCorpus.this.next(OpenCorpus.this::openNext);
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
