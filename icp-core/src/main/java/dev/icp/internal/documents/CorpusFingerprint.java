package dev.icp.internal.documents;

import dev.icp.Document;
import dev.icp.internal.base.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Tells corpora apart by their ids and texts, in order: the sum, in four lanes of 64 bits, of the
 * SHA-256 of each document's ordinal, its id and the SHA-256 of its text. A sum can be added up by
 * several threads, in batches that come in any order. Thread-safe.
 */
public final class CorpusFingerprint {
  private static final int LANES = 4;

  private final long[] sums = new long[LANES];

  /**
   * Adds consecutive documents.
   *
   * @param first the ordinal of the first of them
   * @param textHashes SHA-256 of each one's text
   */
  public void add(int first, List<Document> documents, List<byte[]> textHashes) {
    MessageDigest sha256 = Sha256.digest();
    long[] batch = new long[LANES];
    for (int i = 0; i < documents.size(); i++) {
      byte[] id = documents.get(i).id().getBytes(StandardCharsets.UTF_8);
      sha256.update(ByteBuffer.allocate(8).putInt(first + i).putInt(id.length).flip());
      sha256.update(id);
      sha256.update(textHashes.get(i));
      ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
      for (int lane = 0; lane < LANES; lane++) {
        batch[lane] += digest.getLong();
      }
    }
    synchronized (this) {
      for (int lane = 0; lane < LANES; lane++) {
        sums[lane] += batch[lane];
      }
    }
  }

  /** Returns 64 hexadecimal digits. */
  @Override
  public synchronized String toString() {
    ByteBuffer bytes = ByteBuffer.allocate(LANES * Long.BYTES);
    for (long sum : sums) {
      bytes.putLong(sum);
    }
    return HexFormat.of().formatHex(bytes.array());
  }
}
