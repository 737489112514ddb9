package dev.icp.site;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.formats.Axe;
import dev.icp.formats.Browser;
import dev.icp.formats.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The site of this checkout, read from its files as a browser does. */
class SiteTest {
  private static final Path CHECKOUT = Path.of("..");
  private static final Pattern LINK = Pattern.compile(" (?:href|src)=\"([^\"]*)\"");
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");

  @TempDir static Path folder;
  private static Path site = Path.of("");
  private static @Nullable Browser opened;

  @BeforeAll
  static void write() throws Exception {
    site = folder.resolve("site");
    new Site(CHECKOUT).write(site);
    if (Chromium.isThere()) {
      opened = new Browser(folder, false);
    }
  }

  @AfterAll
  static void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }

  private static Browser browser(String page, int width) throws Exception {
    Chromium.require();
    Browser browser = requireNonNull(opened);
    browser.resize(width, 900);
    browser.go(address(page));
    browser.evaluate("try { localStorage.clear() } catch { }");
    browser.go(address(page));
    return browser;
  }

  private static String address(String page) {
    return site.resolve(page).toUri().toString();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> all = Files.walk(site)) {
      return all.filter(file -> file.toString().endsWith(".html"))
          .filter(file -> !file.startsWith(site.resolve("api")))
          .toList();
    }
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    List<Path> pages = pages();
    assertThat(pages).hasSize(Menu.read().pages().size());
    for (Path page : pages) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        if (!leadsSomewhere(page, link.group(1))) {
          broken.add(site.relativize(page) + ": " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    if (link.matches("https?:.*")) {
      return true;
    }
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    if (!Files.isRegularFile(target)) {
      return false;
    }
    return parts.length == 1 || ids(target).contains(parts[1]);
  }

  private static Set<String> ids(Path page) throws IOException {
    Set<String> ids = new HashSet<>();
    Matcher id = ID.matcher(Files.readString(page));
    while (id.find()) {
      ids.add(id.group(1));
    }
    return ids;
  }

  @Test
  void aPageThatTheMenuLacksIsNamed(@TempDir Path checkout) throws IOException {
    Files.createDirectories(checkout.resolve("docs/trainers"));
    Files.writeString(checkout.resolve("docs/trainers/new.md"), "# New");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Site(checkout).write(folder.resolve("other")))
        .withMessage("menu.txt does not name docs/trainers/new.md");
  }

  @Test
  void theSameCheckoutGivesTheSameBytes() throws IOException {
    Path again = folder.resolve("again");
    new Site(CHECKOUT).write(again);
    for (Path page : pages()) {
      assertThat(again.resolve(site.relativize(page).toString())).hasSameBinaryContentAs(page);
    }
  }

  @Test
  void theSearchFindsSectionsOfOtherPages() throws Exception {
    Browser browser = browser("docs/trainers/trl.html", 1280);
    browser.press("/");
    browser.type("near duplicates dropped");
    browser.await("!document.querySelector('#results').hidden");
    assertThat(browser.text("#results p")).containsPattern("^\\d+ sections?");
    assertThat(browser.text("#results ol")).containsIgnoringCase("near duplicates");
    assertThat(browser.evaluate("document.querySelector('#results mark').innerText")).isNotEmpty();

    browser.press("ArrowDown");
    String wanted = browser.evaluate("document.activeElement.href");
    browser.evaluate("document.activeElement.click()");
    browser.await("location.href === '" + wanted + "' && document.readyState === 'complete'");
    assertThat(browser.text("main h1")).isNotEmpty();

    browser.evaluate("document.querySelector('#search').focus()");
    browser.type("xyzzy");
    browser.await("!document.querySelector('#results').hidden");
    assertThat(browser.text("#results p")).isEqualTo("0 sections");
    browser.press("Escape");
    browser.await("document.querySelector('#results').hidden");
  }

  @Test
  void aButtonMakesItDarkAndItStaysSo() throws Exception {
    Browser browser = browser("index.html", 1280);
    String paper = "getComputedStyle(document.body).backgroundColor";
    String light = browser.evaluate(paper);
    browser.click("#theme", 0.5, 0.5);
    String dark = browser.evaluate(paper);
    assertThat(dark).isNotEqualTo(light);
    assertThat(browser.evaluate("document.querySelector('#theme').ariaPressed")).isEqualTo("true");
    browser.go(address("docs/orders.html"));
    assertThat(browser.evaluate(paper)).isEqualTo(dark);
  }

  @ParameterizedTest
  @CsvSource({
    "index.html, 390",
    "index.html, 1280",
    "index.html, 1920",
    "docs/inspect.html, 390",
    "docs/formats.html, 1280",
    "docs/trainers/megatron.html, 1920",
  })
  void isAccessibleAndFits(String page, int width) throws Exception {
    Browser browser = browser(page, width);
    for (String theme : List.of("light", "dark")) {
      browser.evaluate("document.documentElement.dataset.theme = '" + theme + "'");
      browser.evaluate(Axe.script());
      assertThat(browser.evaluate(Axe.VIOLATIONS)).as(theme).isEmpty();
    }
    assertThat(browser.evaluate("String(document.documentElement.scrollWidth)"))
        .isEqualTo(String.valueOf(width));
  }

  @Test
  void nothingIsAskedForElsewhereAndNothingComplainedOf() throws Exception {
    Chromium.require();
    try (Browser browser = new Browser(folder, true)) {
      for (String page : List.of("index.html", "docs/orders.html", "docs/trainers/nemo.html")) {
        browser.go(address(page));
        browser.evaluate("document.querySelector('#search').focus()");
        browser.type("order");
        browser.await("!document.querySelector('#results').hidden");
      }
      assertThat(browser.requests()).allMatch(address -> address.startsWith("file:"));
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
