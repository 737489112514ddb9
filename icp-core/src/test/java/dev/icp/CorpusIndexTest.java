package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.settings.PackingSettings;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Index once, pack often: the contexts are those of a run over the documents. */
class CorpusIndexTest {
  private static final int SIZE = 240;

  @TempDir private Path folder;

  private static List<Document> documents() {
    List<Document> documents = new ArrayList<>(StepsTest.corpus(SIZE));
    // A copy, an empty one and one without metadata.
    documents.set(100, new Document("copy", documents.get(3).text(), documents.get(3).metadata()));
    documents.set(SIZE - 1, new Document("é ü", "", Map.of("topic", 1, "share", 0.5, "by", "ö")));
    documents.set(50, new Document("d50", documents.get(50).text()));
    return documents;
  }

  /** Settings that need nothing of the index that another of them does not have. */
  private static Map<String, UnaryOperator<ContextBuilder>> settings() {
    Map<String, UnaryOperator<ContextBuilder>> all = new TreeMap<>();
    all.put("as they are", builder -> builder);
    all.put("another seed", builder -> builder.seed(5).orderer(ContextOrderers.random()));
    all.put("the paper's order", builder -> builder.orderer(ContextOrderers.greedyPath()).seed(3));
    all.put("the third epoch", builder -> builder.epoch(2));
    all.put("kept whole", builder -> builder.boundary(Boundary.KEEP_WHOLE).lookAhead(9).padding(7));
    all.put(
        "cut anywhere, without separators",
        builder -> builder.startAnywhere().noSeparator().tail(Tail.DROP).keepPathOrder());
    all.put(
        "near duplicates apart", builder -> builder.nearDuplicates(NearDuplicates.separate(0.9)));
    return all;
  }

  private static List<PackedContext> packed(ContextBuilder builder, int length) {
    try (PackedContexts contexts = builder.threads(2).pack(length)) {
      return contexts.stream().toList();
    }
  }

  private void same(
      UnaryOperator<ContextBuilder> source, Map<String, UnaryOperator<ContextBuilder>> settings) {
    List<Document> documents = documents();
    CorpusIndex index = source.apply(ContextBuilder.of(documents)).seed(1).index(folder);
    assertThat(index.documents()).isEqualTo(SIZE);
    settings.forEach(
        (name, setting) -> {
          int length = 100 + 150 * name.length() % 400;
          assertThat(packed(setting.apply(ContextBuilder.from(CorpusIndex.open(folder))), length))
              .as(name)
              .isEqualTo(packed(setting.apply(source.apply(ContextBuilder.of(documents))), length));
        });
  }

  @Test
  void byWords() {
    Map<String, UnaryOperator<ContextBuilder>> settings = settings();
    // They look for neighbours again.
    settings.put("dropped", builder -> builder.nearDuplicates(NearDuplicates.drop(0.9)));
    settings.put("groups", builder -> builder.groupBy("topic"));
    settings.put("bm25chunk", builder -> builder.orderer(ContextOrderers.byName("bm25chunk:40")));
    same(builder -> builder.neighbours(7), settings);
  }

  private static Embedder<DenseVectors> lengths() {
    return Embedder.of(
        3,
        texts ->
            texts.stream()
                .map(text -> new float[] {1 + text.length(), text.indexOf('w'), text.hashCode()})
                .toArray(float[][]::new));
  }

  @Test
  void byAModel() {
    Map<String, UnaryOperator<ContextBuilder>> settings = settings();
    settings.put("groups", builder -> builder.groupBy("topic"));
    same(builder -> builder.neighbours(lengths(), NeighbourIndexes.blocked(0.95), 5), settings);
  }

  @Test
  void byBoth() {
    Map<String, UnaryOperator<ContextBuilder>> settings = settings();
    settings.put("dropped", builder -> builder.nearDuplicates(NearDuplicates.drop(0.9)));
    same(
        builder ->
            builder.neighbours(Embedders.both(lengths(), 0.3), NeighbourIndexes.both(0.95), 5),
        settings);
  }

  @Test
  void byGivenVectorsAndGraphs() {
    float[][] rows = new float[SIZE][];
    NeighbourGraph.Builder graph = NeighbourGraph.builder(SIZE, 2);
    for (int i = 0; i < SIZE; i++) {
      rows[i] = new float[] {1, i % 13, i % 7};
      graph.set(i, new int[] {(i + 13) % SIZE, (i + 26) % SIZE}, new float[] {0.9f, 0.8f}, 2);
    }
    same(
        builder -> builder.vectors(DenseVectors.of(rows), NeighbourIndexes.exact(), 4), settings());
    NeighbourGraph built = graph.build();
    Map<String, UnaryOperator<ContextBuilder>> settings = settings();
    settings.put("groups", builder -> builder.groupBy("topic"));
    same(builder -> builder.graph(built), settings);
  }

