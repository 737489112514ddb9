package dev.icp.formats.internal.corpus;

import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.icp.Document;
import dev.icp.formats.CorpusException;
import dev.icp.formats.internal.files.JsonTree;
import dev.icp.formats.internal.files.Utf8;
import dev.icp.internal.documents.TokenIds;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a JSON object into a document. */
final class JsonLineParser {
  /** Lines are already in memory, so that no length needs a limit of its own; depth does. */
  private static final StreamReadConstraints CONSTRAINTS = constraints();

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(CONSTRAINTS)
          // Bytes are known to be UTF-8; guessing would read some lines as UTF-16.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          // Field names may be anything, and many.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          // Python writes NaN and Infinity, which matter to no text.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final Fields fields;
  private final FieldTree tree;

  JsonLineParser(Fields fields) {
    this.fields = fields;
    tree = new FieldTree(fields);
  }

  private static StreamReadConstraints constraints() {
    StreamReadConstraints.Builder builder =
        StreamReadConstraints.builder()
            .maxStringLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxNestingDepth(1000);
    try {
      builder.maxNameLength(Integer.MAX_VALUE);
    } catch (NoSuchMethodError e) {
      // Jackson before 2.16, as Spark 3.5 brings it, has no such limit.
    }
    return builder.build();
  }

  /** What can be said of the beginning of an object. */
  enum Look {
    /** It has a text. */
    TEXT,
    /** It ends without one. */
    NO_TEXT,
    /** It goes on behind what is there. */
    UNKNOWN,
    /** It is no JSON. */
    NO_JSON
  }

