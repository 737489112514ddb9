package dev.icp.spark.internal.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a document, as it travels in rows: a JSON object of strings and numbers, null
 * for nothing. A number with a point or an exponent is a double.
 */
public final class MetadataJson {
  private static final JsonFactory JSON = new JsonFactory();

  private MetadataJson() {}

  /** Returns metadata as JSON. */
  public static @Nullable String of(Map<String, Object> metadata) {
    if (metadata.isEmpty()) {
      return null;
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> entry : metadata.entrySet()) {
        json.writeFieldName(entry.getKey());
        if (entry.getValue() instanceof Long number) {
          json.writeNumber(number);
        } else if (entry.getValue() instanceof Double number) {
          json.writeNumber(number);
        } else {
          json.writeString(entry.getValue().toString());
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen in memory", e);
    }
    return text.toString();
  }

  /**
   * Returns the metadata, in the order in which they stand there; unmodifiable.
   *
   * @throws IllegalArgumentException if it is no object of strings and numbers
   */
  public static Map<String, Object> read(@Nullable String text) {
    if (text == null || text.equals("{}")) {
      return Map.of();
    }
    Map<String, Object> metadata = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(text)) {
      boolean object = json.nextToken() == JsonToken.START_OBJECT;
      while (object && json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        Object value =
            switch (json.nextToken()) {
              case VALUE_STRING -> json.getText();
              case VALUE_NUMBER_INT -> (Object) json.getLongValue();
              case VALUE_NUMBER_FLOAT -> (Object) json.getDoubleValue();
              default -> throw new IllegalArgumentException("no metadata: " + text);
            };
        metadata.put(name, value);
      }
      if (!object) {
        throw new IllegalArgumentException("no metadata: " + text);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("no metadata: " + text, e);
    }
    return Collections.unmodifiableMap(metadata);
  }
}
