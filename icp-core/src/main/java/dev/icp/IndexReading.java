package dev.icp;

import dev.icp.internal.base.StageFolder;
import dev.icp.internal.base.StageKey;
import dev.icp.internal.documents.ContentHashes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reading a corpus does more where an index is made of it: it keeps what tells the texts from
 * others, and takes from an earlier index, if there is one, what is of documents that have not
 * changed.
 */
final class IndexReading implements AutoCloseable {
  private final ContentHashes hashes;
  private final @Nullable EarlierIndex earlier;

  /**
   * @param earlier closed with this; null for none
   */
  IndexReading(StageRunner stages, @Nullable EarlierIndex earlier) {
    hashes = new ContentHashes(stages.storage());
    this.earlier = earlier;
  }

  /** Takes the next documents, of whose texts the SHA-256 are known. */
  void next(List<Document> documents, List<byte[]> textHashes) {
    textHashes.forEach(hashes::add);
    if (earlier != null) {
      earlier.documents().add(documents, textHashes);
    }
  }

  /** Returns what is taken from; null for nothing. */
  @Nullable EarlierIndex earlier() {
    return earlier;
  }

  /** Keeps what a later reading needs. */
  void keep(StageFolder folder, StageKey key) {
    folder.keep(IndexFiles.HASHES, key, hashes::writeTo);
  }

  @Override
  public void close() {
    try (hashes) {
      if (earlier != null) {
        earlier.close();
      }
    }
  }
}
