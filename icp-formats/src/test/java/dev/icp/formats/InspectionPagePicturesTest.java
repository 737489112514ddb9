package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures of docs/inspect.md, to be looked at: of the page that {@code -Dicp.page=FILE}
 * names, into the folder that {@code -Dicp.pictures=FOLDER} names.
 */
class InspectionPagePicturesTest {
  @TempDir Path folder;

  @Test
  void takesThem() throws Exception {
    String page = System.getProperty("icp.page", "");
    String pictures = System.getProperty("icp.pictures", "");
    assumeTrue(!page.isEmpty() && !pictures.isEmpty(), "no -Dicp.page=FILE -Dicp.pictures=FOLDER");
    Chromium.require();
    Path to = Path.of(pictures);
    String address = Path.of(page).toUri().toString();
    try (Browser browser = new Browser(folder, false)) {
      for (Map.Entry<Integer, Double> each : Map.of(390, 0.8, 1280, 0.5, 1920, 0.4).entrySet()) {
        browser.resize(each.getKey(), 900);
        browser.go(address);
        int height = each.getKey() < 500 ? 2600 : 2100;
        Files.write(
            to.resolve("page-" + each.getKey() + ".png"),
            browser.picture("body", height, each.getValue()));
      }
      browser.resize(1280, 900);
      browser.go(address);
      Files.write(to.resolve("beside.png"), browser.picture(".beside", 840, 1));
      browser.evaluate("document.querySelector('.map').scrollIntoView({block: 'center'})");
      browser.await("document.querySelector('.map canvas').width > 600");
      browser.evaluate("new Promise(done => setTimeout(done, 500))");
      Files.write(to.resolve("map.png"), browser.picture(".map", 900, 1));
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
