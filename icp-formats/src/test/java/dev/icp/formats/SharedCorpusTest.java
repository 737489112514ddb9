package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.icp.Document;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A corpus of real documents, which lies beside the project on the machines that have it. */
class SharedCorpusTest {
  @Test
  void everyDocumentIsRead() {
    Path corpus = find("shared/corpora/msdocs.jsonl.gz");
    assumeTrue(Files.exists(corpus), "there is no " + corpus + " beside the project");

    try (Stream<Document> documents = CorpusReader.of(corpus).documents()) {
      long[] counts = new long[2];
      documents.forEach(
          document -> {
            counts[0]++;
            counts[1] += document.text().length();
          });
      assertThat(counts).containsExactly(85_685, 257_787_657);
    }
  }

  /** Returns where a file of the machine lies, or would. */
  static Path find(String name) {
    Path folder = Path.of("").toAbsolutePath();
    while (folder.getParent() != null && !Files.exists(folder.resolve(name))) {
      folder = folder.getParent();
    }
    return folder.resolve(name);
  }
}
