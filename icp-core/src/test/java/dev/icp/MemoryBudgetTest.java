package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.icp.spi.Embedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a memory budget, what grows with the corpus is in files, and nothing else changes. */
class MemoryBudgetTest {
  @TempDir private Path folder;

  /** About 4 MB of text and 2 MB of vectors. */
  private static Stream<Document> corpus() {
    SplittableRandom random = new SplittableRandom(12);
    return IntStream.range(0, 4000)
        .mapToObj(
            i -> {
              StringBuilder text = new StringBuilder();
              int topic = random.nextInt(200);
              for (int w = 0; w < 130; w++) {
                int word = random.nextInt(3) == 0 ? random.nextInt(20_000) : topic * 40 + w % 40;
                text.append("word").append(word).append(' ');
              }
              return new Document("corpus/document number " + i, text.toString());
            });
  }

  /** Which files are open at each stage, by what their names say they hold. */
  private Map<Stage, List<String>> files(ContextBuilder builder, List<PackedContext> packed) {
    Map<Stage, List<String>> files = new TreeMap<>();
    builder
        .workDirectory(folder)
        .progress((stage, done, total) -> files.put(stage, names(Leftovers.openFiles(folder))));
    try (PackedContexts contexts = builder.pack(8192)) {
      contexts.forEach(packed::add);
    }
    return files;
  }

  private static List<String> names(List<String> paths) {
    return paths.stream()
        .filter(path -> !path.endsWith("/lock"))
        .map(path -> path.replaceAll(".*/icp-([a-z]+)-.*", "$1"))
        .toList();
  }

  @Test
  void sameContextsFromFilesAndFromMemory() throws InterruptedException {
    assumeTrue(Leftovers.filesAreKnown(), "needs /proc/self/fd");
    List<PackedContext> fromFiles = new ArrayList<>();
    Map<Stage, List<String>> files = files(ContextBuilder.of(corpus()).memoryBudget(0), fromFiles);
    assertThat(files)
        .containsEntry(Stage.READ, List.of("ids", "terms", "tokens"))
        .containsEntry(Stage.EMBED, List.of("ids", "terms", "tokens", "vectors"))
        .containsEntry(Stage.NEIGHBOURS, List.of("ids", "tokens", "vectors"))
        .containsEntry(Stage.PACK, List.of("ids", "tokens"));
    Leftovers.assertNone(folder);
    List<PackedContext> fromMemory = new ArrayList<>();
    Map<Stage, List<String>> none =
        files(ContextBuilder.of(corpus()).memoryBudget(Long.MAX_VALUE), fromMemory);
    assertThat(none.values()).allMatch(List::isEmpty);
    assertThat(fromFiles).isEqualTo(fromMemory);
    List<PackedContext> fromBoth = new ArrayList<>();
    Map<Stage, List<String>> some =
        files(ContextBuilder.of(corpus()).memoryBudget(4 << 20), fromBoth);
    assertThat(some.get(Stage.PACK)).isEqualTo(List.of("tokens"));
    assertThat(fromBoth).isEqualTo(fromMemory);
    Leftovers.assertNone(folder);
  }

  @Test
  void denseVectorsAsWell() throws InterruptedException {
    assumeTrue(Leftovers.filesAreKnown(), "needs /proc/self/fd");
    List<PackedContext> fromFiles = new ArrayList<>();
    Map<Stage, List<String>> files = files(dense().memoryBudget(0), fromFiles);
    assertThat(files)
        .containsEntry(Stage.NEIGHBOURS, List.of("ids", "tokens", "vectors"))
        .containsEntry(Stage.PACK, List.of("ids", "tokens"));
    List<PackedContext> fromMemory = new ArrayList<>();
    assertThat(files(dense().memoryBudget(Long.MAX_VALUE), fromMemory).values())
        .allMatch(List::isEmpty);
    assertThat(fromFiles).isEqualTo(fromMemory);
    Leftovers.assertNone(folder);
  }

  private static ContextBuilder dense() {
    return ContextBuilder.of(corpus().limit(2000))
        .neighbours(Embedder.of(64, MemoryBudgetTest::letters), NeighbourIndexes.exact(), 10);
  }

  private static float[][] letters(List<String> texts) {
    float[][] vectors = new float[texts.size()][64];
    for (int i = 0; i < vectors.length; i++) {
      for (char c : texts.get(i).toCharArray()) {
        vectors[i][c % 64]++;
      }
    }
    return vectors;
  }

  /** Without a call of close, what is garbage lets go of its files. */
  @Test
  void forgottenContextsLetGoOfTheirFiles() throws InterruptedException {
    assumeTrue(Leftovers.filesAreKnown(), "needs /proc/self/fd");
    forget();
    for (int i = 0; i < 100 && !Leftovers.openFiles(folder).isEmpty(); i++) {
      System.gc();
      Thread.sleep(20);
    }
    Leftovers.assertNone(folder);
  }

  @SuppressWarnings("resource")
  private void forget() {
    PackedContexts contexts =
        ContextBuilder.ofTexts(List.of("one", "two")).workDirectory(folder).memoryBudget(0).pack(8);
    assertThat(contexts).isNotEmpty();
    assertThat(Leftovers.openFiles(folder)).isNotEmpty();
  }
}
