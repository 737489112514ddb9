package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.CorpusNeighbours.Neighbour;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors and neighbours as results of their own. */
class StepsTest {
  private final CountingParts parts = new CountingParts();

  static List<Document> corpus(int n) {
    Random random = new Random(7);
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      StringBuilder text = new StringBuilder();
      int topic = random.nextInt(9);
      for (int w = 2 + random.nextInt(50); w > 0; w--) {
        text.append("t").append(topic).append("w").append(random.nextInt(25)).append(' ');
      }
      documents.add(new Document("d" + i, text.toString(), Map.of("topic", topic)));
    }
    return documents;
  }

  private static Embedder<DenseVectors> lengths() {
    return Embedder.of(
        2, texts -> texts.stream().map(t -> new float[] {t.length(), 1}).toArray(float[][]::new));
  }

  @Test
  void vectorsAreThoseOfTheirDocuments() {
    List<Document> documents = corpus(700);
    try (EmbeddedCorpus embedded =
        ContextBuilder.of(documents)
            .tokenizer(parts.new CountingTokenizer("t"))
            .neighbours(lengths(), NeighbourIndexes.exact(), 3)
            .threads(2)
            .embed()) {
      assertThat(embedded.size()).isEqualTo(700);
      assertThat(embedded.dimension()).isEqualTo(2);
      assertThat(embedded.embedder()).isEqualTo(lengths().fingerprint());
      float[] row = new float[2];
      for (int i = 0; i < 700; i++) {
        Document document = documents.get(i);
        embedded.dense().read(i, 1, row, 0);
        assertThat(embedded.id(i)).isEqualTo(document.id());
        assertThat(embedded.metadata(i)).isEqualTo(document.metadata());
        assertThat(row[0] / row[1]).isCloseTo(document.text().length(), within(0.01f));
      }
      assertThat(embedded.stages())
          .extracting(stage -> stage.stage())
          .containsExactly(Stage.READ, Stage.EMBED);
    }
    assertThat(parts.tokenized).hasValue(0);
  }

  private static org.assertj.core.data.Offset<Float> within(float much) {
    return org.assertj.core.data.Offset.offset(much);
  }

  @Test
  void wordsAreSparse() {
    List<Document> documents = corpus(80);
    documents.set(70, new Document("copy", documents.get(3).text()));
    try (EmbeddedCorpus embedded = ContextBuilder.of(documents).onBadDocument(bad -> {}).embed()) {
      assertThat(embedded.vectors()).isInstanceOf(SparseVectors.class);
      assertThat(embedded.dimension()).isPositive();
      assertThat(embedded.exactCopies()).isEqualTo(1);
      assertThat(embedded.skipped()).isZero();
      assertThatIllegalStateException()
          .isThrownBy(embedded::dense)
          .withMessageStartingWith("the embedder makes no dense vectors");
    }
  }

  @Test
  void badDocumentsAreThoseOfPacking() {
    List<Document> documents = corpus(20);
    documents.add(10, documents.get(2));
    assertThatExceptionOfType(BadDocumentException.class)
        .isThrownBy(() -> ContextBuilder.of(documents).embed())
        .withMessageContaining("duplicate id \"d2\"");
    try (EmbeddedCorpus embedded = ContextBuilder.of(documents).onBadDocument(bad -> {}).embed()) {
      assertThat(embedded.size()).isEqualTo(20);
      assertThat(embedded.skipped()).isEqualTo(1);
      assertThat(embedded.id(10)).isEqualTo("d10");
    }
  }

  /** They are the ones that packing orders by, whatever the seed. */
  @Test
  void neighboursAreThoseOfPacking() {
    List<Document> documents = corpus(300);
    List<NeighbourGraph> ordered = new ArrayList<>();
    for (long seed : new long[] {0, 9}) {
      ContextBuilder.of(documents)
          .neighbours(7)
          .seed(seed)
          .orderer(
              problem -> {
                ordered.add(problem.graph());
                return ContextOrderers.random().order(problem);
              })
          .pack(256)
          .close();
    }
    try (CorpusNeighbours found = ContextBuilder.of(documents).neighbours(7).findNeighbours()) {
      assertThat(found.size()).isEqualTo(300);
      assertThat(found.recall()).isEqualTo(1);
      for (int i = 0; i < 300; i++) {
        List<Neighbour> mine = found.of(i);
        for (NeighbourGraph graph : ordered) {
          int document = i;
          assertThat(mine)
              .isEqualTo(
                  IntStream.range(0, graph.degree(i))
                      .mapToObj(
                          r ->
                              new Neighbour(
                                  graph.neighbour(document, r),
                                  "d" + graph.neighbour(document, r),
                                  graph.cosine(document, r)))
                      .toList());
        }
      }
      try (StageResources resources = StageResources.open(2, 1)) {
        assertThat(found.sampledRecall(50, resources)).isEqualTo(1);
      }
      assertThat(found.stages()).hasSize(3);
    }
  }

  @Test
  void groupsHaveNeighboursOfTheirOwn() {
    List<Document> documents = corpus(200);
    try (CorpusNeighbours found = ContextBuilder.of(documents).groupBy("topic").findNeighbours()) {
      for (int i = 0; i < 200; i++) {
        Map<String, Object> mine = documents.get(i).metadata();
        assertThat(found.of(i))
            .isNotEmpty()
            .allSatisfy(
                other -> assertThat(documents.get(other.ordinal()).metadata()).isEqualTo(mine));
      }
    }
  }

  /** What was given is looked at and handed on; it has no vectors where it is a graph. */
  @Test
  void givenOnes() {
    List<Document> documents = corpus(3);
    DenseVectors rows = DenseVectors.of(new float[][] {{1, 0}, {0, 1}, {1, 1}});
    try (EmbeddedCorpus embedded =
        ContextBuilder.of(documents).vectors(rows, NeighbourIndexes.exact(), 2).embed()) {
      assertThat(embedded.vectors()).isSameAs(rows);
    }
    NeighbourGraph graph = NeighbourGraph.builder(3, 2).build();
    assertThatIllegalStateException()
        .isThrownBy(() -> ContextBuilder.of(documents).graph(graph).embed())
        .withMessageContaining("graph()");
    try (CorpusNeighbours found = ContextBuilder.of(documents).graph(graph).findNeighbours()) {
      assertThat(found.of(1)).isEmpty();
      assertThat(found.vectors()).isEmpty();
      assertThat(found.dimension()).isZero();
    }
  }

  /** A stream is closed, and the work directory is empty afterwards unless it is to be kept. */
  @Test
  void nothingIsLeft(@TempDir Path folder) throws IOException {
    AtomicInteger closed = new AtomicInteger();
    for (boolean keep : new boolean[] {true, false}) {
      ContextBuilder builder =
          ContextBuilder.of(corpus(50).stream().onClose(closed::incrementAndGet))
              .memoryBudget(0)
              .workDirectory(folder);
      try (CorpusNeighbours found = (keep ? builder.keepWork() : builder).findNeighbours()) {
        assertThat(found.id(49)).isEqualTo("d49");
      }
      if (keep) {
        assertThat(folder.resolve(".icp-stages/graph")).isRegularFile();
      }
    }
    assertThat(closed).hasValue(2);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void tokensOfAnEarlierRunStay(@TempDir Path folder) throws IOException {
    ContextBuilder.of(corpus(50)).workDirectory(folder).keepWork().pack(100).close();
    byte[] tokens = Files.readAllBytes(folder.resolve(".icp-stages/tokens"));
    ContextBuilder.of(corpus(50)).workDirectory(folder).keepWork().findNeighbours().close();
    assertThat(folder.resolve(".icp-stages/tokens")).hasBinaryContent(tokens);
  }
}
