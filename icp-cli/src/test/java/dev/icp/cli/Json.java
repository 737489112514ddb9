package dev.icp.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value.
 *
 * @param fields of an object
 * @param elements of an array
 * @param text of anything else, as it is written; null is "null"
 */
record Json(Map<String, Json> fields, List<Json> elements, String text) {
  /** Reads the values of a file. */
  static List<Json> values(Path file) {
    List<Json> values = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      while (json.nextToken() != null) {
        values.add(value(json));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }

  private static Json value(JsonParser json) throws IOException {
    Map<String, Json> fields = new LinkedHashMap<>();
    List<Json> elements = new ArrayList<>();
    if (json.currentToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        fields.put(name, value(json));
      }
    } else if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        elements.add(value(json));
      }
    }
    return new Json(fields, elements, json.getText());
  }

  Json field(String name) {
    Json value = fields.get(name);
    if (value == null) {
      throw new AssertionError("no field " + name + " in " + fields.keySet());
    }
    return value;
  }

  int number(String name) {
    return Integer.parseInt(field(name).text());
  }

  String string(String name) {
    return field(name).text();
  }
}
