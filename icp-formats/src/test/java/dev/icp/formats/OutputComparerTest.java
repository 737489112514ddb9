package dev.icp.formats;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.Document;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Segment;
import dev.icp.Tokenizers;
import dev.icp.formats.OutputComparison.Difference;
import dev.icp.formats.OutputComparison.InBoth;
import dev.icp.formats.OutputInspection.SamplePiece;
import dev.icp.spi.ContextOrderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputComparerTest {
  @TempDir Path folder;

  private final List<Document> documents = new ArrayList<>();

  OutputComparerTest() {
    for (int i = 0; i < 80; i++) {
      documents.add(
          new Document("doc " + i, ("subject" + i % 7 + " theme" + i % 5 + " ").repeat(4)));
    }
  }

  private List<PackedContext> write(String name, ContextOrderer orderer) throws IOException {
    try (OutputFolder output = OutputFolder.open(folder.resolve(name), List.of(), true);
        PackedContexts contexts = ContextBuilder.of(documents).orderer(orderer).pack(500)) {
      contexts.writeTo(output.contexts(OutputFormat.JSONL, OutputOptions.defaults()));
      output.commit(contexts.report());
      return contexts.stream().toList();
    }
  }

  private OutputComparer comparer() throws IOException {
    return OutputComparer.open(folder.resolve("a"), folder.resolve("b"))
        .tokenizer(Tokenizers.utf8Bytes());
  }

  private static List<List<String>> beginning(List<PackedContext> contexts) {
    return contexts.stream()
        .map(c -> c.segments().stream().filter(s -> s.from() == 0).map(Segment::id).toList())
        .toList();
  }

  private static Set<Set<String>> pairs(List<PackedContext> contexts) {
    Set<Set<String>> pairs = new HashSet<>();
    for (List<String> ids : beginning(contexts)) {
      for (int j = 1; j < ids.size(); j++) {
        for (int i = 0; i < j; i++) {
          pairs.add(Set.of(ids.get(i), ids.get(j)));
        }
      }
    }
    return pairs;
  }

  @Test
  void countsWhichPairsStayTogether() throws IOException {
    Set<Set<String>> inA = pairs(write("a", ContextOrderers.cohesive()));
    Set<Set<String>> inB = pairs(write("b", ContextOrderers.random()));

    OutputComparison comparison = comparer().compare();

    long kept = inA.stream().filter(inB::contains).count();
    assertThat(comparison.together()).isEqualTo(kept / (double) inA.size()).isBetween(0.01, 0.5);
    assertThat(comparison.consecutive()).isLessThan(0.5);
  }

  @Test
  void anOutputIsLikeItself() throws IOException {
    write("a", ContextOrderers.cohesive());
    write("b", ContextOrderers.cohesive());

    OutputComparison comparison = comparer().compare();

    assertThat(comparison.together()).isEqualTo(1);
    assertThat(comparison.consecutive()).isEqualTo(1);
    assertThat(comparison.settings()).isEmpty();
    assertThat(comparison.measures())
        .filteredOn(measure -> measure.name().startsWith("cosine"))
        .isNotEmpty()
        .allSatisfy(measure -> assertThat(measure.a()).isEqualTo(measure.b()));
  }

  @Test
  void saysWhichSettingsAndMeasuresDiffer() throws IOException {
    write("a", ContextOrderers.cohesive());
    write("b", ContextOrderers.random());

    OutputComparison comparison = comparer().compare();

    assertThat(comparison.settings())
        .containsExactly(new Difference("orderer", "cohesive", "random"));
    assertThat(comparison.measures())
        .filteredOn(measure -> measure.name().equals("cosine of two documents of a context"))
        .singleElement()
        .satisfies(measure -> assertThat(measure.a()).isGreaterThan(2 * measure.b()))
        .satisfies(
            measure ->
                assertThat(measure.a())
                    .isEqualTo(comparison.a().report().contexts().relatedness().meanPairCosine()));
  }

  @Test
  void showsTheSameDocumentInBoth() throws IOException {
    List<List<String>> inA = beginning(write("a", ContextOrderers.cohesive()));
    List<List<String>> inB = beginning(write("b", ContextOrderers.random()));

    OutputComparison comparison = comparer().ids(List.of("doc 7", "doc 41")).compare();

    assertThat(comparison.documents()).extracting(InBoth::id).containsExactly("doc 7", "doc 41");
    for (InBoth both : comparison.documents()) {
      assertThat(inA.get((int) both.contextA())).contains(both.id());
      assertThat(inB.get((int) both.contextB())).contains(both.id());
      check(comparison.a(), both.contextA(), both.id());
      check(comparison.b(), both.contextB(), both.id());
    }
  }

  private static void check(OutputInspection output, long context, String id) {
    int sample = output.samples().stream().map(s -> s.index()).toList().indexOf(context);
    List<SamplePiece> shown = output.samples().get(sample).shown();
    assertThat(shown).anySatisfy(piece -> assertThat(piece.id()).isEqualTo(id));
    assertThat(requireNonNull(output.relations()).beside().get(sample).cosines())
        .hasSize(shown.size() * (shown.size() - 1) / 2);
  }

  @Test
  void drawsTheSameDocumentsWithoutBeingTold() throws IOException {
    write("a", ContextOrderers.cohesive());
    write("b", ContextOrderers.random());

    List<InBoth> documentsOfBoth = comparer().compare().documents();

    assertThat(documentsOfBoth).hasSize(OutputComparer.DOCUMENTS);
    assertThat(comparer().compare().documents()).isEqualTo(documentsOfBoth);
  }

  @Test
  void refusesWhatIsNotComparable() throws IOException {
    write("a", ContextOrderers.cohesive());
    write("b", ContextOrderers.random());
    assertThatIOException()
        .isThrownBy(() -> comparer().ids(List.of("doc 1", "nowhere")).compare())
        .withMessage(
            "nowhere: in no context of %s, nor of %s", folder.resolve("a"), folder.resolve("b"));
    documents.removeLast();
    write("b", ContextOrderers.random());

    assertThatIOException()
        .isThrownBy(this::comparer)
        .withMessage(
            "%s: made of another corpus than %s (ids and texts, in order)",
            folder.resolve("b"), folder.resolve("a"));
  }

  @Test
  void whatDocumentsHoldIsTextOnThePageWhateverItIs() throws Exception {
    Chromium.require();
    documents.addFirst(new Document("\u202eright-to-left\0", HostileOutput.SCRIPT));
    documents.addFirst(new Document(HostileOutput.SCRIPT, HostileOutput.SCRIPT + " subject1"));
    write("a", ContextOrderers.input());
    write("b", ContextOrderers.random());
    Path file = folder.resolve("page.html");
    try (InspectionPage page = InspectionPage.open(file)) {
      page.write(comparer().ids(List.of(HostileOutput.SCRIPT, "\u202eright-to-left\0")).compare());
      page.commit();
    }

    try (Browser browser = new Browser(folder, false)) {
      for (int width : new int[] {390, 1920}) {
        browser.resize(width, 900);
        browser.go(file.toUri().toString());
        assertThat(browser.evaluate("document.title")).doesNotContain("taken over");
        assertThat(browser.text(".column.side-a .document.chosen")).contains(HostileOutput.SCRIPT);
        browser.click(".choose button:nth-child(2)", 0.5, 0.5);
        assertThat(browser.text(".column.side-b .document.chosen"))
            .contains("\\u202eright-to-left\\u0000")
            .doesNotContain("\u202e");
        assertThat(browser.evaluate("String(document.documentElement.scrollWidth)"))
            .isEqualTo(String.valueOf(width));
        assertThat(browser.complaints()).isEmpty();
        browser.evaluate(Axe.script());
        assertThat(browser.evaluate(Axe.VIOLATIONS)).isEmpty();
      }
    }
  }

  @Test
  void thePageShowsBoth() throws Exception {
    Chromium.require();
    write("a", ContextOrderers.cohesive());
    write("b", ContextOrderers.random());
    Path file = folder.resolve("page.html");
    try (InspectionPage page = InspectionPage.open(file)) {
      page.write(comparer().compare());
      page.commit();
    }
    assertThat(Files.readString(file)).doesNotContain("{{");

    try (Browser browser = new Browser(folder, true)) {
      browser.resize(1280, 900);
      browser.go(file.toUri().toString());
      assertThat(browser.text("#page"))
          .contains("Settings that differ", "cosine of two documents of a context", "B − A")
          .doesNotContain("undefined", "NaN", "[object");
      String first = browser.text(".choose button:nth-child(1)");
      assertThat(browser.text(".column.side-a .document.chosen")).contains(first);
      assertThat(browser.text(".column.side-b .document.chosen")).contains(first);
      browser.click(".choose button:nth-child(3)", 0.5, 0.5);
      String third = browser.text(".choose button:nth-child(3)");
      assertThat(browser.text(".column.side-b .document.chosen")).contains(third);
      assertThat(browser.requests()).containsExactly(file.toUri().toString());
      assertThat(browser.complaints()).isEmpty();
      browser.evaluate(Axe.script());
      assertThat(browser.evaluate(Axe.VIOLATIONS)).isEmpty();
    }
  }
}
