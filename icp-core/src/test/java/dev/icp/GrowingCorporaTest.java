package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.internal.base.BudgetedStorage;
import dev.icp.internal.vectors.LexicalEmbedder;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An index that is updated is the one that indexing all documents makes. */
class GrowingCorporaTest {
  private static final List<String> FILES =
      List.of("ids", "hashes", "inputs", "metadata", "tokens", "vectors", "graph", "index");
  private static final int STATES = 7;

  @TempDir private Path folder;

  /** Few words and topics, so that there are copies, equal cosines and documents without any. */
  private static Document document(String id, Random random) {
    StringBuilder text = new StringBuilder();
    int topic = random.nextInt(4);
    for (int w = random.nextInt(12); w > 0; w--) {
      text.append("t").append(random.nextInt(8) == 0 ? "" : topic).append("w");
      text.append(random.nextInt(9)).append(' ');
    }
    return new Document(id, text.toString(), Map.of("topic", random.nextInt(3), "weight", 1));
  }

  /** Adds, removes, changes and moves some. */
  private static List<Document> next(List<Document> documents, int step, Random random) {
    List<Document> next = new ArrayList<>(documents);
    for (int i = random.nextInt(4); i > 0 && !next.isEmpty(); i--) {
      next.remove(random.nextInt(next.size()));
    }
    for (int i = random.nextInt(3); i > 0 && !next.isEmpty(); i--) {
      int at = random.nextInt(next.size());
      next.set(at, document(next.get(at).id(), random));
    }
    for (int i = random.nextInt(3); i > 0 && !next.isEmpty(); i--) {
      Collections.swap(next, random.nextInt(next.size()), random.nextInt(next.size()));
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      next.add(random.nextInt(next.size() + 1), document("s" + step + "-" + i, random));
    }
    if (random.nextInt(3) == 0 && !next.isEmpty()) {
      Document one = next.get(0);
      next.set(0, new Document(one.id(), one.text(), Map.of("topic", 7)));
    }
    return next;
  }