  @Test
  void groupsOfAGivenGraphAreNotTheIndexes() {
    NeighbourGraph.Builder graph = NeighbourGraph.builder(SIZE, 1);
    for (int i = 0; i < SIZE; i++) {
      graph.set(i, new int[] {(i + 1) % SIZE}, new float[] {0.9f}, 1);
    }
    NeighbourGraph given = graph.build();
    List<Document> documents = documents();
    ContextBuilder.of(documents).graph(given).groupBy("topic").index(folder);
    assertThat(packed(ContextBuilder.from(CorpusIndex.open(folder)), 300))
        .isEqualTo(packed(ContextBuilder.of(documents).graph(given), 300));
  }

  @Test
  void groupsOfTheIndex() {
    same(
        builder -> builder.groupBy("topic"), Map.of("groups", builder -> builder.groupBy("topic")));
    List<Document> documents = documents();
    assertThat(packed(ContextBuilder.from(CorpusIndex.open(folder)), 300))
        .isEqualTo(packed(ContextBuilder.of(documents), 300));
  }

  @Test
  void reportsAreTheSame() {
    List<Document> documents = documents();
    documents.add(5, documents.get(2));
    UnaryOperator<ContextBuilder> settings =
        builder -> builder.duplicateIds(DuplicateIds.DROP_EQUAL).neighbours(4);
    settings.apply(ContextBuilder.of(documents)).index(folder);
    try (PackedContexts mine = ContextBuilder.from(CorpusIndex.open(folder)).pack(200);
        PackedContexts scratch = settings.apply(ContextBuilder.of(documents)).pack(200)) {
      PackingReport one = mine.report();
      PackingReport other = scratch.report();
      assertThat(one.input()).isEqualTo(other.input());
      assertThat(one.neighbours()).isEqualTo(other.neighbours());
      assertThat(one.duplicates()).isEqualTo(other.duplicates());
      assertThat(one.order()).isEqualTo(other.order());
      assertThat(one.contexts()).isEqualTo(other.contexts());
      assertThat(one.settings()).isEqualTo(other.settings());
    }
  }

  @Test
  void whatItSays() {
    CorpusIndex index =
        ContextBuilder.of(documents()).neighbours(7).index(folder.resolve("some/folder"));
    assertThat(index.folder()).isEqualTo(folder.resolve("some/folder"));
    assertThat(index.tokens())
        .isEqualTo(documents().stream().mapToLong(d -> d.text().length()).sum());
    assertThat(index.settings().get(PackingSettings.NEIGHBOURS)).isEqualTo(7);
    assertThat(index.settings().get(PackingSettings.RECALL)).isEqualTo(0.95);
    assertThat(index.recall()).isEqualTo(1);
    assertThat(index.embedder()).isEqualTo(Embedders.lexical().fingerprint());
    assertThat(index.neighbourIndex())
        .isEqualTo(NeighbourIndexes.invertedIndex(0.95).fingerprint());
    assertThat(index.tokenizer().fingerprint()).isEqualTo(Tokenizers.utf8Bytes().fingerprint());
    assertThat(index.skipped()).isZero();
    assertThat(index.corpus()).hasSize(64);
  }

