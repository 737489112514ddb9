package dev.icp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Document;
import dev.icp.formats.CorpusReader;
import dev.icp.spi.StageResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrownCorpusTest {
  private static final int REAL = 400;

  private static List<Document> real() {
    List<Document> real = new ArrayList<>();
    List<String> texts = MadeCorpus.of(REAL, 8).texts();
    for (int i = 0; i < REAL; i++) {
      real.add(new Document("topic " + i % 20, texts.get(i)));
    }
    return real;
  }

  private static List<String> grown(int documents, long seed) {
    return grown(documents, 0, seed);
  }

  private static List<String> grown(int documents, int words, long seed) {
    try (StageResources resources = StageResources.open(2, seed)) {
      GrownCorpus corpus = new GrownCorpus(documents, words, real(), resources);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < corpus.size(); i++) {
        texts.add(corpus.text(i));
      }
      return texts;
    }
  }

  private static Set<String> words(List<String> texts) {
    Set<String> words = new HashSet<>();
    texts.forEach(text -> words.addAll(Arrays.asList(text.split("[ .\n]+"))));
    return words;
  }

  @Test
  void sameTextsForTheSameSeed() {
    assertThat(grown(500, 1)).isEqualTo(grown(500, 1)).isNotEqualTo(grown(500, 2));
  }

  @Test
  void vocabularyAndTextGoOnGrowing() {
    List<String> once = grown(REAL, 1);
    List<String> fourTimes = grown(4 * REAL, 1);
    long characters = once.stream().mapToLong(String::length).sum();
    assertThat(fourTimes.stream().mapToLong(String::length).sum())
        .isBetween(4 * characters * 98 / 100, 4 * characters * 102 / 100);
    int words = words(once).size();
    assertThat(words(fourTimes).size()).isBetween(words * 5 / 4, 4 * words * 9 / 10);
    // Documents of five words may come out the same twice.
    assertThat(new HashSet<>(fourTimes).size()).isGreaterThan(4 * REAL * 99 / 100);
  }

  @Test
  void documentsHaveAsManyWordsAsAskedFor() {
    assertThat(grown(REAL, 150, 1))
        .hasSize(REAL)
        .allSatisfy(text -> assertThat(text.trim().split("[ .\n]+")).hasSize(150));
  }

  @Test
  void isWrittenAsJsonLines(@TempDir Path folder) throws IOException {
    Path real = folder.resolve("real.jsonl");
    Files.writeString(
        real,
        """
        {"label": "a", "text": "Cats hunt mice \\"at dusk\\"."}
        {"label": "a", "text": "Mice hide from cats."}
        {"label": "b", "text": "The tax return is due in May."}
        """);
    Path made = folder.resolve("made.jsonl.gz");
    GrowCorpus.main(new String[] {"700", made.toString(), real.toString()});
    try (Stream<Document> documents = CorpusReader.of(made).documents()) {
      assertThat(documents.map(Document::id).distinct().count()).isEqualTo(700);
    }
  }
}
