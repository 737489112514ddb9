package dev.icp.lucene.internal.tokenizer;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a tokenizer.json: those of its model (an object of ids, or an array of pieces whose
 * ids are their places), and the added ones. Read as a stream, as some have 30 MB. Immutable.
 */
final class Vocabulary {
  private final Map<String, Integer> model = new HashMap<>();
  private final Map<String, AddedToken> added = new LinkedHashMap<>();
  private final BitSet ids = new BitSet();

  private Vocabulary() {}

  /**
   * Reads a vocabulary.
   *
   * @throws IllegalArgumentException naming the path if this is no tokenizer.json
   */
  static Vocabulary of(byte[] json, Path path) {
    Vocabulary vocabulary = new Vocabulary();
    try (JsonReader reader =
        new JsonReader(
            new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8))) {
      vocabulary.read(reader);
    } catch (IOException
        | JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException e) {
      throw new IllegalArgumentException(path + ": not a tokenizer.json", e);
    }
    if (vocabulary.ids.isEmpty()) {
      throw new IllegalArgumentException(path + ": not a tokenizer.json: it has no vocabulary");
    }
    return vocabulary;
  }

  private void read(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.nextName()) {
        case "model" -> readModel(reader);
        case "added_tokens" -> readAdded(reader);
        default -> reader.skipValue();
      }
    }
    reader.endObject();
  }

  private void readModel(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      if (!reader.nextName().equals("vocab")) {
        reader.skipValue();
      } else if (reader.peek() == JsonToken.BEGIN_ARRAY) {
        readPieces(reader);
      } else {
        readIds(reader);
      }
    }
    reader.endObject();
  }

  private void readIds(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      String token = reader.nextName();
      model.put(token, mark(reader.nextInt()));
    }
    reader.endObject();
  }

  private void readPieces(JsonReader reader) throws IOException {
    reader.beginArray();
    for (int id = 0; reader.hasNext(); id++) {
      reader.beginArray();
      model.put(reader.nextString(), mark(id));
      while (reader.hasNext()) {
        reader.skipValue();
      }
      reader.endArray();
    }
    reader.endArray();
  }

  private void readAdded(JsonReader reader) throws IOException {
    reader.beginArray();
    while (reader.hasNext()) {
      AddedToken token = AddedToken.of(JsonParser.parseReader(reader));
      mark(token.id());
      added.put(token.content(), token);
    }
    reader.endArray();
  }

  private int mark(int id) {
    if (id < 0 || id == Integer.MAX_VALUE) {
      throw new IllegalStateException("id " + id);
    }
    ids.set(id);
    return id;
  }

  /**
   * Returns the same with more added tokens.
   *
   * @param more in the order of their ids; those that are not the next ones are left out, since the
   *     library would give them other ids
   */
  Vocabulary with(List<AddedToken> more) {
    Vocabulary all = new Vocabulary();
    all.model.putAll(model);
    all.added.putAll(added);
    all.ids.or(ids);
    for (AddedToken token : more) {
      if (token.id() == all.nextAdded() && all.id(token.content()).isEmpty()) {
        all.added.put(token.content(), token);
        all.ids.set(token.id());
      }
    }
    return all;
  }

  /** Returns the id that the library gives to the next token that is added and not the model's. */
  private int nextAdded() {
    int highest = added.values().stream().mapToInt(AddedToken::id).max().orElse(-1);
    return highest >= model.size() ? highest + 1 : model.size();
  }

  /** Returns the highest id and one. */
  int size() {
    return ids.length();
  }

  boolean contains(int id) {
    return id >= 0 && ids.get(id);
  }

  OptionalInt id(String token) {
    AddedToken one = added.get(token);
    Integer id = one != null ? Integer.valueOf(one.id()) : model.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** Returns whether the model itself has a token. */
  boolean modelHas(String token) {
    return model.containsKey(token);
  }

  /** Returns how a token is written; null if there is none. */
  @Nullable String token(int id) {
    for (AddedToken token : added.values()) {
      if (token.id() == id) {
        return token.content();
      }
    }
    for (Map.Entry<String, Integer> entry : model.entrySet()) {
      if (entry.getValue() == id) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** Returns the id of a token that is a special one. */
  OptionalInt specialId(String token) {
    AddedToken one = added.get(token);
    return one != null && one.special() ? OptionalInt.of(one.id()) : OptionalInt.empty();
  }

  /** Returns whether a token is cut out of a text before the model sees it. */
  boolean isAdded(String token) {
    return added.containsKey(token);
  }

  /** Returns the added tokens, in order. */
  List<AddedToken> added() {
    return new ArrayList<>(added.values());
  }
}
