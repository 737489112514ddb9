package dev.icp;

import dev.icp.internal.base.StageFolder;
import dev.icp.internal.base.StageKey;
import dev.icp.internal.documents.ContentHashes;
import dev.icp.internal.documents.KnownDocuments;
import dev.icp.internal.documents.PartsRead;
import dev.icp.internal.documents.SeenIds;
import dev.icp.internal.documents.TokenStore;
import dev.icp.internal.documents.WrittenTokens;
import dev.icp.internal.vectors.WordAgreement;
import dev.icp.spi.DocumentParts.Part;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What reading a corpus does more where an index is made of it: it keeps what tells the texts and
 * the parts from others, and takes from an earlier index, if there is one, what is of documents
 * that have not changed.
 */
final class IndexReading implements AutoCloseable {
  private final ContentHashes hashes;
  private final PartsRead parts = new PartsRead();
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

  /** Counts what is written in documents that follow each other, which come in any order. */
  void texts(int first, List<String> texts, WrittenTokens written) {
    for (int i = 0; i < texts.size(); i++) {
      parts.addSpecial(first + i, written.in(texts.get(i)), written);
    }
  }

  /** Returns what is taken from; null for nothing. */
  @Nullable EarlierIndex earlier() {
    return earlier;
  }

  /** Keeps what a later reading needs. */
  void keep(StageFolder folder, StageKey key, WordAgreement agreement) {
    folder.keep(IndexFiles.HASHES, key, hashes::writeTo);
    folder.keep(
        IndexFiles.INPUTS,
        key,
        output -> {
          parts.writeTo(output);
          agreement.writeTo(output);
        });
  }

  /** Returns what is known of parts, of which the rest goes where it is told. */
  KnownDocuments known(TokenStore tokens, WrittenTokens written, WordAgreement agreement) {
    return new Known(tokens, written, agreement);
  }

  @Override
  public void close() {
    try (hashes) {
      if (earlier != null) {
        earlier.close();
      }
    }
  }

  private final class Known implements KnownDocuments {
    private final TokenStore tokens;
    private final WrittenTokens written;
    private final WordAgreement agreement;

    Known(TokenStore tokens, WrittenTokens written, WordAgreement agreement) {
      this.tokens = tokens;
      this.written = written;
      this.agreement = agreement;
    }

    private EarlierIndex known() {
      return Objects.requireNonNull(earlier, "earlier");
    }

    @Override
    public @Nullable Carried skip(Part part, SeenIds seen) {
      return earlier == null ? null : earlier.skip(part, seen);
    }

    @Override
    public Document document(int place) {
      return known().document(place);
    }

    @Override
    public byte[] hash(int place) {
      return known().documents().hash(place);
    }

    @Override
    public void carry(Carried carried, int first) {
      for (int i = 0; i < carried.count(); i++) {
        byte[] hash = hash(carried.from() + i);
        hashes.add(hash);
        agreement.add(hash);
      }
      known().carry(carried, first, tokens);
      parts.carry(known().parts(), carried.from(), carried.count(), first, written);
    }

    @Override
    public void read(Part part, int first, int count, boolean whole) {
      String state = whole ? part.state() : null;
      if (state != null) {
        parts.add(new PartsRead.Entry(part.name(), state, first, count));
      }
    }
  }
}