  /** Documents are read when it is made, and never again; a run that was killed goes on. */
  @Test
  void nothingIsDoneTwice() throws IOException {
    CountingParts parts = new CountingParts();
    UnaryOperator<ContextBuilder> counting =
        builder ->
            builder
                .tokenizer(parts.new CountingTokenizer("t"))
                .neighbours(parts.new CountingEmbedder(), parts.new CountingIndex(), 5);
    CorpusIndex index = counting.apply(ContextBuilder.of(documents())).index(folder);
    assertThat(work(parts)).containsExactly(SIZE, SIZE, 1);
    packed(ContextBuilder.from(index).seed(8), 333);
    assertThat(work(parts)).containsExactly(0, 0, 0);
    Files.delete(folder.resolve(".icp-index/index.manifest"));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> CorpusIndex.open(folder))
        .withMessageContaining(folder + ": an index that is not complete");
    counting.apply(ContextBuilder.of(documents())).index(folder);
    assertThat(work(parts)).containsExactly(0, 0, 0);
  }

  private static List<Integer> work(CountingParts parts) {
    return Stream.of(parts.tokenized, parts.embedded, parts.searched)
        .map(n -> n.getAndSet(0))
        .toList();
  }

  @Test
  void whatIsNoIndexIsRefused() throws IOException {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> CorpusIndex.open(folder.resolve("none")))
        .withMessageContaining(folder.resolve("none") + ": no index");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> CorpusIndex.open(folder))
        .withMessageContaining(folder + ": no index");
    CorpusIndex index = ContextBuilder.of(documents()).index(folder);
    for (String part : List.of("tokens", "vectors", "graph", "ids", "metadata", "index")) {
      Path file = folder.resolve(".icp-index").resolve(part);
      byte[] bytes = Files.readAllBytes(file);
      byte[] other = bytes.clone();
      other[bytes.length / 2] ^= 4;
      Files.write(file, other);
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> ContextBuilder.from(CorpusIndex.open(folder)).pack(100))
          .withMessageContaining(file + ": cannot be used: it is not as it was written");
      Files.write(file, bytes);
    }
    // Whole, but of another index.
    Path other = folder.resolve("other");
    ContextBuilder.of(StepsTest.corpus(20)).index(other);
    for (String name : List.of("graph", "graph.manifest")) {
      Files.copy(
          other.resolve(".icp-index").resolve(name),
          folder.resolve(".icp-index").resolve(name),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> ContextBuilder.from(index).pack(100))
        .withMessageContaining("graph: cannot be used: it is not as it was written");
  }

  @Test
  void otherSettingsAreRefused() {
    CorpusIndex index = ContextBuilder.of(documents()).neighbours(7).index(folder);
    assertThatIllegalStateException()
        .isThrownBy(() -> ContextBuilder.from(index).neighbours(8).pack(100))
        .withMessageContaining("neighbours: 8, but " + folder + " was indexed with 7");
    assertThatIllegalStateException()
        .isThrownBy(() -> ContextBuilder.from(index).duplicateIds(DuplicateIds.NUMBER).pack(100))
        .withMessageContaining("duplicateIds: NUMBER");
    assertThatIllegalStateException()
        .isThrownBy(() -> ContextBuilder.from(index).tokenizer(new LetterTokenizer(2)).pack(100))
        .withMessageContaining("another tokenizer");
    assertThatIllegalStateException()
        .isThrownBy(
            () -> ContextBuilder.from(index).orderer(ContextOrderers.byName("nextlong")).pack(100))
        .withMessageContaining("whose texts an index does not hold");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                ContextBuilder.from(index)
                    .neighbours(Embedders.lexical(), NeighbourIndexes.exactSparse(), 3))
        .withMessageContaining("was indexed");
    assertThatIllegalStateException().isThrownBy(() -> ContextBuilder.from(index).embed());
    assertThat(
            packed(ContextBuilder.from(index).neighbours(7).tokenizer(Tokenizers.utf8Bytes()), 90))
        .isNotEmpty();
  }

  /** Nothing of it is locked or written to: runs may use it at once. */
  @Test
  void runsAtOnce() {
    CorpusIndex index = ContextBuilder.of(documents()).index(folder);
    try (PackedContexts one = ContextBuilder.from(index).seed(1).memoryBudget(0).pack(100);
        PackedContexts other = ContextBuilder.from(index).seed(1).pack(100)) {
      assertThat(one.stream()).isEqualTo(other.stream().toList());
    }
    assertThat(folder.resolve(".icp-index/lock")).doesNotExist();
  }

  /** Finds neighbours as another does, under another name. */
  private record Named(String fingerprint) implements NeighbourIndex<SparseVectors> {
    @Override
    public NeighbourGraph neighbours(SparseVectors vectors, int k, StageContext context) {
      return NeighbourIndexes.exactSparse().neighbours(vectors, k, context);
    }
  }

  /** Where other neighbours are needed, what found the first ones is asked for by its name. */
  @Test
  void onesOwnSearch() {
    UnaryOperator<ContextBuilder> settings =
        builder -> builder.neighbours(Embedders.lexical(), new Named("mine:1"), 3);
    same(settings, Map.of("another seed", builder -> builder.seed(4)));
    CorpusIndex index = CorpusIndex.open(folder);
    assertThatIllegalStateException()
        .isThrownBy(() -> ContextBuilder.from(index).groupBy("topic").pack(100))
        .withMessageContaining("need neighbours that the index does not hold")
        .withMessageContaining("mine:1");
    assertThat(packed(ContextBuilder.from(index, new Named("mine:1")).groupBy("topic"), 100))
        .isEqualTo(packed(settings.apply(ContextBuilder.of(documents())).groupBy("topic"), 100));
  }

  /** No stage keeps it: the index does. */
  @Test
  void searchWithoutAName() {
    same(
        builder -> builder.neighbours(Embedders.lexical(), new Named(""), 3),
        Map.of("another seed", builder -> builder.seed(4)));
  }

  @Test
  void emptyCorpus() {
    CorpusIndex index = ContextBuilder.of(List.of()).index(folder);
    assertThat(index.documents()).isZero();
    assertThat(packed(ContextBuilder.from(index), 10)).isEmpty();
  }
}
