package dev.icp.spi;

import dev.icp.ContextBuilder;
import dev.icp.Document;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Documents that come in parts, as files are, which can tell whether they are as they were. {@link
 * ContextBuilder#of(Iterable)} takes them as it takes any others; what is more, {@link
 * ContextBuilder#index} keeps what the parts say of themselves, and {@link
 * dev.icp.CorpusIndex#update} neither reads nor tokenizes the documents of a part that has not
 * changed.
 */
public interface DocumentParts extends Iterable<Document> {
  /**
   * Begins to read: the parts, in order. A part is asked for when all documents of the one before
   * have come. Used by one thread.
   */
  Iterator<? extends Part> parts();

  /** Returns the documents of all parts. */
  @Override
  default Iterator<Document> iterator() {
    Iterator<? extends Part> parts = parts();
    return new Iterator<>() {
      private @Nullable Part part;

      @Override
      public boolean hasNext() {
        while (part == null || !part.hasNext()) {
          if (!parts.hasNext()) {
            return false;
          }
          part = parts.next();
        }
        return true;
      }

      @Override
      public Document next() {
        if (!hasNext() || part == null) {
          throw new NoSuchElementException();
        }
        return part.next();
      }
    };
  }

  /** Some documents of a corpus that follow each other, which come one by one. */
  interface Part extends Iterator<Document> {
    /** Returns what it is called, by which it is found again. */
    String name();

    /**
     * Goes behind the documents that it had when {@link #state} said this, if it begins with them:
     * with all of them, each as it was, its id and metadata included. Called before any document
     * has been asked for, if at all.
     *
     * @param state of an earlier part of this name
     * @param ids what those documents are called
     * @return whether it does; if not, it gives all of its documents
     */
    boolean skip(String state, Iterable<String> ids);

    /**
     * Returns, when all of its documents have come, what a later {@link #skip} tells them by; null
     * where there is no telling, or a document was left out.
     */
    @Nullable String state();
  }
}
