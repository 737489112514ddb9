package dev.icp.formats;

import dev.icp.CorpusFiles;
import dev.icp.Document;
import dev.icp.formats.internal.corpus.InputFile;
import dev.icp.formats.internal.corpus.InputFiles;
import dev.icp.formats.internal.corpus.InputTally;
import dev.icp.formats.internal.corpus.Sources;
import dev.icp.formats.internal.corpus.Sources.Opened;
import dev.icp.formats.spi.DocumentSource;
import dev.icp.internal.base.IoFailures;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A corpus while it is being read. Documents are read when they are asked for, one at a time, and
 * none is kept. Not thread-safe, except that {@link #location()} may be asked from any thread.
 */
public final class OpenCorpus implements AutoCloseable {
  private static final int NAMED = 3;

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
  private boolean given;
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

  private @Nullable Document next() {
    try {
      while (!closed) {
        if (opened == null && !openNext()) {
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
      requireSomething();
      return false;
    }
    given = file.given();
    try {
      Opened found = sources.open(file);
      opened = found;
      tally.file(found.kind());
    } catch (IOException e) {
      throw new CorpusException(file.name(), "cannot be read: " + IoFailures.reason(e), e);
    } catch (Error e) {
      location = file.name();
      throw e;
    }
    return true;
  }

  private void requireSomething() {
    CorpusFiles seen = tally.files();
    if (tally.isEmpty()) {
      String examples =
          seen.listed().stream()
              .limit(NAMED)
              .map(file -> file.path() + ": " + file.reason())
              .collect(Collectors.joining("; "));
      throw new CorpusException(
          inputs,
          seen.leftOut() == 0
              ? "nothing to read: no files"
              : "nothing to read: all that there is was left out ("
                  + examples
                  + (seen.leftOut() > NAMED ? "; and " + (seen.leftOut() - NAMED) + " more" : "")
                  + ")");
    }
    if (tally.documents() > 0) {
      return;
    }
    if (firstBad == null) {
      throw new CorpusException(inputs, "nothing to read: no documents");
    }
    throw new CorpusException(
        inputs,
        bad == 1
            ? "no documents but a bad one (" + firstBad.getMessage() + ")"
            : "no documents but " + bad + " bad ones (the first: " + firstBad.getMessage() + ")");
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
        closeSource();
      } else {
        location = current.location();
        tally.document(file.kind());
      }
      return document == null ? null : withoutEnd(document);
    } catch (CorpusException e) {
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
