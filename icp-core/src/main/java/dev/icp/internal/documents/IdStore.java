package dev.icp.internal.documents;

import dev.icp.internal.base.ByteStore;
import dev.icp.internal.base.StageInput;
import dev.icp.internal.base.StageOutput;
import dev.icp.spi.Storage;
import it.unimi.dsi.fastutil.HashCommon;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The documents' ids, by ordinal, and whether an id has been seen. Keeps 8 bytes a document for
 * good, and about 24 more until {@link #seal}, on the heap besides the ids' own bytes.
 */
public final class IdStore implements AutoCloseable {
  private static final int NONE = -1;

  private final ByteStore bytes;
  private long[] starts;
  private int size;
  private Long2IntOpenHashMap ordinals = new Long2IntOpenHashMap();
  // Ids whose hash another id has as well.
  private Object2IntOpenHashMap<String> collided = new Object2IntOpenHashMap<>();

  /** An empty store. */
  public IdStore(Storage storage) {
    this(new ByteStore(storage, "ids"), new long[1024], 0);
  }

  private IdStore(ByteStore bytes, long[] starts, int size) {
    this.bytes = bytes;
    this.starts = starts;
    this.size = size;
    ordinals.defaultReturnValue(NONE);
    collided.defaultReturnValue(NONE);
  }

  /**
   * Adds the id of the next document.
   *
   * @return −1, or the ordinal of the document that has this id already (nothing is added then)
   */
  public int add(String id) {
    long hash = hash(id);
    int other = ordinals.putIfAbsent(hash, size);
    if (other != NONE) {
      if (get(other).equals(id)) {
        return other;
      }
      int same = collided.putIfAbsent(id, size);
      if (same != NONE) {
        return same;
      }
    }
    byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
    if (size + 1 == starts.length) {
      starts = Arrays.copyOf(starts, starts.length + (starts.length >> 1));
    }
    starts[size + 1] = bytes.append(utf8, 0, utf8.length) + utf8.length;
    size++;
    return NONE;
  }

  private static long hash(String id) {
    long hash = id.length();
    for (int i = 0; i < id.length(); i++) {
      hash = hash * 0x9E3779B97F4A7C15L + id.charAt(i);
    }
    return HashCommon.murmurHash3(hash);
  }

  /** Forgets what is needed for finding duplicates only: no more ids will come. */
  public void seal() {
    ordinals = new Long2IntOpenHashMap(0);
    collided = new Object2IntOpenHashMap<>(0);
  }

  /** Makes ids that were read ready to be found. */
  void unseal() {
    ordinals.ensureCapacity(size);
    for (int i = 0; i < size; i++) {
      String id = get(i);
      if (ordinals.putIfAbsent(hash(id), i) != NONE) {
        collided.put(id, i);
      }
    }
  }

  /** Returns the ordinal of the document that has an id; −1 if none has. */
  int find(String id) {
    int found = ordinals.get(hash(id));
    return found == NONE || get(found).equals(id) ? found : collided.getInt(id);
  }

  /** Writes all ids: how many there are, where each begins and the last ends, their UTF-8. */
  public void writeTo(StageOutput output) {
    output.putInt(size);
    for (int i = 0; i <= size; i++) {
      output.putLong(starts[i]);
    }
    bytes.writeTo(output);
  }

  /** Returns what {@link #writeTo} wrote; no more ids can be added. */
  public static IdStore readFrom(StageInput input, Storage storage) {
    int size = input.nextInt();
    long[] starts = new long[size + 1];
    for (int i = 0; i <= size; i++) {
      starts[i] = input.nextLong();
    }
    return new IdStore(input.rest(storage), starts, size);
  }

  /** Returns the id of a document. */
  public String get(int ordinal) {
    byte[] utf8 = new byte[(int) (starts[ordinal + 1] - starts[ordinal])];
    bytes.read(starts[ordinal], utf8, 0, utf8.length);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    bytes.close();
  }
}
