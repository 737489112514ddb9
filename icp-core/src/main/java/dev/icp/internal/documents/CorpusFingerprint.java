package dev.icp.internal.documents;

import dev.icp.Document;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Tells corpora apart by their ids and texts, in order: the sum, in four lanes of 64 bits, of the
 * SHA-256 of each document and its ordinal. A sum can be added up by several threads, in batches
 * that come in any order. Thread-safe.
 */
public final class CorpusFingerprint {
  private static final int LANES = 4;

  private final long[] sums = new long[LANES];

  /** Adds consecutive documents. */
  void add(int first, List<Document> documents) {
    MessageDigest sha256 = sha256();
    long[] batch = new long[LANES];
    for (int i = 0; i < documents.size(); i++) {
      byte[] id = documents.get(i).id().getBytes(StandardCharsets.UTF_8);
      sha256.update(ByteBuffer.allocate(8).putInt(first + i).putInt(id.length).flip());
      sha256.update(id);
      sha256.update(documents.get(i).text().getBytes(StandardCharsets.UTF_8));
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
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
