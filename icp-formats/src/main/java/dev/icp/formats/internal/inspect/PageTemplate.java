package dev.icp.formats.internal.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.icp.formats.OutputComparison;
import dev.icp.formats.OutputInspection;
import dev.icp.formats.internal.files.RecordJson;
import dev.icp.formats.internal.files.SmallFile;
import dev.icp.internal.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page, into which an inspection or a comparison is put as JSON. The page's own script makes
 * text of it and nothing else; a content security policy lets no other script run, and nothing be
 * loaded.
 */
public final class PageTemplate {
  private static final String MARK = "<meta name=\"generator\" content=\"icp ";
  private static final int HEAD = 2000;
  private static final List<String> SHARED = List.of("elements.js", "charts.js", "contexts.js");

  private PageTemplate() {}

  /** Returns whether a file is such a page, as its head says. */
  public static boolean isPage(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    return new String(SmallFile.head(file, HEAD), UTF_8).contains(MARK);
  }

  /** Returns the page of an inspection in UTF-8. */
  public static byte[] fill(OutputInspection inspection) {
    return fill(
        "inspect",
        inspection,
        List.of("documents.js", "map.js", "mapsection.js", "sources.js", "sections.js", "page.js"));
  }

  /** Returns the page of a comparison in UTF-8. */
  public static byte[] fill(OutputComparison comparison) {
    return fill("compare", comparison, List.of("comparison.js"));
  }

  private static byte[] fill(String command, Record data, List<String> own) {
    String style = resource("page.css");
    String script =
        Stream.concat(SHARED.stream(), own.stream())
            .map(PageTemplate::resource)
            .collect(Collectors.joining("\n"));
    return resource("page.html")
        .replace("{{command}}", command)
        .replace("{{style-hash}}", hash(style))
        .replace("{{script-hash}}", hash(script))
        .replace("{{style}}", style)
        .replace("{{script}}", script)
        .replace("{{data}}", inert(new String(RecordJson.bytes(data), UTF_8)))
        .getBytes(UTF_8);
  }

  /** Returns JSON that nothing in a page takes for markup, whatever strings it holds. */
  private static String inert(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static String hash(String source) {
    byte[] digest = Sha256.of(source.getBytes(UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }

  private static String resource(String name) {
    try (InputStream in = PageTemplate.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
