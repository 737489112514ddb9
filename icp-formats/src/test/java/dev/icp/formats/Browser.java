package dev.icp.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.icp.formats.internal.files.JsonTree;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chromium without a window, driven over its DevTools protocol: pages are clicked, typed into and
 * read back, and what they ask the network for or complain about is kept. Not thread-safe.
 */
public final class Browser implements Closeable {
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final LinkedBlockingQueue<Map<?, ?>> messages = new LinkedBlockingQueue<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private int calls;

  /** Opens a browser. */
  public Browser(Path temporary, boolean dark) throws Exception {
    Path profile = Files.createTempDirectory(temporary, "profile");
    process =
        new ProcessBuilder(
                Chromium.executable().orElseThrow(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--hide-scrollbars",
                "--user-data-dir=" + profile,
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                "--remote-debugging-port=0",
                "about:blank")
            .redirectOutput(profile.resolve("out.txt").toFile())
            .redirectError(profile.resolve("err.txt").toFile())
            .start();
    try {
      socket =
          client
              .newWebSocketBuilder()
              .buildAsync(page(profile.resolve("DevToolsActivePort")), new Listener())
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
        call(domain + ".enable", "{}");
      }
    } catch (Throwable cause) {
      process.destroyForcibly();
      throw cause;
    }
  }

  private URI page(Path portFile) throws Exception {
    for (long waited = 0; !Files.exists(portFile) || Files.readString(portFile).isBlank(); ) {
      if (waited++ > PATIENCE_SECONDS * 10) {
        throw new IOException("Chromium has not opened its port");
      }
      Thread.sleep(100);
    }
    String port = Files.readAllLines(portFile).getFirst();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    String targets = client.send(request, BodyHandlers.ofString()).body();
    Matcher found = Pattern.compile("\"(ws://[^\"]*/page/[^\"]*)\"").matcher(targets);
    if (!found.find()) {
      throw new IOException("Chromium has no page: " + targets);
    }
    return URI.create(found.group(1));
  }

