package dev.icp.formats;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.NearDuplicates;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import dev.icp.Tokenizers;
import dev.icp.formats.OutputInspection.MetadataField;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of real documents, clicked and typed into in a browser, and read back. */
class InspectionPageClickedTest {
  private static final int DOCUMENTS = 1500;

  @TempDir static Path folder;
  private static @Nullable Browser opened;
  private static @Nullable OutputInspection inspection;
  private static Path page = Path.of("");

  @BeforeAll
  static void pack() throws Exception {
    Chromium.require();
    Path corpus = SharedCorpusTest.find("shared/corpora/techdocs.jsonl.gz");
    assumeTrue(Files.exists(corpus), "there is no " + corpus + " beside the project");
    Path out = folder.resolve("out");
    try (Stream<Document> documents =
            CorpusReader.of(corpus).metadata("label", "source").documents();
        OutputFolder output = OutputFolder.open(out);
        PackedContexts contexts =
            ContextBuilder.of(documents.limit(DOCUMENTS))
                .nearDuplicates(NearDuplicates.separate(0.9))
                .tail(Tail.PAD)
                .pack(65_536)) {
      contexts.writeTo(output.contexts(OutputFormat.MEGATRON, OutputOptions.defaults()));
      output.commit(contexts.report());
    }
    OutputInspection found = OutputInspector.open(out).tokenizer(Tokenizers.utf8Bytes()).inspect();
    page = folder.resolve("page.html");
    HostileOutput.page(found, page);
    inspection = found;
    opened = new Browser(folder, false);
  }

