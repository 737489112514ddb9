package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.PackedContexts;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a browser shows it. */
class InspectionPageInChromiumTest {
  private static final int WIDE = 1280;
  private static final int NARROW = 500;

  @TempDir Path folder;

  @BeforeAll
  static void requireChromium() {
    Chromium.require();
  }

  private Path page() throws IOException {
    Path file = folder.resolve("page.html");
    HostileOutput.page(HostileOutput.inspect(folder.resolve("out")), file);
    return file;
  }

  /** Returns what the page has drawn, without the script and its data. */
  private static String drawn(String elements) {
    return elements.replaceAll("(?s)<(script|style)\\b.*?</\\1>", "");
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void showsEverySection() throws Exception {
    String drawn = drawn(new Chromium(folder, false, WIDE).elements(page()));

    assertThat(drawn)
        .contains(
            "What went in, what came out",
            "Relatedness",
            "Near duplicates",
            "drop from 0.95",
            "What contexts hold",
            "Related beside random",
            "Map of the corpus",
            "Sources",
            "of the pairs of documents that share a context have the same",
            "How it was made",
            "Document 5 topic0");
    assertThat(count(drawn, "<figure")).as("charts").isEqualTo(7);
    assertThat(drawn).doesNotContain("undefined", "NaN", "[object");
  }

  @Test
  void whatDocumentsHoldIsTextWhateverItIs() throws Exception {
    String elements = new Chromium(folder, false, WIDE).elements(page());

    assertThat(elements).containsPattern("<title>\\d contexts of 1,000 tokens</title>");
    assertThat(drawn(elements))
        .contains("&lt;/script&gt;&lt;script&gt;document.title = 'taken over'&lt;/script&gt;")
        .contains("<span class=\"escape\">\\u202e</span>", "<span class=\"escape\">\\u0000</span>")
        .doesNotContain("\u202e", "\u2028")
        .doesNotContain("<img");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void followsTheSystemsColours(boolean dark) throws Exception {
    BufferedImage picture = new Chromium(folder, dark, WIDE).picture(page(), 2400);

    Color paper = new Color(picture.getRGB(2, 2));
    int brightness = paper.getRed() + paper.getGreen() + paper.getBlue();
    assertThat(brightness > 3 * 128).isEqualTo(!dark);
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        colours.add(picture.getRGB(x, y));
      }
    }
    assertThat(colours).as("colours of text and charts").hasSizeGreaterThan(100);
  }

  /** A copy in which a script may measure the page, and says how wide it is in its title. */
  private Path measured() throws IOException {
    String page = Files.readString(page());
    String unprotected =
        page.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "");
    assertThat(unprotected).isNotEqualTo(page);
    return Files.writeString(
        folder.resolve("measured.html"),
        unprotected.replace(
            "</body>",
            "<script>const root = document.documentElement;document.title = `${root.scrollWidth} of"
                + " ${root.clientWidth}`;</script></body>"));
  }

  @ParameterizedTest
  @ValueSource(ints = {NARROW, WIDE})
  void fitsIntoTheWindow(int width) throws Exception {
    String elements = new Chromium(folder, false, width).elements(measured());
    assertThat(elements).containsPattern("<title>(\\d+) of \\1</title>");
  }

  @Test
  void jumpsAreDrawnAlongTheOrder() throws Exception {
    List<String> unrelated = List.of("red apples", "fast trains", "old songs", "deep seas");
    try (OutputFolder output = OutputFolder.open(folder.resolve("jumps"));
        PackedContexts contexts =
            ContextBuilder.ofTexts(unrelated).orderer(ContextOrderers.greedyPath()).pack(10)) {
      contexts.writeTo(output.contexts(OutputFormat.JSONL, OutputOptions.defaults()));
      output.commit(contexts.report());
    }
    Path file = folder.resolve("page.html");
    HostileOutput.page(OutputInspector.open(folder.resolve("jumps")).inspect(), file);

    String drawn = drawn(new Chromium(folder, false, WIDE).elements(file));

    assertThat(drawn).contains("Jumps along the order", "after 100% of the order: 3 jumps");
  }

  @Test
  void anOutputOfNothingHasAPageToo() throws Exception {
    try (OutputFolder output = OutputFolder.open(folder.resolve("empty"));
        PackedContexts contexts = ContextBuilder.ofTexts(List.of()).pack(10)) {
      contexts.writeTo(output.contexts(OutputFormat.JSONL, OutputOptions.defaults()));
      output.commit(contexts.report());
    }
    Path file = folder.resolve("page.html");
    HostileOutput.page(OutputInspector.open(folder.resolve("empty")).inspect(), file);

    String drawn = drawn(new Chromium(folder, true, WIDE).elements(file));

    assertThat(drawn)
        .contains("0 contexts of 10 tokens", "There are no contexts.", "Nothing was measured")
        .doesNotContain("undefined", "NaN", "Related beside random", "Map of the corpus");
  }
}
