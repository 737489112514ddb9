package dev.icp.lucene.internal.tokenizer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a tokenizer.json says of its model besides the vocabulary.
 *
 * @param isBpe whether the model merges pairs
 * @param dropout the share of merges that are left out at random; 0 for none
 * @param unknown whether there is a token for what the vocabulary does not have
 * @param byteFallback whether such a character becomes the tokens of its bytes
 * @param byteLevel whether the model sees bytes, each written as a character
 */
record ModelFacts(
    boolean isBpe, double dropout, boolean unknown, boolean byteFallback, boolean byteLevel) {
  private static final int BYTES = 256;

  /**
   * Reads the facts.
   *
   * @throws IllegalArgumentException naming the path if this is no tokenizer.json
   */
  static ModelFacts of(byte[] json, Path path) {
    JsonObject model = new JsonObject();
    boolean byteLevel = false;
    try (JsonReader reader = TokenizerJson.reader(json)) {
      reader.beginObject();
      while (reader.hasNext()) {
        switch (reader.nextName()) {
          case "model" -> model = scalars(reader);
          case "normalizer", "pre_tokenizer" ->
              byteLevel |= hasByteLevel(JsonParser.parseReader(reader));
          default -> reader.skipValue();
        }
      }
      boolean merges = model.has("merges");
      String type = model.has("type") ? model.get("type").getAsString() : merges ? "BPE" : "";
      return new ModelFacts(
          type.equals("BPE"),
          model.has("dropout") ? model.get("dropout").getAsDouble() : 0,
          model.has("unk_token"),
          model.has("byte_fallback") && model.get("byte_fallback").getAsBoolean(),
          byteLevel);
    } catch (IOException
        | JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException e) {
      throw new IllegalArgumentException(path + ": not a tokenizer.json", e);
    }
  }

  /** Returns what is neither null nor large; of merges that there are some. */
  private static JsonObject scalars(JsonReader reader) throws IOException {
    JsonObject scalars = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      JsonToken kind = reader.peek();
      if (kind == JsonToken.BEGIN_ARRAY || kind == JsonToken.BEGIN_OBJECT) {
        scalars.addProperty(name, true);
        reader.skipValue();
      } else if (kind == JsonToken.NULL) {
        reader.nextNull();
      } else {
        scalars.add(name, JsonParser.parseReader(reader));
      }
    }
    reader.endObject();
    return scalars;
  }

  private static boolean hasByteLevel(JsonElement element) {
    if (element instanceof JsonObject object) {
      return (object.has("type")
              && object.get("type").isJsonPrimitive()
              && object.get("type").getAsString().equals("ByteLevel"))
          || object.entrySet().stream().anyMatch(entry -> hasByteLevel(entry.getValue()));
    }
    return element.isJsonArray()
        && element.getAsJsonArray().asList().stream().anyMatch(ModelFacts::hasByteLevel);
  }

  /**
   * Returns whether the library would leave out characters that the vocabulary has no token for.
   * Other models than BPE refuse them.
   */
  boolean losesCharacters(Vocabulary vocabulary) {
    if (!isBpe || unknown) {
      return false;
    }
    boolean allBytes =
        byteLevel && byteCharacters().allMatch(c -> vocabulary.modelHas(String.valueOf((char) c)));
    boolean allFallbacks =
        byteFallback
            && IntStream.range(0, BYTES)
                .allMatch(b -> vocabulary.modelHas(String.format(Locale.ROOT, "<0x%02X>", b)));
    return !allBytes && !allFallbacks;
  }

  /** Returns the characters that byte-level BPE writes for the 256 bytes. */
  private static IntStream byteCharacters() {
    IntStream printable =
        IntStream.range(0, BYTES)
            .filter(b -> (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xFF && b != 0xAD));
    int others = BYTES - ('~' - '!' + 1) - (0xFF - 0xA1);
    return IntStream.concat(printable, IntStream.range(BYTES, BYTES + others));
  }
}
