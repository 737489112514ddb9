package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.ContextWriter;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run goes on after the stages that an earlier one of the same completed. */
class ResumeTest {
  private static final int SIZE = 600;
  private static final List<String> ALL = List.of("tokens", "vectors", "graph", "order");

  @TempDir private Path folder;

  private final CountingParts parts = new CountingParts();

  private static List<Document> documents() {
    return IntStream.range(0, SIZE)
        .mapToObj(i -> new Document("d" + i, "text " + i + " about é" + i % 50 + " and " + i % 70))
        .toList();
  }

  private ContextBuilder builder(Stream<Document> documents) {
    return ContextBuilder.of(documents)
        .tokenizer(parts.new CountingTokenizer("t"))
        .neighbours(parts.new CountingEmbedder(), parts.new CountingIndex(), 5)
        .orderer(parts.new CountingOrderer("o"))
        .workDirectory(folder)
        .threads(2);
  }

  private ContextBuilder builder() {
    return builder(documents().stream());
  }

  private static List<PackedContext> contexts(ContextBuilder builder) {
    try (PackedContexts contexts = builder.pack(64)) {
      return contexts.stream().toList();
    }
  }

  /** Runs up to the order and leaves it there, as a run that is killed would. */
  private void leave(ContextBuilder builder) {
    builder.pack(64).close();
  }

  private List<Integer> work() {
    return Stream.of(parts.tokenized, parts.embedded, parts.searched, parts.ordered)
        .map(n -> n.getAndSet(0))
        .toList();
  }

