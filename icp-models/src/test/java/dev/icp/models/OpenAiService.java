package dev.icp.models;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on this machine that speaks the embeddings API of OpenAI, refusing as it does what is
 * blank. Its vectors count words, so that texts with the same words are near each other.
 */
final class OpenAiService implements AutoCloseable {
  static final int DIMENSION = 128;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

  /** So many of the next requests fail, as those of a service that is busy. */
  final AtomicInteger failing = new AtomicInteger();

  OpenAiService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/embeddings", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (failing.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      send(exchange, 503, Map.of("error", Map.of("message", "busy for now")));
      return;
    }
    JsonObject request = JsonParser.parseString(question).getAsJsonObject();
    List<Object> data = new ArrayList<>();
    for (JsonElement element : request.getAsJsonArray("input")) {
      String text = element.getAsString();
      if (text.isEmpty()) {
        send(exchange, 400, Map.of("error", Map.of("message", "'input' is empty")));
        return;
      }
      asked.add(text);
      data.add(Map.of("object", "embedding", "index", data.size(), "embedding", words(text)));
    }
    send(exchange, 200, Map.of("object", "list", "data", data, "model", "counts-words"));
  }

  private static float[] words(String text) {
    float[] vector = new float[DIMENSION];
    vector[0] = 0.1f;
    for (String word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
      vector[Math.floorMod(word.hashCode(), DIMENSION)]++;
    }
    return vector;
  }

  private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
    byte[] bytes = new Gson().toJson(answer).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
