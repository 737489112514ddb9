package dev.icp.lucene.internal.tokenizer;

import com.google.gson.Gson;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.icp.internal.base.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a tokenizer.json says, and versions of it for the native library, which has no switches of
 * its own:
 *
 * <ul>
 *   <li>without dropout, which would give a text other tokens each time;
 *   <li>with the tokens that only the files beside it know;
 *   <li>with a token for characters that the vocabulary has none for, where they would be left out
 *       without a word: {@link #isLost} tells it;
 *   <li>and, for texts in which special tokens are written out, with those tokens under names that
 *       no text has. They keep their places, since the library numbers added tokens by them.
 * </ul>
 *
 * Immutable.
 */
public final class TokenizerJson {
  private final byte[] bytes;
  private final String sha256;
  private final Path path;
  private final Vocabulary vocabulary;
  private final List<AddedToken> more;
  private final ModelFacts facts;
  private final boolean losesCharacters;

  private TokenizerJson(
      byte[] bytes,
      Path path,
      Vocabulary vocabulary,
      List<AddedToken> more,
      ModelFacts facts,
      boolean losesCharacters) {
    this.bytes = bytes;
    sha256 = Sha256.hex(bytes);
    this.path = path;
    this.vocabulary = vocabulary;
    this.more = more;
    this.facts = facts;
    this.losesCharacters = losesCharacters;
  }

  /**
   * Reads what the rest needs to know.
   *
   * @param bytes not copied
   * @param beside the tokens that the files beside it add, in the order of their ids
   * @throws IllegalArgumentException naming the path if this is no tokenizer.json
   */
  static TokenizerJson of(byte[] bytes, Path path, List<AddedToken> beside) {
    Vocabulary own = Vocabulary.of(bytes, path);
    Vocabulary all = own.with(beside);
    ModelFacts facts = ModelFacts.of(bytes, path);
    List<AddedToken> more =
        all.added().stream().filter(token -> own.id(token.content()).isEmpty()).toList();
    return new TokenizerJson(bytes, path, all, more, facts, facts.losesCharacters(own));
  }

  /** Returns the SHA-256 of the file, in 64 hexadecimal digits. */
  String sha256() {
    return sha256;
  }

  /** Returns where it was read from. */
  Path path() {
    return path;
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Returns the tokens that tokenizer.json itself does not have. */
  List<AddedToken> fromBeside() {
    return more;
  }

  /** Returns the model's dropout, which is left off; 0 if it has none. */
  double dropout() {
    return facts.dropout();
  }

  /** Returns whether a token stands for a character that the vocabulary has none for. */
  boolean isLost(int token) {
    return losesCharacters && token >= vocabulary.size();
  }

  /** Returns it for texts in which special tokens that are written out are special tokens. */
  byte[] forTokens() {
    boolean asItIs = more.isEmpty() && facts.dropout() == 0 && !losesCharacters;
    return asItIs ? bytes : new Copy(Map.of()).bytes();
  }

  /** Returns it for texts in which they are text. */
  byte[] forText() {
    Map<String, String> names = new HashMap<>();
    for (AddedToken token : vocabulary.added()) {
      if (token.special()) {
        names.put(token.content(), name(sha256, names.size()));
      }
    }
    return new Copy(names).bytes();
  }

  /** Returns a name that no text has: it begins and ends with what is no character. */
  private static String name(String unheard, int number) {
    return "\uffff" + unheard + " " + number + "\uffff";
  }

  /** Copies the file with what is to change; used once. */
  private final class Copy {
    private final Map<String, String> names;
    private final Gson gson = new Gson();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 1024);

    /**
     * @param names other names of special tokens
     */
    Copy(Map<String, String> names) {
      this.names = names;
    }

    byte[] bytes() {
      try (JsonReader reader = reader(bytes);
          JsonWriter writer = new JsonWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
        copy(reader, writer);
      } catch (IOException e) {
        throw new UncheckedIOException(path + ": cannot be copied: " + e, e);
      }
      return out.toByteArray();
    }

    private void copy(JsonReader reader, JsonWriter writer) throws IOException {
      reader.beginObject();
      writer.beginObject();
      while (reader.hasNext()) {
        String name = reader.nextName();
        if (name.equals("added_tokens")) {
          reader.skipValue();
        } else {
          writer.name(name);
          if (name.equals("model")) {
            copyModel(reader, writer);
          } else {
            copyValue(reader, writer);
          }
        }
      }
      writer.name("added_tokens");
      writeAdded(writer);
      reader.endObject();
      writer.endObject();
    }

    private void writeAdded(JsonWriter writer) throws IOException {
      writer.beginArray();
      for (AddedToken token : vocabulary.added()) {
        String name = names.get(token.content());
        if (name == null) {
          gson.toJson(token.json(), writer);
        } else if (!modelHas(token)) {
          gson.toJson(AddedToken.special(token.id(), name).json(), writer);
        }
      }
      writer.endArray();
    }

    /** A special token that the model has keeps its id without being added. */
    private boolean modelHas(AddedToken token) {
      return losesCharacters || vocabulary.modelHas(token.content());
    }

    private void copyModel(JsonReader reader, JsonWriter writer) throws IOException {
      reader.beginObject();
      writer.beginObject();
      if (losesCharacters) {
        writer.name("unk_token").value(lost());
      }
      while (reader.hasNext()) {
        String name = reader.nextName();
        boolean isUnknown = name.equals("unk_token");
        if (name.equals("dropout") || (isUnknown && losesCharacters)) {
          reader.skipValue();
          continue;
        }
        writer.name(name);
        if (name.equals("vocab")) {
          copyVocabulary(reader, writer);
        } else if (isUnknown && reader.peek() == JsonToken.STRING) {
          writer.value(renamed(reader.nextString()));
        } else {
          copyValue(reader, writer);
        }
      }
      reader.endObject();
      writer.endObject();
    }

    private String lost() {
      return name("lost " + sha256, 0);
    }

    /** The merges of BPE name tokens too, but none of them is special. */
    private String renamed(String token) {
      return facts.isBpe() ? token : names.getOrDefault(token, token);
    }

    private void copyVocabulary(JsonReader reader, JsonWriter writer) throws IOException {
      if (reader.peek() == JsonToken.BEGIN_ARRAY) {
        reader.beginArray();
        writer.beginArray();
        while (reader.hasNext()) {
          reader.beginArray();
          writer.beginArray();
          writer.value(renamed(reader.nextString()));
          while (reader.hasNext()) {
            copyValue(reader, writer);
          }
          reader.endArray();
          writer.endArray();
        }
        reader.endArray();
        writer.endArray();
        return;
      }
      reader.beginObject();
      writer.beginObject();
      while (reader.hasNext()) {
        writer.name(renamed(reader.nextName()));
        copyValue(reader, writer);
      }
      if (losesCharacters) {
        // A larger model would give other ids to the added tokens; so they are the model's now.
        for (AddedToken token : vocabulary.added()) {
          if (!vocabulary.modelHas(token.content())) {
            writer.name(names.getOrDefault(token.content(), token.content())).value(token.id());
          }
        }
        writer.name(lost()).value(vocabulary.size());
      }
      reader.endObject();
      writer.endObject();
    }
  }

  static JsonReader reader(byte[] json) {
    return new JsonReader(
        new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8));
  }

  private static void copyValue(JsonReader reader, JsonWriter writer) throws IOException {
    int depth = 0;
    do {
      switch (reader.peek()) {
        case BEGIN_OBJECT -> {
          reader.beginObject();
          writer.beginObject();
          depth++;
        }
        case END_OBJECT -> {
          reader.endObject();
          writer.endObject();
          depth--;
        }
        case BEGIN_ARRAY -> {
          reader.beginArray();
          writer.beginArray();
          depth++;
        }
        case END_ARRAY -> {
          reader.endArray();
          writer.endArray();
          depth--;
        }
        case NAME -> writer.name(reader.nextName());
        case STRING -> writer.value(reader.nextString());
        // As it is written: a score must not lose a digit.
        case NUMBER -> writer.jsonValue(reader.nextString());
        case BOOLEAN -> writer.value(reader.nextBoolean());
        case NULL -> {
          reader.nextNull();
          writer.nullValue();
        }
        case END_DOCUMENT -> throw new IOException("ends within a value");
      }
    } while (depth > 0);
  }
}
