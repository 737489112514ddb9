package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What others throw reaches the caller as it is, and leaves no thread and no file. */
class FailuresTest {
  private static final int SIZE = 3000;

  @TempDir private Path folder;

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    Leftovers.assertNone(folder);
  }

  private ContextBuilder builder() {
    return builder(documents(SIZE).toList());
  }

  private ContextBuilder builder(Iterable<Document> documents) {
    return ContextBuilder.of(documents).workDirectory(folder).memoryBudget(0).threads(2);
  }

  private static Stream<Document> documents(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> new Document("d" + i, "text of document " + i + " about " + i % 50));
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IllegalStateException("mine"),
        new StackOverflowError("mine"),
        // What a tokenizer written in Kotlin or Scala may throw without having said so.
        new IOException("mine"),
        new InterruptedException("mine"));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> RuntimeException thrown(Throwable failure) throws T {
    throw (T) failure;
  }

  private static RuntimeException fail(Throwable failure) {
    return FailuresTest.<RuntimeException>thrown(failure);
  }

  private void assertReachesTheCaller(Throwable failure, ContextBuilder builder) {
    assertThat(catchThrowable(() -> builder.pack(64))).isSameAs(failure);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void ofTheTokenizer(Throwable failure) {
    assertReachesTheCaller(
        failure,
        builder()
            .tokenizer(
                new WatchedTokenizer(
                    text -> {
                      if (text.startsWith("text of document 777 ")) {
                        throw fail(failure);
                      }
                    })));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void ofTheEmbedder(Throwable failure) {
    for (int step = 0; step < 3; step++) {
      assertReachesTheCaller(
          failure,
          builder()
              .neighbours(new FailingEmbedder(failure, step), NeighbourIndexes.exactSparse(), 5));
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void ofTheFunctionThatEmbeds(Throwable failure) {
    assertReachesTheCaller(
        failure,
        builder()
            .neighbours(
                Embedder.of(
                    2,
                    texts -> {
                      throw fail(failure);
                    }),
                NeighbourIndexes.exact(),
                5));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void ofTheIndex(Throwable failure) {
    assertReachesTheCaller(
        failure,
        builder()
            .neighbours(
                Embedders.lexical(),
                index(
                    (vectors, context) ->
                        context.forEach(
                            100,
                            task -> {
                              if (task == 60) {
                                throw fail(failure);
                              }
                            })),
                5));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void ofTheOrderer(Throwable failure) {
    assertReachesTheCaller(
        failure,
        builder()
            .orderer(
                problem -> {
                  throw fail(failure);
                }));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void ofTheReader(Throwable failure) {
    AtomicInteger pulled = new AtomicInteger();
    Iterator<Document> documents =
        documents(SIZE)
            .peek(
                document -> {
                  if (pulled.incrementAndGet() == 2500) {
                    throw fail(failure);
                  }
                })
            .iterator();
    assertReachesTheCaller(failure, builder(() -> documents));
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void ofTheListener(Stage stage) {
    IllegalStateException failure = new IllegalStateException("mine");
    ContextBuilder builder =
        builder()
            .progress(
                (at, done, total) -> {
                  if (at == stage) {
                    throw failure;
                  }
                });
    if (stage != Stage.PACK) {
      assertReachesTheCaller(failure, builder);
      return;
    }
    try (PackedContexts contexts = builder.pack(64)) {
      assertThat(catchThrowable(() -> contexts.forEach(context -> {}))).isSameAs(failure);
    }
  }

  @Test
  void noFurtherDocumentsArePulled() {
    AtomicInteger pulled = new AtomicInteger();
    Iterator<Document> documents =
        documents(1_000_000).peek(document -> pulled.incrementAndGet()).iterator();
    ContextBuilder builder =
        builder(() -> documents)
            .tokenizer(
                new WatchedTokenizer(
                    text -> {
                      throw new IllegalStateException("mine");
                    }));
    assertThatIllegalStateException().isThrownBy(() -> builder.pack(64)).withMessage("mine");
    assertThat(pulled.get()).isLessThan(1_000_000);
  }

  /** The same input gives the same message, whichever thread came first. */
  @Test
  void theFirstBadTokenIsNamed() {
    ContextBuilder builder =
        builder(documents(1500).toList())
            .tokenizer(new LetterTokenizer(25))
            .separator(0)
            .threads(4);
    for (int run = 0; run < 20; run++) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.pack(64))
          .withMessageStartingWith("document 0: the tokenizer returned token ");
    }
  }

  @Test
  void folderThatCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    ContextBuilder builder = builder().workDirectory(file);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> builder.pack(64))
        .withMessageContaining(file.toString());
    Files.delete(file);
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"READ", "EMBED", "NEIGHBOURS"})
  void interruptedCaller(Stage stage) {
    Thread caller = Thread.currentThread();
    ContextBuilder builder =
        builder()
            .progress(
                (at, done, total) -> {
                  if (at == stage) {
                    caller.interrupt();
                  }
                });
    Throwable thrown = catchThrowable(() -> builder.pack(64).close());
    assertThat(Thread.interrupted()).as("flag").isTrue();
    assertThat(thrown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("interrupted");
  }

  @Test
  void interruptedBefore() {
    Thread.currentThread().interrupt();
    Throwable thrown = catchThrowable(() -> builder().pack(64));
    assertThat(Thread.interrupted()).as("flag").isTrue();
    assertThat(thrown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("interrupted while ");
  }

  private interface Work {
    void on(SparseVectors vectors, StageContext context);
  }

  private static NeighbourIndex<SparseVectors> index(Work work) {
    return new NeighbourIndex<>() {
      @Override
      public NeighbourGraph neighbours(SparseVectors vectors, int k, StageContext context) {
        work.on(vectors, context);
        return NeighbourGraph.builder(vectors.size(), k).build();
      }

      @Override
      public String fingerprint() {
        return "index of a test";
      }
    };
  }

  /** The lexical embedder, but opening, adding or finishing fails. */
  private record FailingEmbedder(Throwable failure, int step) implements Embedder<SparseVectors> {
    @Override
    public EmbeddingSession<SparseVectors> open(StageContext context) {
      if (step == 0) {
        throw fail(failure);
      }
      EmbeddingSession<SparseVectors> session = Embedders.lexical().open(context);
      return new EmbeddingSession<>() {
        @Override
        public void add(int firstOrdinal, List<String> texts) {
          session.add(firstOrdinal, texts);
          if (step == 1 && firstOrdinal > 1000) {
            throw fail(failure);
          }
        }

        @Override
        public SparseVectors finish() {
          throw fail(failure);
        }

        @Override
        public void close() {
          session.close();
        }
      };
    }

    @Override
    public String fingerprint() {
      return "failing";
    }
  }
}
