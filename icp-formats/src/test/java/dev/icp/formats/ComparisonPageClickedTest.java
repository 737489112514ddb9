package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.Document;
import dev.icp.PackedContexts;
import dev.icp.Tokenizers;
import dev.icp.spi.ContextOrderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two orders of real documents beside each other, clicked in a browser and read back. */
class ComparisonPageClickedTest {
  private static final int DOCUMENTS = 600;

  @TempDir Path folder;

  private void pack(Path corpus, String name, ContextOrderer orderer) throws IOException {
    try (Stream<Document> documents = CorpusReader.of(corpus).documents();
        OutputFolder output = OutputFolder.open(folder.resolve(name));
        PackedContexts contexts =
            ContextBuilder.of(documents.limit(DOCUMENTS)).orderer(orderer).pack(65_536)) {
      contexts.writeTo(output.contexts(OutputFormat.MEGATRON, OutputOptions.defaults()));
      output.commit(contexts.report());
    }
  }

  @Test
  void theSameDocumentStandsInBoth() throws Exception {
    Chromium.require();
    Path corpus = SharedCorpusTest.find("shared/corpora/techdocs.jsonl.gz");
    assumeTrue(Files.exists(corpus), "there is no " + corpus + " beside the project");
    pack(corpus, "paper", ContextOrderers.greedyPath());
    pack(corpus, "cohesive", ContextOrderers.cohesive());
    OutputComparison comparison =
        OutputComparer.open(folder.resolve("paper"), folder.resolve("cohesive"))
            .tokenizer(Tokenizers.utf8Bytes())
            .compare();
    Path file = folder.resolve("page.html");
    try (InspectionPage page = InspectionPage.open(file)) {
      page.write(comparison);
      page.commit();
    }

    try (Browser browser = new Browser(folder, false)) {
      for (int width : new int[] {390, 1280, 1920}) {
        browser.resize(width, 900);
        browser.go(file.toUri().toString());
        String id = comparison.documents().get(4).id();
        browser.click(".choose button:nth-child(5)", 0.5, 0.5);
        for (String side : new String[] {"a", "b"}) {
          assertThat(browser.text(".column.side-" + side + " .document.chosen")).contains(id);
          assertThat(browser.text(".column.side-" + side + " .chain")).contains("cosine 0.");
        }
        assertThat(browser.text("[aria-label='Settings that differ']")).contains("orderer");
        assertThat(browser.text("[aria-label='Measures']")).contains("B − A", "documents cut");
        assertThat(browser.evaluate("String(document.documentElement.scrollWidth)"))
            .isEqualTo(String.valueOf(width));
        assertThat(browser.requests()).containsOnly(file.toUri().toString());
        assertThat(browser.complaints()).isEmpty();
        browser.evaluate(Axe.script());
        assertThat(browser.evaluate(Axe.VIOLATIONS)).isEmpty();
      }
    }
  }
}
