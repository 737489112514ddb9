package dev.icp.internal.documents;

import dev.icp.Document;
import dev.icp.spi.DocumentParts.Part;
import org.jspecify.annotations.Nullable;

/** Documents of a corpus that an earlier state of it had, part by part. Used by who reads. */
public interface KnownDocuments {
  /**
   * Documents that follow each other, in both states.
   *
   * @param from the earlier ordinal of the first
   * @param count how many there are
   */
  record Carried(int from, int count) {}

  /**
   * Finds those that a part begins with, which goes behind them; null where there are none.
   *
   * @param seen says which ids there are before it
   */
  @Nullable Carried skip(Part part, SeenIds seen);

  /** Returns id and metadata of a document, without its text. */
  Document document(int earlier);

  /** Returns the SHA-256 of its text. */
  byte[] hash(int earlier);

  /**
   * Takes documents over, when all in front of them have been looked at.
   *
   * @param first the ordinal that the first of them has now
   */
  void carry(Carried carried, int first);

  /**
   * Hears of a part that has been read.
   *
   * @param first the ordinal of its first document
   * @param whole whether each of its documents was taken as it was
   */
  void read(Part part, int first, int count, boolean whole);
}
