package dev.icp.internal.documents;

import dev.icp.internal.base.ByteStore;
import dev.icp.internal.base.StageInput;
import dev.icp.internal.base.StageOutput;
import dev.icp.spi.Storage;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The documents' metadata, by ordinal. Keeps 8 bytes a document on the heap once one has any,
 * besides the values' own bytes, which go to a file when the budget is used up.
 */
public final class MetadataStore implements AutoCloseable {
  private static final int TEXT = 0;
  private static final int LONG = 1;
  private static final int DOUBLE = 2;

  private final ByteStore bytes;
  private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
  private final List<String> names = new ArrayList<>();
  private long[] starts = {};
  private int size;

  /** An empty store. */
  public MetadataStore(Storage storage) {
    this(new ByteStore(storage, "metadata"));
  }

  private MetadataStore(ByteStore bytes) {
    this.bytes = bytes;
    numbers.defaultReturnValue(-1);
  }

  /**
   * Writes everything: how many documents there are, the names, where each document's values begin
   * and the last ones end (nothing if there are none), and the values.
   */
  public void writeTo(StageOutput output) {
    output.putInt(size);
    output.putInt(names.size());
    names.forEach(output::putText);
    for (int i = 0; i <= size && !names.isEmpty(); i++) {
      output.putLong(starts[i]);
    }
    bytes.writeTo(output);
  }

  /** Returns what {@link #writeTo} wrote. */
  public static MetadataStore readFrom(StageInput input, Storage storage) {
    int documents = input.nextInt();
    int count = input.nextInt();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(input.nextText());
    }
    long[] starts = new long[count == 0 ? 0 : documents + 1];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = input.nextLong();
    }
    MetadataStore store = new MetadataStore(input.rest(storage));
    names.forEach(store::number);
    store.starts = starts;
    store.size = documents;
    return store;
  }

  /** Adds what is known of the next document. */
  public void add(Map<String, Object> metadata) {
    size++;
    if (metadata.isEmpty() && starts.length == 0) {
      return;
    }
    if (size >= starts.length) {
      // Those before the first that has any begin and end at 0.
      starts = Arrays.copyOf(starts, Math.max(1024, size + (size >> 1) + 1));
    }
    byte[] encoded = metadata.isEmpty() ? new byte[0] : encode(metadata);
    starts[size] = bytes.append(encoded, 0, encoded.length) + encoded.length;
  }

  private byte[] encode(Map<String, Object> metadata) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(encoded)) {
      for (Map.Entry<String, Object> entry : metadata.entrySet()) {
        out.writeInt(number(entry.getKey()));
        if (entry.getValue() instanceof Long number) {
          out.writeByte(LONG);
          out.writeLong(number);
        } else if (entry.getValue() instanceof Double number) {
          out.writeByte(DOUBLE);
          out.writeDouble(number);
        } else {
          byte[] text = entry.getValue().toString().getBytes(StandardCharsets.UTF_8);
          out.writeByte(TEXT);
          out.writeInt(text.length);
          out.write(text);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot happen in memory", e);
    }
    return encoded.toByteArray();
  }

  private int number(String name) {
    int number = numbers.getInt(name);
    if (number < 0) {
      number = names.size();
      names.add(name);
      numbers.put(name, number);
    }
    return number;
  }

  /** Returns all names that there are. */
  public Set<String> names() {
    return Set.copyOf(names);
  }

  /** Returns what is known of a document. */
  public Map<String, Object> get(int ordinal) {
    int length = starts.length == 0 ? 0 : (int) (starts[ordinal + 1] - starts[ordinal]);
    if (length == 0) {
      return Map.of();
    }
    byte[] encoded = new byte[length];
    bytes.read(starts[ordinal], encoded, 0, length);
    Map<String, Object> metadata = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      while (in.available() > 0) {
        String name = names.get(in.readInt());
        metadata.put(
            name,
            switch (in.readByte()) {
              case LONG -> (Object) in.readLong();
              case DOUBLE -> (Object) in.readDouble();
              default -> new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            });
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot happen in memory", e);
    }
    return Collections.unmodifiableMap(metadata);
  }

  @Override
  public void close() {
    bytes.close();
  }
}
