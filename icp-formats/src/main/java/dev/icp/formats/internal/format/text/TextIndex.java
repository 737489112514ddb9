package dev.icp.formats.internal.format.text;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.internal.files.JsonTree;
import dev.icp.formats.internal.format.GapTexts;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What stands beside all shards: what is between documents, and for each shard a sum over its
 * contexts, by which it is known that they are as they were written.
 *
 * @param gaps what is between documents; its token is not in the file
 */
record TextIndex(GapTexts gaps, List<Sum> shards) {
  static final String NAME = "index.json";

  /**
   * What is said of a shard.
   *
   * @param texts 16 hexadecimal digits
   */
  record Sum(String name, String texts) {}

  /** Returns the file's contents. */
  byte[] bytes() {
    StringBuilder json = new StringBuilder("{\"separator\": ");
    quote(json, gaps.separator());
    json.append(", \"begin\": ");
    quote(json, gaps.begin());
    json.append(", \"shards\": [");
    String before = "";
    for (Sum shard : shards) {
      json.append(before).append("{\"name\": ");
      quote(json, shard.name);
      json.append(", \"texts\": ");
      quote(json, shard.texts);
      json.append('}');
      before = ", ";
    }
    return json.append("]}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    json.append('"');
  }

  /**
   * Reads it.
   *
   * @throws BadOutputException if it is not as it was written, or of other shards
   */
  static TextIndex read(StoredOutput output) throws BadOutputException {
    Path file = output.folder().resolve(NAME);
    byte[] bytes;
    Map<String, ?> fields;
    try {
      bytes = Files.readAllBytes(file);
      fields = JsonTree.object(bytes);
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(file.toString(), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new BadOutputException(file.toString(), IoFailures.reason(e), e);
    }
    List<Sum> shards = new ArrayList<>();
    if (fields.get("shards") instanceof List<?> list) {
      for (Object shard : list) {
        Map<?, ?> of = shard instanceof Map<?, ?> map ? map : Map.of();
        shards.add(new Sum(text(of, "name"), text(of, "texts")));
      }
    }
    TextIndex index =
        new TextIndex(new GapTexts(-1, text(fields, "separator"), text(fields, "begin")), shards);
    if (!Arrays.equals(bytes, index.bytes())) {
      throw new BadOutputException(file.toString(), "not as icp writes it");
    }
    List<String> names = output.output().shards().stream().map(shard -> shard.name()).toList();
    if (!names.equals(shards.stream().map(Sum::name).toList())) {
      throw new BadOutputException(file.toString(), "other shards than those of the manifest");
    }
    return index;
  }

  private static String text(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof String text ? text : "";
  }
}
