package dev.icp.internal.documents;

import dev.icp.internal.base.ByteStore;
import dev.icp.internal.base.StageInput;
import dev.icp.internal.base.StageOutput;
import dev.icp.spi.Storage;
import java.util.Arrays;

/**
 * What tells the documents' texts from others, by ordinal: the SHA-256 of each. Not thread-safe
 * while it is filled.
 */
public final class ContentHashes implements AutoCloseable {
  private static final int LENGTH = 32;

  private final ByteStore bytes;

  /** An empty store. */
  public ContentHashes(Storage storage) {
    this(new ByteStore(storage, "hashes"));
  }

  private ContentHashes(ByteStore bytes) {
    this.bytes = bytes;
  }

  /** Adds the next document's. */
  public void add(byte[] sha256) {
    bytes.append(sha256, 0, LENGTH);
  }

  /** Returns whether a document has the text that another hash is of. */
  boolean same(int ordinal, byte[] sha256) {
    return Arrays.equals(get(ordinal), sha256);
  }

  /** Returns the SHA-256 of a document's text. */
  byte[] get(int ordinal) {
    byte[] sha256 = new byte[LENGTH];
    bytes.read((long) ordinal * LENGTH, sha256, 0, LENGTH);
    return sha256;
  }

  /** Writes all of them, one after the other. */
  public void writeTo(StageOutput output) {
    bytes.writeTo(output);
  }

  /** Returns what {@link #writeTo} wrote. */
  public static ContentHashes readFrom(StageInput input, Storage storage) {
    return new ContentHashes(input.rest(storage));
  }

  @Override
  public void close() {
    bytes.close();
  }
}