  /** Looks at an object, or as much of one as is there. */
  Look look(byte[] bytes, int from, int to) {
    try (JsonParser parser = json.createParser(bytes, from, to - from)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Look.NO_JSON;
      }
      return hasText(parser, tree, fields.tokenized() ? START_ARRAY : VALUE_STRING)
          ? Look.TEXT
          : Look.NO_TEXT;
    } catch (JsonEOFException e) {
      return Look.UNKNOWN;
    } catch (IOException e) {
      return Look.NO_JSON;
    }
  }

  private static boolean hasText(JsonParser parser, FieldTree level, JsonToken text)
      throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      FieldTree field = level.child(parser.currentName());
      JsonToken token = parser.nextToken();
      if (field == null) {
        parser.skipChildren();
      } else if (token == text && field.slots().contains(Fields.TEXT)) {
        return true;
      } else if (token == JsonToken.START_OBJECT) {
        if (hasText(parser, field, text)) {
          return true;
        }
      } else {
        parser.skipChildren();
      }
    }
    return false;
  }

  /**
   * Returns the document of a line.
   *
   * @param id of a document whose object has none
   * @param location where it is, for messages
   * @throws CorpusException if the line is not one JSON object with a text
   */
  Document parse(byte[] bytes, int from, int to, String id, String location) {
    int malformed = Utf8.firstMalformed(bytes, from, to);
    if (malformed >= 0) {
      throw new CorpusException(
          location,
          String.format(
              Locale.ROOT,
              "not UTF-8: byte 0x%02X at column %d",
              bytes[malformed] & 0xFF,
              malformed - from + 1));
    }
    try (JsonParser parser = json.createParser(bytes, from, to - from)) {
      return parse(parser, id, location);
    } catch (JsonProcessingException e) {
      throw new CorpusException(location, "not JSON: " + brief(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Document parse(JsonParser parser, String id, String location) throws IOException {
    JsonToken token = parser.nextToken();
    if (token != JsonToken.START_OBJECT) {
      // Says whether it is JSON at all.
      parser.skipChildren();
      throw new CorpusException(location, "not a JSON object but " + describe(token));
    }
    Values values = new Values();
    readObject(parser, tree, values, location);
    if (parser.nextToken() != null) {
      throw new CorpusException(location, "more than one JSON value on the line");
    }
    if (values.text == null) {
      throw new CorpusException(location, "no field \"" + fields.text() + "\"");
    }
    return new Document(
        values.id == null ? id : values.id,
        values.text,
        inOrder(values.metadata),
        fields.tokenized());
  }

  /** What has been found of a document. */
  private static final class Values {
    private @Nullable String text;
    private @Nullable String id;
    private boolean idSeen;
    private final Map<String, Object> metadata = new HashMap<>();
  }

  /** Returns the metadata in the order in which they are wanted. */
  private Map<String, Object> inOrder(Map<String, Object> metadata) {
    if (metadata.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (String name : fields.metadata()) {
      Object value = metadata.get(name);
      if (value != null) {
        ordered.put(name, value);
      }
    }
    return ordered;
  }

  private void readObject(JsonParser parser, FieldTree level, Values values, String location)
      throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      FieldTree field = level.child(parser.currentName());
      JsonToken token = parser.nextToken();
      if (field == null) {
        parser.skipChildren();
      } else if (token == JsonToken.START_OBJECT && field.hasChildren()) {
        readObject(parser, field, values, location);
      } else if (field.slots().isEmpty()) {
        parser.skipChildren();
      } else {
        take(parser, token, field.slots(), values, location);
      }
    }
  }

  private void take(
      JsonParser parser, JsonToken token, IntList slots, Values values, String location)
      throws IOException {
    for (int i = 0; i < slots.size(); i++) {
      int slot = slots.getInt(i);
      if (slot == Fields.TEXT) {
        refuseSecond(values.text != null, fields.text(), location);
        values.text =
            fields.tokenized() ? tokens(parser, token, location) : text(parser, token, location);
      } else if (slot == Fields.ID) {
        refuseSecond(values.idSeen, fields.idOrNone(), location);
        values.idSeen = true;
        values.id = id(parser, token, location);
      } else {
        String name = fields.metadata().get(slot - Fields.METADATA);
        Object value = metadata(parser, token, name, location);
        if (value != null) {
          refuseSecond(values.metadata.put(name, value) != null, name, location);
        }
      }
    }
  }

  private static @Nullable Object metadata(
      JsonParser parser, JsonToken token, String name, String location) throws IOException {
    return switch (token) {
      case VALUE_STRING -> wellFormed(parser.getText(), name, location);
      case VALUE_TRUE, VALUE_FALSE -> parser.getText();
      case VALUE_NUMBER_INT -> wholeNumber(parser);
      case VALUE_NUMBER_FLOAT ->
          Double.isFinite(parser.getDoubleValue()) ? (Object) parser.getDoubleValue() : null;
      case VALUE_NULL -> null;
      default -> {
        parser.skipChildren();
        throw new CorpusException(
            location,
            "field \"" + name + "\" is neither a string nor a number but " + describe(token));
      }
    };
  }

  /** Returns a number as such, or one that is too large for it as it is written. */
  private static Object wholeNumber(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? parser.getText()
        : (Object) parser.getLongValue();
  }

  private static void refuseSecond(boolean second, String field, String location) {
    if (second) {
      throw new CorpusException(location, "two fields \"" + field + "\"");
    }
  }

  private String text(JsonParser parser, JsonToken token, String location) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      parser.skipChildren();
      throw new CorpusException(
          location, "field \"" + fields.text() + "\" is not a string but " + describe(token));
    }
    return wellFormed(parser.getText(), fields.text(), location);
  }

  private String tokens(JsonParser parser, JsonToken token, String location) throws IOException {
    if (token != START_ARRAY) {
      parser.skipChildren();
      throw new CorpusException(
          location,
          "field \"" + fields.text() + "\" is not an array of tokens but " + describe(token));
    }
    IntArrayList tokens = new IntArrayList();
    boolean good = true;
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      good &=
          next == JsonToken.VALUE_NUMBER_INT
              && parser.getNumberType() == JsonParser.NumberType.INT
              && parser.getIntValue() >= 0;
      parser.skipChildren();
      if (good) {
        tokens.add(parser.getIntValue());
      }
    }
    if (!good) {
      throw new CorpusException(
          location,
          "field \""
              + fields.text()
              + "\" has something else than ids of tokens, which are 0 to 2147483647, at place "
              + tokens.size());
    }
    return TokenIds.text(tokens.toIntArray());
  }

  private @Nullable String id(JsonParser parser, JsonToken token, String location)
      throws IOException {
    return switch (token) {
      case VALUE_STRING -> wellFormed(parser.getText(), fields.idOrNone(), location);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, location);
      case VALUE_NULL -> null;
      default -> {
        parser.skipChildren();
        throw new CorpusException(
            location, "field \"" + fields.idOrNone() + "\" is not a string but " + describe(token));
      }
    };
  }

  /** Returns a number as it is written; NaN and the infinities are Python's, and no JSON. */
  private String number(JsonParser parser, String location) throws IOException {
    String number = parser.getText();
    if (parser.isNaN()) {
      throw new CorpusException(
          location, "field \"" + fields.idOrNone() + "\" is not a string but " + number);
    }
    return number;
  }

  private static String wellFormed(String value, String field, String location) {
    int surrogate = Utf8.loneSurrogate(value);
    if (surrogate >= 0) {
      throw new CorpusException(
          location,
          String.format(
              Locale.ROOT,
              "field \"%s\" has a lone surrogate (\\u%04x), which has no UTF-8",
              field,
              surrogate));
    }
    return value;
  }

  private static String describe(@Nullable JsonToken token) {
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_ARRAY -> "an array";
      case START_OBJECT -> "an object";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_NULL -> "null";
      default -> "a boolean";
    };
  }

  /** Returns Jackson's message with the column, without its second line. */
  private static String brief(JsonProcessingException e) {
    String message = JsonTree.reason(e);
    if (e.getLocation() != null) {
      int line = e.getLocation().getLineNr();
      message += " at column " + e.getLocation().getColumnNr();
      message += line > 1 ? " of its line " + line : "";
    }
    return message;
  }
}
