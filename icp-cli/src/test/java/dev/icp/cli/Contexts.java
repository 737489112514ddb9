package dev.icp.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts documents together again. */
final class Contexts {
  private Contexts() {}

  /** Returns each document's text, joined from its segments; the tokens are bytes. */
  static Map<String, String> texts(Path contextsFile) {
    Map<String, TreeMap<Integer, byte[]>> pieces = new LinkedHashMap<>();
    for (Json context : Json.values(contextsFile)) {
      List<Json> tokens = context.field("tokens").elements();
      for (Json segment : context.field("segments").elements()) {
        int from = segment.number("from");
        byte[] bytes = new byte[segment.number("to") - from];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) Integer.parseInt(tokens.get(segment.number("at") + i).text());
        }
        pieces.computeIfAbsent(segment.string("id"), id -> new TreeMap<>()).put(from, bytes);
      }
    }
    Map<String, String> texts = new TreeMap<>();
    pieces.forEach(
        (id, parts) -> {
          ByteArrayOutputStream whole = new ByteArrayOutputStream();
          parts.values().forEach(whole::writeBytes);
          texts.put(id, whole.toString(StandardCharsets.UTF_8));
        });
    return texts;
  }
}
