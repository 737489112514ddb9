package dev.icp.formats.internal.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON: components in order, under their names; arrays as the Base64 of their numbers'
 * bytes, the lowest first.
 */
public final class RecordJson {
  private static final JsonFactory JSON = new JsonFactory();

  private RecordJson() {}

  /**
   * As in {@code {"a": [], "b": {}}}. Jackson has settings for it, but not yet the one of Spark
   * 3.5.
   */
  private static final class Indented extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;

    Indented() {
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      indentObjectsWith(indenter);
      indentArraysWith(indenter);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
      json.writeRaw(": ");
    }

    @Override
    public void writeEndObject(JsonGenerator json, int entries) throws IOException {
      if (entries > 0) {
        super.writeEndObject(json, entries);
      } else {
        _nesting--;
        json.writeRaw('}');
      }
    }

    @Override
    public void writeEndArray(JsonGenerator json, int values) throws IOException {
      if (values > 0) {
        super.writeEndArray(json, values);
      } else {
        _nesting--;
        json.writeRaw(']');
      }
    }
  }

  /**
   * Returns indented JSON in UTF-8, with a line feed at the end.
   *
   * @param value a record
   * @throws IllegalArgumentException if it, or what it holds, is nothing that has such JSON
   */
  public static byte[] bytes(Object value) {
    return bytes(value, Map.of());
  }

  /** The same with further fields, which stand behind those of the record. */
  public static byte[] bytes(Object value, Map<String, ? extends @Nullable Object> more) {
    if (!(value instanceof Record record)) {
      throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.setPrettyPrinter(new Indented());
      json.writeStartObject();
      writeComponents(json, record);
      for (Map.Entry<String, ? extends @Nullable Object> field : more.entrySet()) {
        json.writeFieldName(field.getKey());
        write(json, field.getValue());
      }
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new IllegalStateException("cannot happen in memory", e);
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Record nested) {
      writeRecord(json, nested);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Double number) {
      writeNumber(json, number);
    } else if (value instanceof Long || value instanceof Integer) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Enum<?> constant) {
      json.writeString(constant.name().toLowerCase(Locale.ROOT));
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof int[] numbers) {
      byte[] bytes = new byte[numbers.length * Integer.BYTES];
      littleEndian(bytes).asIntBuffer().put(numbers);
      json.writeBinary(bytes);
    } else if (value instanceof short[] numbers) {
      byte[] bytes = new byte[numbers.length * Short.BYTES];
      littleEndian(bytes).asShortBuffer().put(numbers);
      json.writeBinary(bytes);
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeNumber(JsonGenerator json, double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeNull();
    }
  }

  private static void writeRecord(JsonGenerator json, Record value) throws IOException {
    json.writeStartObject();
    writeComponents(json, value);
    json.writeEndObject();
  }

  private static void writeComponents(JsonGenerator json, Record value) throws IOException {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      json.writeFieldName(component.getName());
      write(json, component(value, component));
    }
  }

  private static @Nullable Object component(Record value, RecordComponent component) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot read " + component, e);
    }
  }
}