  @AfterAll
  static void close() throws Exception {
    if (opened != null) {
      opened.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    browser().resize(1280, 900);
    browser().go(page.toUri().toString());
  }

  private static Browser browser() {
    return requireNonNull(opened);
  }

  private static OutputInspection inspection() {
    return requireNonNull(inspection);
  }

  @Test
  void asksForNothingAndComplainsOfNothing() throws Exception {
    browser().evaluate("scrollTo(0, 1e6)");
    assertThat(browser().requests()).containsOnly(page.toUri().toString());
    assertThat(browser().complaints()).isEmpty();
  }

  @Test
  void aRelatedContextStandsBesideARandomOne() throws Exception {
    double related = Double.parseDouble(browser().text(".related .means dd"));
    double random = Double.parseDouble(browser().text(".random .means dd"));
    assertThat(related).isGreaterThan(random);
    assertThat(browser().text(".related .chain")).containsPattern("cosine 0\\.\\d{3}");
  }

  @Test
  void pointingAtTheMatrixNamesBothDocumentsAndAClickOpensThem() throws Exception {
    String first = browser().text(".related .chain li:nth-child(1) bdi");
    String third = browser().text(".related .chain li:nth-child(3) bdi");
    String count =
        browser()
            .evaluate("String(document.querySelector('.related .heat').viewBox.baseVal.width)");
    double cell = 1 / Double.parseDouble(count);

    browser().point(".related .heat", 0.5 * cell, 2.5 * cell);
    assertThat(browser().text(".related .readout"))
        .contains(first, third)
        .containsPattern("^cosine 0\\.\\d{3}");

    browser().click(".related .heat", 0.5 * cell, 2.5 * cell);
    assertThat(browser().text("dialog")).contains(first, third).contains("Cosine 0.");
    browser().evaluate("document.querySelector('dialog button').click()");
    browser().await("document.querySelector('dialog') === null");
  }

  @Test
  void theMatrixIsReadWithKeysToo() throws Exception {
    browser().evaluate("document.querySelector('.related .heat').focus()");
    browser().press("ArrowDown");
    assertThat(browser().text(".related .readout"))
        .contains(browser().text(".related .chain li:nth-child(3) bdi"));
    browser().press("Enter");
    assertThat(browser().text("dialog h4")).isNotEmpty();
    browser().evaluate("document.querySelector('dialog').close()");
  }

  @Test
  void anyContextOpensByItsNumber() throws Exception {
    int[] pieces = requireNonNull(inspection().relations()).documents().pieces();
    int wanted =
        IntStream.range(1, pieces.length / 4)
            .filter(piece -> pieces[4 * piece] == pieces[4 * piece - 4])
            .map(piece -> pieces[4 * piece])
            .filter(i -> inspection().samples().stream().noneMatch(s -> s.index() == i))
            .findFirst()
            .orElseThrow();
    browser().click("#number", 0.3, 0.5);
    browser().evaluate("document.querySelector('#number').select()");
    browser().type(String.valueOf(wanted));
    browser().press("Enter");
    assertThat(browser().text(".column h3")).isEqualTo("Context " + wanted);
    assertThat(browser().text(".column .chain")).contains("cosine");

    browser().evaluate("document.querySelector('#number').select()");
    browser().type("999999");
    browser().evaluate("document.querySelector('.by-number button').click()");
    assertThat(browser().text(".browser")).contains("There are contexts 0 to ");
  }

  @Test
  void aDocumentIsFoundByItsIdAndByItsTextAndOpened() throws Exception {
    String id = requireNonNull(inspection().relations()).documents().ids().get(700);
    browser().click("#search", 0.5, 0.5);
    browser().type(id);
    browser().await("document.querySelector('.found button')");
    assertThat(browser().text(".found")).contains(id);
    browser().evaluate("document.querySelector('.found button').click()");
    assertThat(browser().text(".column")).contains(id);

    browser().evaluate("document.querySelector('#search').select()");
    browser().type("the");
    browser().await("document.querySelectorAll('.found mark').length > 10");
    assertThat(browser().text("search [role=status]")).containsPattern("^\\d+ documents");
  }

  @Test
  void sourcesAreCountedOnContextsAndForAll() throws Exception {
    List<MetadataField> fields = requireNonNull(inspection().relations()).documents().metadata();
    assertThat(fields).extracting(MetadataField::name).containsExactly("label", "source");
    assertThat(browser().text(".related .chips")).startsWith("label").containsPattern("\\d");
    assertThat(browser().text(".related .chain li:nth-child(1)")).contains("label: ", "source: ");
    String panel = browser().text("[aria-label='Values of label']");
    String most = fields.getFirst().values().getFirst();
    assertThat(panel).contains(most);
    Matcher shares =
        Pattern.compile("([\\d.]+)% of the pairs.* of any two ([\\d.]+)%").matcher(panel);
    assertThat(shares.find()).as(panel).isTrue();
    assertThat(Double.parseDouble(shares.group(1)))
        .isGreaterThan(Double.parseDouble(shares.group(2)));
  }

  @Test
  void documentsAreFoundByTheirMetadata() throws Exception {
    MetadataField labels =
        requireNonNull(inspection().relations()).documents().metadata().getFirst();
    int last = labels.values().size() - 1;
    browser().click("#search", 0.5, 0.5);
    browser().type("label:" + labels.values().get(last));
    browser().await("document.querySelector('.found button')");
    String found = browser().text(".found");
    assertThat(found).contains("label:" + labels.values().get(last));
    assertThat(browser().text("search [role=status]")).startsWith("1 document");
  }

  @Test
  void theMapShowsDocumentsUnderThePointerAndOpensTheirContexts() throws Exception {
    browser().evaluate("document.querySelector('.map').scrollIntoView({block: 'center'})");
    browser().await("document.querySelector('.map canvas').width > 600");
    String hit =
        browser()
            .evaluate(
                """
                (() => {
                  const canvas = document.querySelector('.map canvas');
                  const box = canvas.getBoundingClientRect();
                  for (let y = 0.2; y < 0.8; y += 0.01) {
                    for (let x = 0.2; x < 0.8; x += 0.005) {
                      canvas.dispatchEvent(new PointerEvent('pointermove', {
                        clientX: box.left + x * box.width, clientY: box.top + y * box.height}));
                      if (!document.querySelector('.tip').hidden) return `${x} ${y}`;
                    }
                  }
                  return '';
                })()\
                """);
    String[] place = hit.split(" ");
    assertThat(place).hasSize(2);
    String tip = browser().text(".tip");
    assertThat(tip).contains("context ");

    browser().click(".map canvas", Double.parseDouble(place[0]), Double.parseDouble(place[1]));
    String context = tip.replaceAll("(?s).*?context ([\\d,]+).*", "$1");
    assertThat(browser().text(".column h3")).isEqualTo("Context " + context);
  }

  @Test
  void theMapZoomsAndRingsWhatIsSearched() throws Exception {
    String canvas = "document.querySelector('.map canvas').toDataURL()";
    browser().evaluate("document.querySelector('.map').scrollIntoView({block: 'center'})");
    browser().await("document.querySelector('.map canvas').width > 600");
    String before = browser().evaluate(canvas);
    browser().click("[aria-label='Zoom in']", 0.5, 0.5);
    browser().await(canvas + ".length !== " + before.length());
    browser().click("#map-search", 0.5, 0.5);
    browser().type("warning");
    browser().await("/ringed/.test(document.querySelector('.map-search').innerText)");
    browser().click(".map-tools button:nth-child(2)", 0.5, 0.5);
    assertThat(
            browser()
                .evaluate("document.querySelector('.map-tools button:nth-child(2)').ariaPressed"))
        .isEqualTo("true");
  }

  @Test
  void theMapIsReadWithKeysAndJumpsWhereMotionIsNotWanted() throws Exception {
    String canvas = "document.querySelector('.map canvas').toDataURL()";
    String frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";
    browser().evaluate("document.querySelector('.map').scrollIntoView({block: 'center'})");
    browser().await("document.querySelector('.map canvas').width > 600");
    browser().evaluate(frames);
    String all = browser().evaluate(canvas);
    browser().evaluate("document.querySelector('.map canvas').focus()");
    for (String key : List.of("+", "ArrowLeft")) {
      String before = browser().evaluate(canvas);
      browser().press(key);
      browser().evaluate(frames);
      assertThat(browser().evaluate(canvas)).as(key).isNotEqualTo(before);
    }

    browser().prefer("prefers-reduced-motion", "reduce");
    try {
      browser().press("0");
      browser().evaluate(frames);
      assertThat(browser().evaluate(canvas)).isEqualTo(all);
    } finally {
      browser().prefer("prefers-reduced-motion", "");
    }
  }

  @Test
  void theSliderSaysHowManyDocumentsWouldGo() throws Exception {
    browser()
        .evaluate(
            "(() => { const s = document.querySelector('#threshold'); s.value = 0;"
                + " s.dispatchEvent(new Event('input')); })()");
    long lowest = inspection().report().duplicates().thresholds().getFirst().documents();
    assertThat(
            browser().evaluate("document.querySelector('#threshold').closest('.panel').innerText"))
        .contains("0.80", lowest + " document");
  }

  @ParameterizedTest
  @ValueSource(ints = {390, 1280, 1920})
  void isAccessibleAndFitsAtAnyWidth(int width) throws Exception {
    browser().resize(width, 900);
    browser().go(page.toUri().toString());
    browser().evaluate(Axe.script());
    assertThat(browser().evaluate(Axe.VIOLATIONS)).isEmpty();
    assertThat(browser().evaluate("String(document.documentElement.scrollWidth)"))
        .isEqualTo(String.valueOf(width));
  }
}
