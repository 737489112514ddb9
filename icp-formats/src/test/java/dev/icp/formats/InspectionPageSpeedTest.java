package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Says how soon a page is there, and how long the map takes for a frame; expects nothing of it. Of
 * the page that {@code -Dicp.page=FILE} names.
 */
class InspectionPageSpeedTest {
  private static final String OPENED =
      """
      (() => {
        const page = performance.getEntriesByType('navigation')[0];
        const painted = performance.getEntriesByName('first-contentful-paint')[0];
        return `parsed and drawn ${page.domContentLoadedEventEnd.toFixed(0)} ms, loaded`
          + ` ${page.loadEventEnd.toFixed(0)} ms, first painted ${painted?.startTime.toFixed(0)} ms`;
      })()\
      """;

  /** Keys and the wheel for 120 frames: when frames come, and how long drawing them takes. */
  private static final String FRAMES =
      """
      (async () => {
        const canvas = document.querySelector('.map canvas');
        canvas.scrollIntoView({block: 'center'});
        canvas.focus();
        await new Promise(done => setTimeout(done, 500));
        const key = name => canvas.dispatchEvent(new KeyboardEvent('keydown', {key: name}));
        const box = canvas.getBoundingClientRect();
        const wheel = by => canvas.dispatchEvent(new WheelEvent('wheel', {deltaY: by, ctrlKey: true,
          cancelable: true, clientX: box.left + box.width / 3, clientY: box.top + box.height / 3}));
        const measure = async act => {
          const drawn = [], came = [];
          for (let i = 0; i < 120; i++) {
            let from;
            requestAnimationFrame(() => { from = performance.now(); });
            act(i);
            await new Promise(done => requestAnimationFrame(now => {
              drawn.push(performance.now() - from);
              came.push(now);
              done();
            }));
          }
          const said = times => {
            const sorted = times.toSorted((a, b) => a - b);
            const at = share => sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
            return `median ${at(0.5)} ms, 95% ${at(0.95)} ms`;
          };
          return `drawing ${said(drawn)}; frames ${said(came.slice(1).map((t, i) => t - came[i]))}`;
        };
        const zoom = await measure(i => wheel(i % 60 < 30 ? -20 : 20));
        const move = await measure(i => key(i % 40 < 20 ? 'ArrowLeft' : 'ArrowRight'));
        return `zoom: ${zoom}\\nmove: ${move}\\n${canvas.width} x ${canvas.height} pixels`;
      })()\
      """;

  @TempDir Path folder;

  @Test
  void saysHowFastItIs() throws Exception {
    String page = System.getProperty("icp.page", "");
    assumeTrue(!page.isEmpty(), "no page to measure: -Dicp.page=FILE");
    Chromium.require();
    try (Browser browser = new Browser(folder, false)) {
      browser.resize(1280, 900);
      for (int round = 0; round < 3; round++) {
        browser.go(Path.of(page).toUri().toString());
        browser.await("performance.getEntriesByType('navigation')[0].loadEventEnd > 0");
        System.out.println(browser.evaluate(OPENED));
      }
      System.out.println(browser.evaluate(FRAMES));
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
