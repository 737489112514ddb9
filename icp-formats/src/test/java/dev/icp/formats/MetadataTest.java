package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else is known of documents, from the input to the output. */
class MetadataTest {
  @TempDir Path folder;

  private Path corpus(String lines) {
    return TestFiles.write(folder.resolve("c.jsonl"), lines);
  }

  @Test
  void fieldsAreStringsAndNumbers() {
    Path corpus =
        corpus(
            """
            {"text": "a", "source": "web", "stars": 17, "score": 0.5, "ok": true, "meta": {"url": "u"}}
            {"text": "b", "source": null, "stars": 123456789012345678901, "score": NaN}
            {"text": "c", "id": "c", "score": -1e3}
            """);
    CorpusReader reader =
        CorpusReader.of(corpus).metadata("source", "stars", "score", "ok", "meta.url", "id");

    List<Document> documents = TestFiles.read(reader);
    assertThat(documents)
        .extracting(Document::metadata)
        .containsExactly(
            Map.of("source", "web", "stars", 17L, "score", 0.5, "ok", "true", "meta.url", "u"),
            Map.of("stars", "123456789012345678901"),
            Map.of("score", -1000.0, "id", "c"));
    assertThat(documents.getFirst().metadata().keySet())
        .containsExactly("source", "stars", "score", "ok", "meta.url");
    assertThat(documents).extracting(Document::id).endsWith("c");
  }

  @Test
  void whatIsNeitherIsABadDocument() {
    Path corpus = corpus("{\"text\": \"a\", \"source\": [1]}\n");

    assertThatThrownBy(() -> TestFiles.read(CorpusReader.of(corpus).metadata("source")))
        .hasMessage(corpus + ":1: field \"source\" is neither a string nor a number but an array");
    assertThat(TestFiles.read(CorpusReader.of(corpus).metadata("other"))).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CorpusReader.of(corpus).metadata("a", "a"))
        .withMessage("metadata: [a, a]");
  }

  @Test
  void goesIntoContextsAndTheirSegments() throws IOException {
    List<Document> documents =
        List.of(
            new Document("a", "one", Map.of("source", "x\"é")),
            new Document("b", "two", Map.of("source", 7)),
            new Document("c", "three"));
    Path output = folder.resolve("out");
    try (PackedContexts contexts =
            ContextBuilder.of(documents).groupBy("source").tail(Tail.PAD).keepPathOrder().pack(10);
        OutputFolder files = OutputFolder.open(output)) {
      contexts.writeTo(files.contexts(OutputFormat.JSONL, OutputOptions.defaults()));
      contexts.writeTo(files.contexts(OutputFormat.MEGATRON, OutputOptions.defaults()));
      files.commit(contexts.report());
    }

    assertThat(Files.readString(output.resolve("contexts.jsonl")))
        .contains("\"at\": 0, \"metadata\": {\"source\": \"x\\\"é\"}}]")
        .contains("\"at\": 0, \"metadata\": {\"source\": 7}}]")
        .contains("{\"id\": \"c\", \"from\": 0, \"to\": 5, \"at\": 0}]");
    OutputVerifier.verify(output);
    assertThat(OutputManifest.read(output).settings().groupBy()).isEqualTo("source");
  }

  @Test
  void shortContextsOfGroupsAreVerified() throws IOException {
    List<Document> documents =
        List.of(
            new Document("a", "one", Map.of("source", "x")),
            new Document("b", "two", Map.of("source", "y")),
            new Document("c", "three of x", Map.of("source", "x")));
    Path output = folder.resolve("out");
    try (PackedContexts contexts = ContextBuilder.of(documents).groupBy("source").pack(8);
        OutputFolder files = OutputFolder.open(output)) {
      contexts.writeTo(files.contexts(OutputFormat.JSONL, OutputOptions.defaults()));
      files.commit(contexts.report());
      assertThat(contexts.report().contexts().padding()).isZero();
      assertThat(contexts.report().contexts().groups()).isEqualTo(2);
    }
    OutputVerifier.verify(output);
  }
}
