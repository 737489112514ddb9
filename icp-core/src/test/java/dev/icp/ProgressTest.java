package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.spi.Embedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ProgressListener} promises. */
class ProgressTest {
  private static final int SIZE = 5000;

  @TempDir private Path folder;

  private static List<String> texts() {
    return IntStream.range(0, SIZE)
        .mapToObj(i -> "text of document " + i + " about " + i % 50)
        .toList();
  }

  /** Fails when it is called twice at once or goes back. */
  private static final class Recorder implements ProgressListener {
    private final AtomicInteger inside = new AtomicInteger();
    private final List<String> wrong = new ArrayList<>();
    private final Map<Stage, Long> last = new EnumMap<>(Stage.class);
    private final Map<Stage, Long> totals = new EnumMap<>(Stage.class);
    private Stage current = Stage.READ;

    @Override
    public void progress(Stage stage, long done, long total) {
      if (inside.incrementAndGet() > 1) {
        wrong.add("two at once");
      }
      if (stage.compareTo(current) < 0) {
        wrong.add(stage + " after " + current);
      }
      current = stage;
      if (done < last.getOrDefault(stage, 0L) || (total >= 0 && done > total)) {
        wrong.add(stage + " " + done + " of " + total + " after " + last);
      }
      last.put(stage, done);
      totals.put(stage, total);
      LockSupport.parkNanos(1_000);
      inside.decrementAndGet();
    }
  }

  @Test
  void neverTwoAtOnceAndNeverBack() {
    Recorder recorder = new Recorder();
    ContextBuilder builder =
        ContextBuilder.ofTexts(texts())
            .workDirectory(folder)
            .threads(4)
            .nearDuplicates(NearDuplicates.drop(0.9))
            .progress(recorder);
    try (PackedContexts contexts = builder.pack(500)) {
      assertThat(recorder.last).doesNotContainKey(Stage.PACK);
      contexts.forEach(context -> {});
      assertThat(recorder.wrong).isEmpty();
      assertThat(recorder.last)
          .containsEntry(Stage.READ, (long) SIZE)
          .containsEntry(Stage.EMBED, (long) SIZE)
          .containsKeys(Stage.NEIGHBOURS, Stage.ORDER)
          .containsEntry(Stage.ORDER, recorder.totals.get(Stage.ORDER))
          .containsEntry(Stage.PACK, (long) contexts.size());
      assertThat(recorder.totals)
          .containsEntry(Stage.READ, -1L)
          .containsEntry(Stage.EMBED, (long) SIZE)
          .containsEntry(Stage.PACK, (long) contexts.size());
    }
  }

  @Test
  void denseStagesAsWell() {
    Recorder recorder = new Recorder();
    ContextBuilder builder =
        ContextBuilder.ofTexts(texts())
            .threads(4)
            .neighbours(
                Embedder.of(
                    2,
                    texts ->
                        texts.stream()
                            .map(text -> new float[] {1, text.hashCode() % 100})
                            .toArray(float[][]::new)),
                NeighbourIndexes.exact(),
                5)
            .progress(recorder);
    try (PackedContexts contexts = builder.pack(500)) {
      assertThat(contexts).isNotEmpty();
      assertThat(recorder.wrong).isEmpty();
      assertThat(recorder.last).containsEntry(Stage.NEIGHBOURS, (long) SIZE);
    }
  }

  @Test
  void iterationsAtOnceDoNotCallTwiceAtOnce() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ContextBuilder builder =
        ContextBuilder.ofTexts(texts())
            .progress(
                (stage, done, total) -> {
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  if (stage == Stage.PACK) {
                    LockSupport.parkNanos(1_000);
                  }
                  inside.decrementAndGet();
                });
    try (PackedContexts contexts = builder.pack(10)) {
      IntStream.range(0, 8).parallel().forEach(i -> contexts.forEach(context -> {}));
      assertThat(most).hasValue(1);
    }
  }

  @Test
  void listenersMakeNoDifference() {
    try (PackedContexts with =
            ContextBuilder.ofTexts(texts()).progress((stage, done, total) -> {}).pack(500);
        PackedContexts without = ContextBuilder.ofTexts(texts()).pack(500)) {
      assertThat(with).containsExactlyElementsOf(without);
    }
  }
}