  /** Puts messages that came in parts together. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        messages.add(JsonTree.object(parts.toString().getBytes(UTF_8)));
        parts.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private Map<?, ?> call(String method, String parameters) throws Exception {
    int id = ++calls;
    String message =
        "{\"id\": " + id + ", \"method\": \"" + method + "\", \"params\": " + parameters + "}";
    socket.sendText(message, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    while (true) {
      Map<?, ?> answer = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new IOException("Chromium does not answer " + method);
      }
      if (answer.get("id") instanceof Number number && number.intValue() == id) {
        if (answer.get("error") != null) {
          throw new IOException(method + ": " + answer.get("error"));
        }
        return (Map<?, ?>) Objects.requireNonNull(answer.get("result"), method);
      }
      note(answer);
    }
  }

  private void note(Map<?, ?> event) {
    String method = String.valueOf(event.get("method"));
    String said = String.valueOf(event.get("params"));
    switch (method) {
      case "Network.requestWillBeSent" ->
          requests.add(text(event, "params", "request", "url").orElse(said));
      case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled" ->
          complaints.add(said);
      default -> {}
    }
  }

  private static Optional<String> text(Map<?, ?> tree, String... path) {
    Object found = tree;
    for (String name : path) {
      found = found instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return Optional.ofNullable(found).map(Object::toString);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** Makes the window as large as that, in CSS pixels. */
  public void resize(int width, int height) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\": %d, \"height\": %d, \"deviceScaleFactor\": 1, \"mobile\": false}"
            .formatted(width, height));
  }

  /** Says what the page is to think the reader wants, as {@code prefers-reduced-motion: reduce}. */
  public void prefer(String feature, String value) throws Exception {
    call(
        "Emulation.setEmulatedMedia",
        "{\"features\": [{\"name\": " + quoted(feature) + ", \"value\": " + quoted(value) + "}]}");
  }

  /** Opens a page and waits until its scripts have run. */
  public void go(String address) throws Exception {
    call("Page.navigate", "{\"url\": " + quoted(address) + "}");
    for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
      if (evaluate("String(document.readyState === 'complete' && location.href !== 'about:blank')")
          .equals("true")) {
        return;
      }
      Thread.sleep(100);
    }
    throw new IOException("Chromium does not finish " + address);
  }

  /** Returns what an expression is, as text; of a promise, what it gives. */
  public String evaluate(String expression) throws Exception {
    Map<?, ?> answer =
        call(
            "Runtime.evaluate",
            "{\"expression\": "
                + quoted(expression)
                + ", \"returnByValue\": true, \"awaitPromise\": true}");
    if (answer.get("exceptionDetails") != null) {
      throw new IOException(expression + ": " + answer.get("exceptionDetails"));
    }
    return text(answer, "result", "value").orElse("");
  }

  /** Returns the text of an element as a reader sees it. */
  public String text(String selector) throws Exception {
    return evaluate("document.querySelector(" + quoted(selector) + ").innerText");
  }

  /** Moves the pointer to a place of an element, given in shares of its size. */
  public void point(String selector, double across, double down) throws Exception {
    mouse("mouseMoved", selector, across, down);
  }

  /** Clicks at a place of an element, given in shares of its size. */
  public void click(String selector, double across, double down) throws Exception {
    mouse("mouseMoved", selector, across, down);
    mouse("mousePressed", selector, across, down);
    mouse("mouseReleased", selector, across, down);
  }

  private void mouse(String type, String selector, double across, double down) throws Exception {
    String place =
        evaluate(
            "(() => { const e = document.querySelector("
                + quoted(selector)
                + "); const b = e.getBoundingClientRect();"
                + " if (b.top < 0 || b.bottom > innerHeight) e.scrollIntoView({block: 'center',"
                + " behavior: 'instant'}); const c = e.getBoundingClientRect();"
                + " return `\"x\": ${c.x + c.width * "
                + across
                + "}, \"y\": ${c.y + c.height * "
                + down
                + "}`; })()");
    call(
        "Input.dispatchMouseEvent",
        "{\"type\": \"" + type + "\", \"button\": \"left\", \"clickCount\": 1, " + place + "}");
  }

  /** Types text into what has the focus. */
  public void type(String text) throws Exception {
    call("Input.insertText", "{\"text\": " + quoted(text) + "}");
  }

  /** Presses a key, such as {@code ArrowRight} or {@code Enter}. */
  public void press(String key) throws Exception {
    String text = key.equals("Enter") ? ", \"text\": \"\\r\"" : "";
    call("Input.dispatchKeyEvent", "{\"type\": \"keyDown\", \"key\": \"" + key + "\"" + text + "}");
    call("Input.dispatchKeyEvent", "{\"type\": \"keyUp\", \"key\": \"" + key + "\"}");
  }

  /**
   * Returns a picture of an element as PNG.
   *
   * @param height how much of it at most, in CSS pixels
   * @param scale 1 for its size on the screen
   */
  public byte[] picture(String selector, int height, double scale) throws Exception {
    String clip =
        evaluate(
            "(() => { const b = document.querySelector("
                + quoted(selector)
                + ").getBoundingClientRect(); return `\"x\": ${b.x + scrollX}, \"y\": ${b.y +"
                + " scrollY}, \"width\": ${b.width}, \"height\": ${Math.min(b.height, "
                + height
                + ")}`; })()");
    Map<?, ?> answer =
        call(
            "Page.captureScreenshot",
            "{\"format\": \"png\", \"captureBeyondViewport\": true, \"clip\": {"
                + clip
                + ", \"scale\": "
                + scale
                + "}}");
    return Base64.getDecoder().decode(text(answer, "data").orElseThrow());
  }

  /** Waits until an expression is true. */
  public void await(String expression) throws Exception {
    for (int i = 0; i < 200; i++) {
      if (evaluate("String(Boolean(" + expression + "))").equals("true")) {
        return;
      }
      Thread.sleep(50);
    }
    throw new IOException("never true: " + expression);
  }

  /** Returns all addresses that were asked for, so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Returns all errors, warnings and other messages of pages, so far. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
