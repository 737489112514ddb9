package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.icp.spi.ContextWriter;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.StageContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a builder's stream and of the contexts. */
class PackedContextsTest {
  private static final List<String> TEXTS =
      IntStream.range(0, 60).mapToObj(i -> "text number " + i + " of sixty").toList();

  @TempDir private Path folder;

  private PackedContexts pack() {
    return ContextBuilder.ofTexts(TEXTS).workDirectory(folder).memoryBudget(0).pack(16);
  }

  @Test
  void closingFromAnotherThreadIsCalledThat() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      PackedContexts contexts = pack();
      Thread closer = new Thread(contexts::close);
      Throwable thrown =
          catchThrowable(
              () -> {
                closer.start();
                while (true) {
                  contexts.forEach(context -> {});
                }
              });
      closer.join();

      assertThat(thrown)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the contexts are closed");
    }
  }

  @Test
  void closedContextsTouchNoWriter() {
    PackedContexts contexts = pack();
    contexts.close();
    Recorder writer = new Recorder(0);

    assertThatIllegalStateException()
        .isThrownBy(() -> contexts.writeTo(writer))
        .withMessage("the contexts are closed");
    assertThat(writer.begun).isFalse();
  }

  @Test
  void nothingAfterClose() throws InterruptedException {
    PackedContexts contexts = pack();
    Iterator<PackedContext> begun = contexts.iterator();
    begun.next();
    contexts.close();
    contexts.close();
    assertThatIllegalStateException()
        .isThrownBy(begun::next)
        .withMessage("the contexts are closed");
    assertThatIllegalStateException().isThrownBy(contexts::iterator);
    assertThatIllegalStateException().isThrownBy(contexts::stream);
    assertThat(contexts.report().contexts().count()).isEqualTo(contexts.size());
    Leftovers.assertNone(folder);
  }

  @Test
  void iterationsDoNotDisturbEachOther() {
    try (PackedContexts contexts = pack()) {
      List<PackedContext> expected = contexts.stream().toList();
      Iterator<PackedContext> one = contexts.iterator();
      Iterator<PackedContext> other = contexts.iterator();
      for (PackedContext context : expected) {
        assertThat(one.next()).isEqualTo(context);
        assertThat(other.next()).isEqualTo(context);
      }
      assertThat(one.hasNext()).isFalse();
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(one::next);
      assertThat(contexts.stream().parallel().toList()).isEqualTo(expected);
      assertThat(contexts.stream().skip(5).findFirst()).contains(expected.get(5));
    }
  }

  @Test
  void severalThreadsAtOnce() {
    try (PackedContexts contexts = pack()) {
      List<PackedContext> expected = contexts.stream().toList();
      assertThat(
              IntStream.range(0, 8).parallel().mapToObj(i -> contexts.stream().toList()).toList())
          .allMatch(expected::equals);
    }
  }

  @Test
  void tokensAreTheCallersOwn() {
    try (PackedContexts contexts = pack()) {
      PackedContext context = contexts.iterator().next();
      context.tokens()[0] = -1;
      assertThat(context.tokens()[0]).isNotNegative();
    }
  }

  @Test
  void packingIsReportedWhenAnIterationHasEnded() {
    try (PackedContexts contexts = pack()) {
      List<Stage> before = List.of(Stage.READ, Stage.EMBED, Stage.NEIGHBOURS, Stage.ORDER);
      Iterator<PackedContext> iterator = contexts.iterator();
      iterator.next();
      assertThat(stages(contexts)).isEqualTo(before);
      iterator.forEachRemaining(context -> {});
      assertThat(stages(contexts)).containsExactly(Stage.values());
      assertThat(contexts).isNotEmpty();
      assertThat(stages(contexts)).as("after a second one").containsExactly(Stage.values());
    }
  }

  private static List<Stage> stages(PackedContexts contexts) {
    return contexts.report().run().stages().stream().map(PackingReport.StageReport::stage).toList();
  }

  @Test
  void streamIsReadOnceAndClosed() {
    AtomicInteger closed = new AtomicInteger();
    Stream<Document> documents =
        Stream.of(new Document("a", "one"), new Document("b", "two"))
            .onClose(closed::incrementAndGet);
    ContextBuilder builder = ContextBuilder.of(documents);
    assertThat(closed).hasValue(0);
    try (PackedContexts contexts = builder.pack(4)) {
      assertThat(closed).hasValue(1);
      assertThat(contexts.report().input().documents()).isEqualTo(2);
    }
    assertThatIllegalStateException().isThrownBy(() -> builder.pack(4));
    assertThat(closed).hasValue(1);
  }

  @Test
  void streamIsClosedWhenNothingWasRead() {
    AtomicInteger closed = new AtomicInteger();
    Stream<Document> stream = Stream.of(new Document("a", "text")).onClose(closed::incrementAndGet);
    Embedder<DenseVectors> broken =
        new Embedder<>() {
          @Override
          public EmbeddingSession<DenseVectors> open(StageContext context) {
            throw new IllegalStateException("no model");
          }

          @Override
          public String fingerprint() {
            return "broken";
          }
        };
    ContextBuilder builder =
        ContextBuilder.of(stream).neighbours(broken, NeighbourIndexes.exact(), 3);
    assertThatIllegalStateException().isThrownBy(() -> builder.pack(8)).withMessage("no model");
    assertThat(closed).hasValue(1);
  }

  @Test
  void streamIsClosedWhenReadingFails() {
    AtomicInteger closed = new AtomicInteger();
    Stream<Document> documents =
        Stream.of(new Document("a", "one"), new Document("a", "two"))
            .onClose(closed::incrementAndGet);
    assertThatExceptionOfType(BadDocumentException.class)
        .isThrownBy(() -> ContextBuilder.of(documents).pack(4));
    assertThat(closed).hasValue(1);
  }

  /** Nobody gets the contexts then, so nobody can close them. */
  @Test
  void streamThatCannotBeClosedLeavesNothingOpen(@TempDir Path folder) {
    List<Document> documents = List.of(new Document("a", "one"), new Document("b", "two"));
    Stream<Document> stream =
        documents.stream()
            .onClose(
                () -> {
                  throw new IllegalStateException("cannot be closed");
                });
    ContextBuilder builder = ContextBuilder.of(stream).workDirectory(folder);
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.pack(4))
        .withMessage("cannot be closed");
    try (PackedContexts contexts = ContextBuilder.of(documents).workDirectory(folder).pack(4)) {
      assertThat(contexts.report().input().documents()).isEqualTo(2);
    }
  }

  @Test
  void iterableIsReadAgainForEachPack() {
    List<Document> documents = new ArrayList<>(List.of(new Document("a", "one")));
    ContextBuilder builder = ContextBuilder.of(documents);
    try (PackedContexts contexts = builder.pack(4)) {
      assertThat(contexts.report().input().documents()).isEqualTo(1);
      documents.add(new Document("b", "two"));
      assertThat(contexts).as("what was read counts").hasSize(1);
    }
    try (PackedContexts contexts = builder.pack(4)) {
      assertThat(contexts.report().input().documents()).isEqualTo(2);
    }
  }

  @Test
  void writesAllAndCommits() throws IOException {
    try (PackedContexts contexts = pack()) {
      Recorder writer = new Recorder(Integer.MAX_VALUE);
      contexts.writeTo(writer);
      assertThat(writer.written).containsExactlyElementsOf(contexts);
      assertThat(writer.commits).isEqualTo(1);
      assertThat(writer.closed).isFalse();
    }
  }

  @Test
  void doesNotCommitWhatCouldNotBeWritten() {
    try (PackedContexts contexts = pack()) {
      Recorder writer = new Recorder(3);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> contexts.writeTo(writer))
          .withMessage("full");
      assertThat(writer.commits).isZero();
    }
  }

  private static final class Recorder implements ContextWriter {
    private final List<PackedContext> written = new ArrayList<>();
    private final int most;
    private boolean begun;
    private int commits;
    private boolean closed;

    Recorder(int most) {
      this.most = most;
    }

    @Override
    public void begin(PackingReport report) {
      begun = true;
    }

    @Override
    public void write(PackedContext context) throws IOException {
      if (written.size() == most) {
        throw new IOException("full");
      }
      written.add(context);
    }

    @Override
    public void commit() {
      commits++;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
