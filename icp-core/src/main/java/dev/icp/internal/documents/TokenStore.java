package dev.icp.internal.documents;

import dev.icp.internal.base.ByteStore;
import dev.icp.internal.base.StageInput;
import dev.icp.internal.base.StageOutput;
import dev.icp.spi.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of every document, each document with as few bytes a token (1 to 4, little-endian) as
 * its highest id needs. Documents may be put from several threads at once, in any order, and read
 * once all are there. Keeps 12 bytes a document on the heap besides the tokens.
 */
public final class TokenStore implements AutoCloseable {
  private static final int WIDTH_SHIFT = 62;
  private static final long ELSEWHERE = 1L << (WIDTH_SHIFT - 1);
  private static final long POSITION = ELSEWHERE - 1;
  private static final long PLACE = ELSEWHERE | POSITION;

  private static final int PIECE = 1 << 16;

  private final ByteStore bytes;

  // Of documents that are elsewhere.
  private @Nullable TokenStore other;
  private long[] places;
  private int[] counts;
  private int size;

  /** An empty store. */
  public TokenStore(Storage storage) {
    bytes = new ByteStore(storage, "tokens");
    places = new long[1024];
    counts = new int[1024];
  }

  private TokenStore(ByteStore bytes, long[] places, int[] counts) {
    this.bytes = bytes;
    this.places = places;
    this.counts = counts;
    size = counts.length;
  }

  /** Writes all tokens: the number of documents, their counts, their widths, their tokens. */
  public void writeTo(StageOutput output) {
    output.putInt(size);
    for (int i = 0; i < size; i++) {
      output.putInt(counts[i]);
    }
    for (int i = 0; i < size; i++) {
      output.putBytes(new byte[] {(byte) width(i)}, 0, 1);
    }
    byte[] piece = new byte[PIECE];
    for (int i = 0; i < size; ) {
      long place = places[i] & PLACE;
      long length = length(i);
      // Documents that lie side by side are read at once.
      while (++i < size && (length(i) == 0 || (places[i] & PLACE) == place + length)) {
        length += length(i);
      }
      for (long done = 0; done < length; done += PIECE) {
        int part = (int) Math.min(PIECE, length - done);
        read(place + done, piece, part);
        output.putBytes(piece, 0, part);
      }
    }
  }

  private void read(long place, byte[] target, int count) {
    ByteStore store = (place & ELSEWHERE) == 0 ? bytes : Objects.requireNonNull(other).bytes;
    store.read(place & POSITION, target, 0, count);
  }

  /** Returns what {@link #writeTo} wrote. */
  public static TokenStore readFrom(StageInput input, Storage storage) {
    int[] counts = input.nextInts(input.nextInt());
    long[] places = new long[counts.length];
    long place = 0;
    for (int i = 0; i < counts.length; i++) {
      int width = input.nextByte();
      places[i] = (long) (width - 1) << WIDTH_SHIFT | place;
      place += (long) width * counts[i];
    }
    return new TokenStore(input.rest(storage), places, counts);
  }

  /** Returns the bytes of each of a document's tokens. */
  private int width(int document) {
    return (int) (places[document] >>> WIDTH_SHIFT) + 1;
  }

  /**
   * Puts the tokens of the documents {@code first}, {@code first + 1}, …
   *
   * @param vocabularySize ids must be in [0, vocabularySize)
   * @throws IllegalArgumentException naming the document if they are not
   */
  public void put(int first, List<int[]> documents, int vocabularySize) {
    int[] widths = new int[documents.size()];
    long length = 0;
    for (int i = 0; i < widths.length; i++) {
      widths[i] = width(documents.get(i), first + i, vocabularySize);
      length += (long) widths[i] * documents.get(i).length;
    }
    byte[] block = new byte[Math.toIntExact(length)];
    int at = 0;
    for (int i = 0; i < widths.length; i++) {
      for (int token : documents.get(i)) {
        for (int b = 0; b < widths[i]; b++) {
          block[at++] = (byte) (token >>> (8 * b));
        }
      }
    }
    long place = bytes.append(block, 0, block.length);
    synchronized (this) {
      reserve(first + widths.length);
      for (int i = 0; i < widths.length; i++) {
        counts[first + i] = documents.get(i).length;
        places[first + i] = (long) (widths[i] - 1) << WIDTH_SHIFT | place;
        place += (long) widths[i] * counts[first + i];
      }
    }
  }

  /**
   * Puts documents of another store, {@code from} and the following, as the documents {@code
   * first}, {@code first + 1}, …: their tokens stay there, so that it has to stay open.
   *
   * @param other always the same, which has none elsewhere itself
   */
  public synchronized void putFrom(TokenStore other, int from, int count, int first) {
    this.other = other;
    reserve(first + count);
    for (int i = 0; i < count; i++) {
      counts[first + i] = other.counts[from + i];
      places[first + i] = other.places[from + i] | ELSEWHERE;
    }
  }

  /** Returns the bytes of a document's tokens. */
  private long length(int document) {
    return (long) counts[document] * width(document);
  }

  private static int width(int @Nullable [] tokens, int document, int vocabularySize) {
    if (tokens == null) {
      throw new IllegalArgumentException(
          "document " + document + ": the tokenizer returned null for its tokens");
    }
    int all = 0;
    for (int token : tokens) {
      if (token < 0 || token >= vocabularySize) {
        throw new IllegalArgumentException(
            "document "
                + document
                + ": the tokenizer returned token "
                + token
                + ", its vocabularySize() is "
                + vocabularySize);
      }
      all |= token;
    }
    return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(all) + 7) / 8);
  }

  private void reserve(int documents) {
    if (documents > counts.length) {
      int length = Math.max(documents, counts.length + (counts.length >> 1));
      places = Arrays.copyOf(places, length);
      counts = Arrays.copyOf(counts, length);
    }
    size = Math.max(size, documents);
  }

  /** Returns the number of documents. */
  public int size() {
    return size;
  }

  /** Returns the number of tokens of a document. */
  public int count(int document) {
    return counts[Objects.checkIndex(document, size)];
  }

  /** Copies tokens {@code from} (inclusive) to {@code to} (exclusive) to {@code target}. */
  public void read(int document, int from, int to, int[] target, int at) {
    Objects.checkFromToIndex(from, to, count(document));
    int width = width(document);
    byte[] block = new byte[(to - from) * width];
    read((places[document] & PLACE) + (long) from * width, block, block.length);
    for (int i = 0; i < block.length; at++) {
      int token = 0;
      for (int b = 0; b < width; b++) {
        token |= (block[i++] & 0xFF) << (8 * b);
      }
      target[at] = token;
    }
  }

  @Override
  public void close() {
    bytes.close();
  }
}
