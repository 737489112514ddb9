package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusReaderTest {
  @TempDir Path folder;

  private Path lines(String name, String... lines) {
    return TestFiles.write(folder.resolve(name), String.join("\n", lines));
  }

  @Test
  void readsInputsInTheOrderGiven() {
    Path second = lines("a.jsonl", "{\"id\": 2, \"text\": \"\"}");
    Path first = lines("b.jsonl", "{\"id\": 1, \"text\": \"\"}");
    Path third = lines("docs/a.md", "three").getParent();

    assertThat(TestFiles.ids(CorpusReader.of(List.of(first, second, third))))
        .containsExactly("1", "2", folder + "/docs/a.md");
  }

  @Test
  void knowsThePlaceOfTheDocumentGivenLast() {
    Path a = lines("a.jsonl", "{\"id\": 1, \"text\": \"\"}", "", "bad", "{\"text\": \"\"}");
    Path b = lines("b.md", "text");
    List<String> places = new ArrayList<>();
    try (OpenCorpus corpus = CorpusReader.of(a, b).onBadDocument(e -> {}).open()) {
      assertThat(corpus.location()).isEmpty();
      for (Iterator<Document> i = corpus.documents().iterator(); i.hasNext(); ) {
        i.next();
        places.add(corpus.location());
      }
    }

    assertThat(places).containsExactly(a + ":1", a + ":4", b.toString());
  }

  @Test
  void readsNoFurtherThanAsked() {
    Path corpus = lines("a.jsonl", "{\"id\": 1, \"text\": \"\"}", "bad");

    try (Stream<Document> documents = CorpusReader.of(corpus).documents()) {
      assertThat(documents.limit(1).toList()).extracting(Document::id).containsExactly("1");
    }
  }

  @Test
  void parallelStreamsKeepTheOrder() {
    String[] lines = new String[5000];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "{\"id\": %d, \"text\": \"\"}".formatted(i);
    }
    Path corpus = lines("a.jsonl", lines);

    try (Stream<Document> documents = CorpusReader.of(corpus).documents()) {
      assertThat(documents.parallel().map(d -> Integer.parseInt(d.id())).toList())
          .hasSize(5000)
          .isSorted();
    }
  }

  @Test
  void endsAfterAnError() {
    Path corpus = lines("a.jsonl", "bad", "{\"id\": 1, \"text\": \"\"}");
    try (OpenCorpus open = CorpusReader.of(corpus).open()) {
      var documents = open.documents().spliterator();

      assertThatThrownBy(() -> documents.tryAdvance(d -> {})).isInstanceOf(CorpusException.class);
      assertThat(documents.tryAdvance(d -> {})).isFalse();
    }
  }

  @Test
  void aHandlerMayEndTheReading() {
    Path corpus = lines("a.jsonl", "bad", "{\"id\": 1, \"text\": \"\"}");
    CorpusReader reader =
        CorpusReader.of(corpus)
            .onBadDocument(
                e -> {
                  throw new IllegalStateException("enough");
                });

    assertThatIllegalStateException()
        .isThrownBy(() -> TestFiles.read(reader))
        .withMessage("enough");
  }

  @Test
  void aMissingInputIsFoundBeforeAnythingIsRead() {
    Path there = lines("a.jsonl", "{\"id\": 1, \"text\": \"\"}");
    CorpusReader reader = CorpusReader.of(there, folder.resolve("missing.jsonl"));

    assertThatThrownBy(reader::open)
        .isInstanceOf(CorpusException.class)
        .hasMessage(folder + "/missing.jsonl: no such file or folder");
  }

  @Test
  void documentsComeOnce() {
    Path corpus = lines("a.jsonl", "{\"id\": 1, \"text\": \"\"}");
    CorpusReader reader = CorpusReader.of(corpus);
    try (OpenCorpus open = reader.open()) {
      assertThat(open.documents()).hasSize(1);
      assertThatIllegalStateException().isThrownBy(open::documents);
    }
    OpenCorpus closed = reader.open();
    closed.close();
    assertThatIllegalStateException().isThrownBy(closed::documents).withMessage("closed");
  }

  @Test
  void settingsAreASnapshot() {
    Path corpus = lines("a.jsonl", "{\"id\": 1, \"text\": \"a\", \"body\": \"b\"}");
    CorpusReader reader = CorpusReader.of(corpus);
    try (Stream<Document> documents = reader.documents()) {
      reader.textField("body");
      assertThat(documents).containsExactly(new Document("1", "a"));
    }
    assertThat(TestFiles.read(reader)).containsExactly(new Document("1", "b"));
  }

  @Test
  void refusesWrongSettings() {
    assertThatIllegalArgumentException().isThrownBy(() -> CorpusReader.of(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CorpusReader.of(folder).extensions("md", "."))
        .withMessage("extensions: one is empty");
    assertThatIllegalStateException()
        .isThrownBy(() -> CorpusReader.of(folder).idField("text").open())
        .withMessage("textField and idField are both \"text\"");
  }

  @Test
  void messagesAreOneLine() {
    assertThat(new CorpusException("a\nb.jsonl:1", "x\r\n\ty" + "z".repeat(2000)))
        .hasMessageStartingWith("a b.jsonl:1: x y")
        .message()
        .hasLineCount(1)
        .hasSizeLessThan(1100);
  }
}
