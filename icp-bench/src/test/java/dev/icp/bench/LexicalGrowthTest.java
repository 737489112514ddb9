package dev.icp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Document;
import dev.icp.spi.StageResources;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LexicalGrowthTest {
  private static String line(double recall, int documents) {
    List<String> texts = MadeCorpus.of(documents, 3).texts();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        StageResources resources = StageResources.open(2, 1)) {
      new LexicalGrowth(recall, resources, print)
          .measure(
              IntStream.range(0, documents)
                  .mapToObj(i -> new Document("d" + i, texts.get(i)))
                  .iterator());
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** More than are embedded at once. */
  @Test
  void countsAllDocumentsAndMeasuresTheRecall() {
    assertThat(line(0.9, 2500)).contains("2,500 documents, ").contains("recall 1.0000 (1.0000)");
    assertThat(line(1, 100)).contains("  100 documents, ").contains("recall 1.0000 (1.0000)");
  }
}
