package dev.icp.formats.internal.format.jsonl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.ContextReader.Piece;
import dev.icp.formats.internal.files.JsonTree;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ContextLines} wrote. Exceptions name the file and the line. */
public final class ContextLinesParser implements Closeable {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .build();

  private final String file;
  private final JsonParser json;

  /**
   * @param file its name, for messages
   * @param lines what is in it, decompressed; closed with this
   */
  public ContextLinesParser(String file, InputStream lines) throws IOException {
    this.file = file;
    json = JSON.createParser(lines);
  }

  /**
   * Returns the next context; null after the last one.
   *
   * @param withTokens whether its tokens are wanted, if they are there
   */
  public @Nullable Context next(boolean withTokens) throws IOException {
    try {
      return json.nextToken() == null ? null : context(withTokens);
    } catch (JsonProcessingException e) {
      throw bad("not JSON: " + JsonTree.reason(e));
    }
  }

  private Context context(boolean withTokens) throws IOException {
    long index = -1;
    int padding = -1;
    List<Piece> pieces = null;
    int[] tokens = null;
    require(JsonToken.START_OBJECT, "not a JSON object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "context" -> index = number(name, Long.MAX_VALUE);
        case "padding" -> padding = (int) number(name, Integer.MAX_VALUE);
        case "segments" -> pieces = pieces();
        case "tokens" -> tokens = withTokens ? tokens() : skipped();
        default -> json.skipChildren();
      }
    }
    if (index < 0 || pieces == null || padding < 0) {
      throw bad("\"context\", \"segments\" or \"padding\" is missing");
    }
    return new Context(index, List.copyOf(pieces), padding, tokens);
  }

  private int @Nullable [] skipped() throws IOException {
    json.skipChildren();
    return null;
  }

  private List<Piece> pieces() throws IOException {
    List<Piece> pieces = new ArrayList<>();
    require(JsonToken.START_ARRAY, "\"segments\" is not an array");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      pieces.add(piece());
    }
    return pieces;
  }

  private Piece piece() throws IOException {
    String id = null;
    int from = -1;
    int to = -1;
    int at = -1;
    Map<String, Object> metadata = Map.of();
    require(JsonToken.START_OBJECT, "a segment is not an object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "id" -> id = json.getValueAsString();
        case "from" -> from = (int) number(name, Integer.MAX_VALUE);
        case "to" -> to = (int) number(name, Integer.MAX_VALUE);
        case "at" -> at = (int) number(name, Integer.MAX_VALUE);
        case "metadata" -> metadata = metadata();
        default -> json.skipChildren();
      }
    }
    if (id == null || from < 0 || to < from || at < 0) {
      throw bad("a segment without \"id\", \"from\", \"to\" or \"at\"");
    }
    return new Piece(id, from, to, at, metadata);
  }

  private Map<String, Object> metadata() throws IOException {
    Map<String, Object> metadata = new LinkedHashMap<>();
    require(JsonToken.START_OBJECT, "\"metadata\" is not an object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      Object value =
          switch (json.nextToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> number(name);
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            default -> throw bad("metadata \"" + name + "\" is neither a string nor a number");
          };
      metadata.put(name, value);
    }
    return Collections.unmodifiableMap(metadata);
  }

  private Long number(String name) throws IOException {
    if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw bad("metadata \"" + name + "\" is too large");
    }
    return json.getLongValue();
  }

  private int[] tokens() throws IOException {
    int[] tokens = new int[1 << 12];
    int count = 0;
    require(JsonToken.START_ARRAY, "\"tokens\" is not an array");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (count == tokens.length) {
        tokens = Arrays.copyOf(tokens, 2 * count);
      }
      tokens[count++] = (int) number("tokens", Integer.MAX_VALUE);
    }
    return Arrays.copyOf(tokens, count);
  }

  private long number(String name, long most) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
        && json.getLongValue() >= 0
        && json.getLongValue() <= most) {
      return json.getLongValue();
    }
    throw bad("\"" + name + "\" is no whole number from 0 to " + most);
  }

  private void require(JsonToken wanted, String otherwise) throws IOException {
    if (json.currentToken() != wanted) {
      throw bad(otherwise);
    }
  }

  /** Returns what to say about the line that was read last. */
  public BadOutputException bad(String reason) {
    return new BadOutputException(file + ":" + json.currentLocation().getLineNr(), reason);
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
