package dev.icp.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.NeighbourIndexes;
import dev.icp.PackedContexts;
import dev.icp.contract.EmbedderContract;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LangChain4jEmbedderTest {
  /** Pairs in one context: by chance it would be two or three of a hundred. */
  private static final int MANY = 60;

  @TempDir private Path folder;
  private OpenAiService service;

  @BeforeEach
  void start() throws IOException {
    service = new OpenAiService();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private EmbeddingModel model(int retries) {
    return OpenAiEmbeddingModel.builder()
        .baseUrl(service.url())
        .apiKey("none")
        .modelName("counts-words")
        .dimensions(OpenAiService.DIMENSION)
        .encodingFormat("float")
        .maxSegmentsPerBatch(16)
        .maxRetries(retries)
        .build();
  }

  /** Two of each of a hundred subjects, one blank, and copies. */
  private static List<Document> documents() {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String subject = "subject" + i % 100;
      documents.add(new Document("d" + i, subject + " is told " + subject + " part " + i / 100));
    }
    documents.add(new Document("blank", " \n"));
    documents.add(new Document("copy", documents.get(7).text()));
    return documents;
  }

  @Test
  void aServerRelatesDocumentsAndIsAskedOnce() {
    LangChain4jEmbedder embedder =
        LangChain4jEmbedder.of("counts-words", model(0)).withMaxCharacters(40);
    service.asked.clear();
    int pairs = pairsTogether(embedder);
    assertThat(pairs).isGreaterThan(MANY);
    assertThat(service.asked).hasSize(201).contains("(no text)").allMatch(t -> t.length() <= 40);
    // Kept in the work directory: nothing is asked again.
    assertThat(pairsTogether(embedder)).isEqualTo(pairs);
    assertThat(service.asked).hasSize(201);
  }

  private int pairsTogether(Embedder<DenseVectors> embedder) {
    int together = 0;
    try (PackedContexts contexts =
        ContextBuilder.of(documents())
            .neighbours(embedder, NeighbourIndexes.exact(), 5)
            .workDirectory(folder)
            .pack(120)) {
      for (var context : contexts) {
        Set<String> ids = new TreeSet<>();
        context.segments().forEach(segment -> ids.add(segment.id()));
        for (int i = 0; i < 100; i++) {
          together += ids.containsAll(List.of("d" + i, "d" + (i + 100))) ? 1 : 0;
        }
      }
    }
    return together;
  }

  @Test
  void retriesAreTheModels() {
    LangChain4jEmbedder embedder = LangChain4jEmbedder.of(model(1));
    service.failing.set(1);
    assertThat(pairsTogether(embedder)).isGreaterThan(MANY);
  }

  @Test
  void aFailureNamesTheDocuments() {
    LangChain4jEmbedder embedder = LangChain4jEmbedder.of(model(0));
    service.failing.set(Integer.MAX_VALUE);
    assertThatThrownBy(() -> pairsTogether(embedder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching("(?s)documents \\d+ to \\d+, embedded by LangChain4j: .*busy for now.*")
        .hasCauseInstanceOf(RuntimeException.class);
  }

  @Test
  void aModelThatGivesTooFewVectorsIsRefused() {
    EmbeddingModel model =
        new EmbeddingModel() {
          @Override
          public Response<List<Embedding>> embedAll(List<TextSegment> texts) {
            return Response.from(List.of(Embedding.from(new float[] {1, 2})));
          }
        };
    assertThatThrownBy(() -> pairsTogether(LangChain4jEmbedder.of(model)))
        .hasMessageContaining("the model returned 1 vectors for 64 texts");
  }

  @Test
  void charactersAreNotCutInTwo() {
    LangChain4jEmbedder embedder = LangChain4jEmbedder.of(model(0)).withMaxCharacters(2);
    assertThat(embedder.prepare("a😀b")).isEqualTo("a");
    assertThat(embedder.prepare("😀b")).isEqualTo("😀");
    assertThat(embedder.withMaxCharacters(1).prepare("😀b")).isEqualTo("(no text)");
    assertThat(embedder.fingerprint()).isEqualTo("langchain4j:128:first 2");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LangChain4jEmbedder.of(" ", model(0)))
        .withMessage("name: it is blank");
    LangChain4jEmbedder embedder = LangChain4jEmbedder.of(model(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> embedder.withMaxCharacters(0))
        .withMessage("characters: 0, expected 1 or more");
  }

  @Nested
  class Contract extends EmbedderContract<DenseVectors> {
    @Override
    protected Embedder<? extends DenseVectors> embedder() {
      return LangChain4jEmbedder.of(model(0));
    }
  }
}
