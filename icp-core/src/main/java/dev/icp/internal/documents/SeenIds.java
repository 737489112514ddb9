package dev.icp.internal.documents;

import dev.icp.Document;
import dev.icp.DuplicateIds;
import dev.icp.internal.base.Sha256;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives documents their ids, and decides about those that have an id that was seen before. */
public final class SeenIds {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final IdStore ids;
  private final DuplicateIds policy;
  private final Map<String, Integer> lastNumbers = new HashMap<>();
  // 128 bits of what each text hashes to, where texts are compared.
  private final LongArrayList digests = new LongArrayList();
  private long numbered;
  private long dropped;

  /**
   * @param ids gets the ids
   */
  public SeenIds(IdStore ids, DuplicateIds policy) {
    this.ids = ids;
    this.policy = policy;
  }

  /**
   * Gives the next document its ordinal.
   *
   * @return the document, under another id where duplicates are numbered; null if it is left out
   * @throws DuplicateIdException if its id was seen before, which makes it a bad document
   */
  @Nullable Document add(Document document) throws DuplicateIdException {
    byte[] digest =
        policy == DuplicateIds.DROP_EQUAL
            ? Sha256.of(document.text().getBytes(StandardCharsets.UTF_8))
            : null;
    int other = ids.add(document.id());
    if (other < 0) {
      if (digest != null) {
        addDigest(digest);
      }
      return document;
    }
    if (policy == DuplicateIds.NUMBER) {
      return numbered(document);
    }
    if (digest == null
        || digests.getLong(2 * other) != (long) LONGS.get(digest, 0)
        || digests.getLong(2 * other + 1) != (long) LONGS.get(digest, Long.BYTES)) {
      throw new DuplicateIdException(
          "duplicate id \"" + document.id() + "\"" + (digest == null ? "" : ", of another text"));
    }
    dropped++;
    return null;
  }

  private void addDigest(byte[] sha256) {
    digests.add((long) LONGS.get(sha256, 0));
    digests.add((long) LONGS.get(sha256, Long.BYTES));
  }

  /** Returns whether a document has an id. */
  public boolean has(String id) {
    return ids.find(id) >= 0;
  }

  /**
   * Gives the next document its ordinal, of which it is known that no other has its id.
   *
   * @param textHash SHA-256 of its text
   */
  void addKnown(String id, byte[] textHash) {
    if (ids.add(id) >= 0) {
      throw new IllegalStateException("an earlier index has the id " + id + " twice");
    }
    if (policy == DuplicateIds.DROP_EQUAL) {
      addDigest(textHash);
    }
  }

  private Document numbered(Document document) {
    int number = lastNumbers.getOrDefault(document.id(), 1);
    String id;
    do {
      number++;
      id = document.id() + "#" + number;
    } while (ids.add(id) >= 0);
    lastNumbers.put(document.id(), number);
    numbered++;
    return document.withId(id);
  }

  /** Returns how many documents got a number. */
  public long numbered() {
    return numbered;
  }

  /** Returns how many were left out. */
  public long dropped() {
    return dropped;
  }

  /** Says what is wrong with an id. */
  static final class DuplicateIdException extends Exception {
    private static final long serialVersionUID = 1L;

    DuplicateIdException(String reason) {
      super(reason, null, false, false);
    }
  }
}
