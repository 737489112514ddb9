package dev.icp.formats.internal.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small JSON files as maps, lists, strings, numbers and booleans, and as records. */
public final class JsonTree {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonTree() {}

  /**
   * Returns the object that the bytes hold: a map of {@link Map}, {@link List}, String, Long,
   * Double, Boolean and null.
   *
   * @throws IllegalArgumentException if they hold none
   */
  public static Map<String, @Nullable Object> object(byte[] bytes) {
    try (JsonParser json = JSON.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("not a JSON object");
      }
      Map<String, @Nullable Object> object = object(json);
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("something follows the JSON object");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + reason(e), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  /** Returns what Jackson says is wrong, without what it calls the source. */
  public static String reason(JsonProcessingException e) {
    return e.getOriginalMessage().replaceAll("\\[Source: [^;\\]]*; ([^\\]]*)\\]", "$1");
  }

  private static Map<String, @Nullable Object> object(JsonParser json) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      object.put(name, value(json));
    }
    return object;
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(json));
        }
        yield list;
      }
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  /**
   * Returns the record that {@link RecordJson} wrote.
   *
   * @throws IllegalArgumentException if a field is missing or of another type
   */
  public static <T extends Record> T record(Class<T> type, byte[] bytes) {
    return type.cast(record(type, object(bytes)));
  }

  private static Object record(Class<?> type, Map<?, ?> fields) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      types[i] = components[i].getType();
      Object value = convert(components[i].getGenericType(), fields.get(name));
      if (value == null || !fields.containsKey(name)) {
        throw new IllegalArgumentException("field \"" + name + "\" is missing or wrong");
      }
      values[i] = value;
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot make " + type, e);
    }
  }

  /** Returns the value that {@link RecordJson} wrote like this; null if it wrote none. */
  private static @Nullable Object convert(Type type, @Nullable Object value) {
    if (type instanceof ParameterizedType generic && value instanceof List<?> list) {
      List<Object> converted = new ArrayList<>();
      for (Object element : list) {
        Object one = convert(generic.getActualTypeArguments()[0], element);
        if (one == null) {
          return null;
        }
        converted.add(one);
      }
      return converted;
    }
    if (type instanceof Class<?> plain) {
      if (plain.isRecord()) {
        return value instanceof Map<?, ?> map ? record(plain, map) : null;
      }
      if (plain == int.class) {
        return value instanceof Long n && n == n.intValue() ? n.intValue() : null;
      }
      if (plain == double.class && !(value instanceof Double)) {
        return value == null
            ? (Object) Double.NaN
            : value instanceof Long n ? n.doubleValue() : null;
      }
      if (plain.isEnum()) {
        return value instanceof String name ? constant(plain, name) : null;
      }
      Class<?> wanted = MethodType.methodType(plain).wrap().returnType();
      return wanted.isInstance(value) ? value : null;
    }
    return null;
  }

  private static @Nullable Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().toLowerCase(Locale.ROOT).equals(name)) {
        return constant;
      }
    }
    return null;
  }
}