  private List<String> left() throws IOException {
    Path stages = folder.resolve(".icp-stages");
    if (!Files.exists(stages)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(stages)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void allStages() throws IOException {
    List<PackedContext> expected = contexts(builder());
    assertThat(work()).containsExactly(SIZE, SIZE, 1, 1);
    assertThat(left()).isEmpty();
    assertThat(folder).isEmptyDirectory();
    leave(builder());
    work();
    assertThat(left())
        .containsExactly(
            "graph",
            "graph.manifest",
            "order",
            "order.manifest",
            "tokens",
            "tokens.manifest",
            "vectors",
            "vectors.manifest");
    try (PackedContexts contexts = builder().memoryBudget(0).pack(64)) {
      assertThat(contexts.report().run().resumed()).isEqualTo(ALL);
      assertThat(contexts.stream()).isEqualTo(expected);
    }
    assertThat(work()).containsExactly(0, 0, 0, 0);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aStageAtATime() throws IOException {
    List<PackedContext> expected = contexts(builder());
    for (int complete = 0; complete < ALL.size(); complete++) {
      leave(builder());
      work();
      for (String stage : ALL.subList(complete, ALL.size())) {
        Files.delete(folder.resolve(".icp-stages/" + stage + ".manifest"));
      }
      try (PackedContexts contexts = builder().pack(64)) {
        assertThat(contexts.report().run().resumed()).isEqualTo(ALL.subList(0, complete));
        assertThat(contexts.stream()).isEqualTo(expected);
      }
      assertThat(work())
          .containsExactly(
              complete > 0 ? 0 : SIZE, complete > 1 ? 0 : SIZE, complete > 2 ? 0 : 1, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokens", "vectors", "graph", "order"})
  void damagedResultsAreNone(String stage) throws IOException {
    List<PackedContext> expected = contexts(builder());
    Path result = folder.resolve(".icp-stages").resolve(stage);
    leave(builder());
    byte[] bytes = Files.readAllBytes(result);
    bytes[bytes.length / 2] ^= 4;
    Files.write(result, bytes);
    try (PackedContexts contexts = builder().pack(64)) {
      assertThat(contexts.report().run().resumed()).doesNotContain(stage).hasSize(3);
      assertThat(contexts.stream()).isEqualTo(expected);
    }
    leave(builder());
    Files.write(result, new byte[0]);
    try (PackedContexts contexts = builder().pack(64)) {
      assertThat(contexts.report().run().resumed()).doesNotContain(stage).hasSize(3);
      assertThat(contexts.stream()).isEqualTo(expected);
    }
  }

  /** It is known only at the end of the corpus, which can be read once only. */
  @Test
  void anotherCorpus() {
    List<Document> other = new ArrayList<>(documents());
    other.set(SIZE - 1, new Document("d" + (SIZE - 1), "something else"));
    List<PackedContext> expected = contexts(builder(other.stream()));
    work();
    leave(builder());
    work();
    try (PackedContexts contexts = builder(other.stream()).memoryBudget(0).pack(64)) {
      assertThat(contexts.report().run().resumed()).isEmpty();
      assertThat(contexts.stream()).isEqualTo(expected);
    }
    assertThat(work()).containsExactly(SIZE, SIZE, 1, 1);
    List<Document> renamed = new ArrayList<>(documents());
    renamed.set(0, new Document("another id", renamed.get(0).text()));
    leave(builder());
    try (PackedContexts contexts = builder(renamed.stream()).pack(64)) {
      // The vectors are equal, and so is the graph; an order may go by ids.
      assertThat(contexts.report().run().resumed()).containsExactly("graph");
      assertThat(contexts.stream().flatMap(c -> c.segments().stream()))
          .anyMatch(segment -> segment.id().equals("another id"))
          .noneMatch(segment -> segment.id().equals("d0"));
    }
  }

  @Test
  void otherSettingsRedoWhatTheyMatterTo() throws IOException {
    contexts(builder().keepWork());
    assertThat(work()).containsExactly(SIZE, SIZE, 1, 1);
    contexts(builder().orderer(parts.new CountingOrderer("other")).keepWork());
    assertThat(work()).containsExactly(0, 0, 0, 1);
    contexts(builder().orderer(parts.new CountingOrderer("other")).seed(1).keepWork());
    assertThat(work()).containsExactly(0, 0, 0, 1);
    contexts(
        builder()
            .neighbours(parts.new CountingEmbedder(), parts.new CountingIndex(), 4)
            .keepWork());
    assertThat(work()).containsExactly(0, 0, 1, 1);
    contexts(
        builder()
            .neighbours(parts.new CountingEmbedder(), parts.new CountingIndex(), 4)
            .tokenizer(parts.new CountingTokenizer("other"))
            .keepWork());
    // The other tokenizer gives as many tokens, on which alone the order depends.
    assertThat(work()).containsExactly(SIZE, 0, 0, 0);
    contexts(
        builder()
            .neighbours(parts.new CountingEmbedder(), parts.new CountingIndex(), 4)
            .tokenizer(parts.new CountingTokenizer("other"))
            .boundary(Boundary.KEEP_WHOLE)
            .tail(Tail.PAD)
            .startAtDocument());
    assertThat(work()).containsExactly(0, 0, 0, 1);
    assertThat(left()).isEmpty();
  }

  @Test
  void nearDuplicatesAreDroppedFromWhatIsThere() {
    NearDuplicates drop = NearDuplicates.drop(0.9);
    List<Document> documents = new ArrayList<>(documents());
    documents.replaceAll(d -> new Document(d.id(), d.text().replaceAll("^text \\d+", "text")));
    List<PackedContext> expected = contexts(builder(documents.stream()).nearDuplicates(drop));
    leave(builder(documents.stream()).nearDuplicates(drop));
    work();
    try (PackedContexts contexts = builder(documents.stream()).nearDuplicates(drop).pack(64)) {
      assertThat(contexts.report().duplicates().dropped()).isPositive();
      assertThat(contexts.report().run().resumed()).contains("graph", "graph-2", "order");
      assertThat(contexts.stream()).isEqualTo(expected);
    }
    assertThat(work()).containsExactly(0, 0, 0, 0);
  }

  @Test
  void nothingIsKeptOfWhatCannotBeTold() {
    ContextOrderer nameless = parts.new CountingOrderer("");
    leave(builder().orderer(nameless));
    work();
    contexts(builder().orderer(nameless));
    assertThat(work()).containsExactly(0, 0, 0, 1);
    Embedder<DenseVectors> function =
        Embedder.of(
            2,
            texts -> {
              parts.embedded.addAndGet(texts.size());
              return texts.stream()
                  .map(text -> new float[] {1, text.hashCode() % 10})
                  .toArray(float[][]::new);
            });
    List<PackedContext> expected =
        contexts(builder().neighbours(function, NeighbourIndexes.exact(), 5));
    leave(builder().neighbours(function, NeighbourIndexes.exact(), 5));
    work();
    try (PackedContexts contexts =
        builder().neighbours(function, NeighbourIndexes.exact(), 5).pack(64)) {
      assertThat(contexts.report().run().resumed()).containsExactly("tokens", "graph", "order");
      assertThat(contexts.stream()).isEqualTo(expected);
    }
    assertThat(work()).containsExactly(0, SIZE, 0, 0);
  }

  @Test
  void givenVectorsAndDenseOnesOfAnEmbedder() {
    DenseVectors given =
        DenseVectors.of(
            IntStream.range(0, SIZE)
                .mapToObj(i -> new float[] {1, i % 30, i % 7})
                .toArray(float[][]::new));
    leave(builder().vectors(given, NeighbourIndexes.exact(), 5));
    try (PackedContexts contexts = builder().vectors(given, NeighbourIndexes.exact(), 5).pack(64)) {
      assertThat(contexts.report().run().resumed()).containsExactly("tokens", "graph", "order");
    }
    Embedder<DenseVectors> embedder = new CountingParts.GivenEmbedder(given);
    List<PackedContext> expected =
        contexts(builder().neighbours(embedder, NeighbourIndexes.exact(), 5));
    leave(builder().neighbours(embedder, NeighbourIndexes.exact(), 5));
    try (PackedContexts contexts =
        builder().neighbours(embedder, NeighbourIndexes.exact(), 5).pack(64)) {
      assertThat(contexts.report().run().resumed()).isEqualTo(ALL);
      assertThat(contexts.stream()).isEqualTo(expected);
    }
  }

  @Test
  void skippedDocumentsAreSkippedAgain() {
    List<Document> documents = new ArrayList<>(documents());
    documents.add(7, new Document("d3", "again"));
    PackingReport first;
    try (PackedContexts contexts = builder(documents.stream()).onBadDocument(bad -> {}).pack(64)) {
      first = contexts.report();
    }
    try (PackedContexts contexts = builder(documents.stream()).onBadDocument(bad -> {}).pack(64)) {
      assertThat(contexts.report().run().resumed()).isEqualTo(ALL);
      assertThat(contexts.report().input().skipped()).isEqualTo(first.input().skipped()).hasSize(1);
      assertThat(contexts.report().input().corpus()).isEqualTo(first.input().corpus());
    }
  }

  @Test
  void whatWasNotWrittenSafelyIsLeft() throws IOException {
    ContextWriter failing =
        new ContextWriter() {
          @Override
          public void begin(PackingReport report) {}

          @Override
          public void write(PackedContext context) {}

          @Override
          public void commit() throws IOException {
            throw new IOException("full");
          }

          @Override
          public void close() {}
        };
    try (PackedContexts contexts = builder().pack(64)) {
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> contexts.writeTo(failing));
    }
    assertThat(left()).contains("order");
    try (PackedContexts contexts = builder().pack(64)) {
      contexts.forEach(context -> {});
      contexts.keepWork();
    }
    assertThat(left()).contains("order");
    contexts(builder());
    assertThat(left()).isEmpty();
  }

  @Test
  void oneRunAtATime() throws IOException {
    try (PackedContexts contexts = builder().pack(64)) {
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> builder().pack(64))
          .havingCause()
          .withMessage(folder + ": another run is using this work directory");
      contexts.forEach(context -> {});
    }
    assertThat(left()).isEmpty();
    contexts(builder());
  }

  @Test
  void interruptedRunsLoseNothing() {
    List<PackedContext> expected = contexts(builder());
    Thread caller = Thread.currentThread();
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                builder()
                    .progress(
                        (stage, done, total) -> {
                          if (stage == Stage.NEIGHBOURS) {
                            caller.interrupt();
                          }
                        })
                    .neighbours(parts.new CountingEmbedder(), NeighbourIndexes.exactSparse(), 5)
                    .pack(64))
        .withMessageStartingWith("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    try (PackedContexts contexts = builder().pack(64)) {
      assertThat(contexts.report().run().resumed()).contains("tokens", "vectors");
      // An interrupt that comes before a read does not close the file that others read as well.
      Thread.currentThread().interrupt();
      assertThat(contexts.stream()).isEqualTo(expected);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(contexts.stream()).isEqualTo(expected);
    }
  }
}