  private static List<Document> start(int size, Random random) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      documents.add(document("d" + i, random));
    }
    return documents;
  }

  private void same(Path one, Path other, String what) throws IOException {
    for (String file : FILES) {
      assertThat(Files.readAllBytes(one.resolve(".icp-index").resolve(file)))
          .as("%s of %s", file, what)
          .isEqualTo(Files.readAllBytes(other.resolve(".icp-index").resolve(file)));
    }
  }

  private static List<PackedContext> packed(CorpusIndex index) {
    List<PackedContext> all = new ArrayList<>();
    for (ContextBuilder builder :
        List.of(
            ContextBuilder.from(index),
            ContextBuilder.from(index).nearDuplicates(NearDuplicates.drop(0.95)),
            ContextBuilder.from(index).nearDuplicates(NearDuplicates.separate(0.8)).seed(4),
            ContextBuilder.from(index).weightBy("weight").epoch(1),
            ContextBuilder.from(index).groupBy("topic"))) {
      try (PackedContexts contexts = builder.threads(1).pack(120)) {
        contexts.forEach(all::add);
      }
    }
    return all;
  }

  /** Gives a builder of what is to be indexed next its parts, for updates and for all of it. */
  private interface Parts {
    ContextBuilder of(List<Document> documents, ContextBuilder builder);
  }

  /**
   * Goes from state to state.
   *
   * @param updating parts of an update
   * @param all parts of an index of all documents
   */
  private void states(int size, long seed, Parts updating, Parts all) throws IOException {
    Random random = new Random(seed);
    List<Document> documents = start(size, random);
    CorpusIndex index =
        updating.of(documents, ContextBuilder.of(documents)).threads(2).index(path("start"));
    for (int step = 1; step <= STATES; step++) {
      List<Document> now = next(documents, step, random);
      String what = "seed " + seed + ", step " + step + ", " + now.size() + " documents";
      ContextBuilder builder = updating.of(now, ContextBuilder.of(now)).threads(1 + step % 2);
      CorpusIndex updated = index.update(builder, path("step" + step));
      all.of(now, ContextBuilder.of(now)).threads(1).index(path("all" + step));
      same(path("step" + step), path("all" + step), what);
      assertThat(packed(updated)).as(what).isEqualTo(packed(CorpusIndex.open(path("all" + step))));
      assertThat(updated.changes()).as(what).contains(changes(documents, now, updated));
      documents = now;
      index = CorpusIndex.open(path("step" + step));
    }
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private static CorpusIndex.Changes changes(
      List<Document> then, List<Document> now, CorpusIndex updated) {
    int unchanged = 0;
    int changed = 0;
    for (Document document : now) {
      for (Document earlier : then) {
        if (earlier.id().equals(document.id())) {
          unchanged += earlier.text().equals(document.text()) ? 1 : 0;
          changed += earlier.text().equals(document.text()) ? 0 : 1;
        }
      }
    }
    return new CorpusIndex.Changes(
        unchanged,
        now.size() - unchanged - changed,
        changed,
        then.size() - unchanged - changed,
        updated.changes().orElseThrow().searchedAnew());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void byWords(long seed) throws IOException {
    int size = seed < 3 ? (int) seed : 10 * (int) seed;
    byWords(size, seed, builder -> builder.neighbours(3 + (int) seed % 3));
  }

  private void byWords(int size, long seed, UnaryOperator<ContextBuilder> settings)
      throws IOException {
    states(
        size,
        seed,
        (documents, builder) -> settings.apply(builder),
        (documents, builder) -> {
          ContextBuilder set = settings.apply(builder);
          int k = set.settings().get(PackingSettings.NEIGHBOURS);
          try (IndexFiles.Opened start = open("start");
              Vectors weighed = start.vectors()) {
            return set.neighbours(
                LexicalEmbedder.weighingAs(Objects.requireNonNull(weighed)),
                NeighbourIndexes.invertedIndex(0.95),
                k);
          }
        });
  }

  private IndexFiles.Opened open(String name) {
    BudgetedStorage storage = new BudgetedStorage(folder, 1 << 20);
    return CorpusIndex.open(path(name)).open(storage, storage);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void byWordsWithinGroups(long seed) throws IOException {
    byWords(50, seed, builder -> builder.neighbours(4).groupBy("topic"));
  }

  /** Of small whole numbers, so that many cosines are equal. */
  private static float[] vector(String text) {
    Random random = new Random(text.hashCode() / 50);
    return new float[] {1, random.nextInt(3), random.nextInt(3), random.nextInt(2), text.length()};
  }

  private static Embedder<DenseVectors> named() {
    return Embedder.of(
        "small",
        5,
        texts -> texts.stream().map(GrowingCorporaTest::vector).toArray(float[][]::new));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void byAModel(long seed) throws IOException {
    int size = seed < 3 ? (int) seed : 12 * (int) seed;
    Parts parts =
        (documents, builder) ->
            builder.neighbours(named(), NeighbourIndexes.exact(), 2 + (int) seed);
    states(size, seed, parts, parts);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void byAModelWithinGroups(long seed) throws IOException {
    Parts parts =
        (documents, builder) ->
            builder.groupBy("topic").neighbours(named(), NeighbourIndexes.blocked(0.95), 4);
    states(40, seed, parts, parts);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void byGivenVectors(long seed) throws IOException {
    // Some vectors are others each time, whatever the text.
    Parts parts =
        (documents, builder) -> {
          float[][] rows = new float[documents.size()][];
          for (int i = 0; i < rows.length; i++) {
            rows[i] = vector(documents.get(i).text());
            rows[i][3] += documents.get(i).id().hashCode() % 20 == documents.size() % 20 ? 1 : 0;
          }
          return builder.vectors(DenseVectors.of(rows), NeighbourIndexes.exact(), 5);
        };
    states(45, seed, parts, parts);
  }

  @Test
  void anIndexOfNothingGrows() throws IOException {
    List<Document> documents = start(80, new Random(1));
    ContextBuilder.of(List.of())
        .index(path("none"))
        .update(ContextBuilder.of(documents), path("updated"));
    ContextBuilder.of(documents).index(path("all"));
    same(path("updated"), path("all"), "an index of nothing, updated");
  }

  @Test
  void onlyWhatIsNewIsTokenizedAndEmbedded() {
    CountingParts parts = new CountingParts();
    List<Document> documents = start(300, new Random(1));
    List<Document> more = new ArrayList<>(documents);
    more.add(0, new Document("new", "t1w1 t1w2 of which it is new"));
    more.set(100, new Document(more.get(100).id(), "t2w2 another text"));
    List<String> embedded = Collections.synchronizedList(new ArrayList<>());
    Embedder<DenseVectors> embedder =
        Embedder.of(
            "counted",
            5,
            texts -> {
              embedded.addAll(texts);
              return texts.stream().map(GrowingCorporaTest::vector).toArray(float[][]::new);
            });
    UnaryOperator<ContextBuilder> set =
        builder ->
            builder
                .tokenizer(parts.new CountingTokenizer("t"))
                .neighbours(embedder, NeighbourIndexes.exact(), 5);
    CorpusIndex index = set.apply(ContextBuilder.of(documents)).index(path("one"));
    parts.tokenized.set(0);
    embedded.clear();
    index.update(set.apply(ContextBuilder.of(more)), path("two"));
    assertThat(parts.tokenized).hasValue(2);
    assertThat(embedded)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.asList("t1w1 t1w2 of which it is new", "t2w2 another text"));
  }

  private CorpusIndex index(UnaryOperator<ContextBuilder> set) {
    return set.apply(ContextBuilder.of(start(20, new Random(1)))).index(path("earlier"));
  }

  private void refused(CorpusIndex earlier, UnaryOperator<ContextBuilder> set, String... parts) {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                earlier.update(
                    set.apply(ContextBuilder.of(start(21, new Random(1)))), path("later")))
        .withMessageContainingAll(parts);
    assertThat(CorpusIndex.open(path("earlier")).documents()).isEqualTo(20);
  }

  @Test
  void otherSettingsAreRefused() {
    CorpusIndex words = index(builder -> builder.neighbours(7));
    refused(words, builder -> builder.neighbours(5), "neighbours: 5", "earlier", "7");
    refused(words, builder -> builder.recall(0.5), "recall: 0.5", "0.95");
    refused(words, builder -> builder.groupBy("topic"), "groupBy: topic");
    refused(
        words,
        builder -> builder.tokenizer(new LetterTokenizer(1000)),
        "another tokenizer",
        "utf8");
    refused(
        words,
        builder -> builder.neighbours(named(), NeighbourIndexes.exact(), 7),
        "method: exact:1",
        "inverted-index:2:0.95");
    float[][] rows = new float[21][];
    Arrays.fill(rows, new float[] {1});
    refused(
        words,
        builder -> builder.vectors(DenseVectors.of(rows), NeighbourIndexes.exact(), 7),
        "method: exact:1");
    CorpusIndex model = index(builder -> builder.neighbours(named(), NeighbourIndexes.exact(), 7));
    Embedder<DenseVectors> other = Embedder.of("other", 5, texts -> new float[texts.size()][5]);
    refused(
        model,
        builder -> builder.neighbours(other, NeighbourIndexes.exact(), 7),
        "embedder: function:5:other",
        "function:5:small");
    Embedder<DenseVectors> unnamed = Embedder.of(5, texts -> new float[texts.size()][5]);
    refused(
        model,
        builder -> builder.neighbours(unnamed, NeighbourIndexes.exact(), 7),
        "without a name");
    CorpusIndex both =
        index(
            builder ->
                builder.neighbours(Embedders.both(named(), 0.3), NeighbourIndexes.both(0.95), 7));
    refused(
        both,
        builder -> builder.neighbours(Embedders.both(named(), 0.3), NeighbourIndexes.both(0.95), 7),
        "words and meaning at once");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> words.update(ContextBuilder.of(List.of()), path("earlier")))
        .withMessageContaining("which stays as it is");
  }

  @Test
  void aDamagedIndexIsNamed() throws IOException {
    CorpusIndex earlier = index(builder -> builder);
    Path tokens = path("earlier").resolve(".icp-index").resolve("tokens");
    byte[] bytes = Files.readAllBytes(tokens);
    bytes[bytes.length / 2]++;
    Files.write(tokens, bytes);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(
            () -> earlier.update(ContextBuilder.of(start(21, new Random(1))), path("later")))
        .withMessageContainingAll(tokens.toString(), "not as it was written");
  }

  /** What a killed run leaves: the next one makes all of it, and the earlier index is whole. */
  @Test
  void anUpdateThatEndsEarlyIsDoneAgain() throws IOException {
    CorpusIndex earlier = index(builder -> builder);
    List<Document> documents = start(25, new Random(1));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                earlier.update(
                    ContextBuilder.of(documents)
                        .progress(
                            (stage, done, total) -> {
                              if (stage == Stage.NEIGHBOURS) {
                                throw new IllegalStateException("killed");
                              }
                            }),
                    path("later")))
        .withMessageContaining("killed");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> CorpusIndex.open(path("later")));
    earlier.update(ContextBuilder.of(documents), path("later"));
    CorpusIndex.open(path("earlier")).update(ContextBuilder.of(documents), path("again"));
    same(path("later"), path("again"), "an update that was done again");
  }
}
