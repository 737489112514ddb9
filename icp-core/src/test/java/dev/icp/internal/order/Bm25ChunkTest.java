package dev.icp.internal.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Boundary;
import dev.icp.contract.DenseSamples;
import dev.icp.contract.SparseSamples;
import dev.icp.internal.base.Shuffle;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageResources;
import dev.icp.spi.Vectors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Bm25ChunkTest {
  private static final int DOCUMENTS = 200;

  @Test
  void thePapersAlgorithmByWords() {
    int unrelated = 0;
    for (long seed = 0; seed < 40; seed++) {
      unrelated += assertSame(SparseSamples.withTopics(DOCUMENTS, seed), seed);
    }
    assertThat(unrelated).as("times that nothing related was left").isGreaterThan(100);
  }

  @Test
  void thePapersAlgorithmByMeaning() {
    for (long seed = 0; seed < 40; seed++) {
      assertSame(DenseSamples.clustered(DOCUMENTS, 1 + (int) seed % 40, 12, 0.5, seed), seed);
    }
  }

  @Test
  void thePapersAlgorithmWithVectorsOfAnotherKind() {
    for (long seed = 0; seed < 10; seed++) {
      assertSame(new Unknown(SparseSamples.withTopics(DOCUMENTS, seed)), seed);
    }
  }

  private static OrderingProblem problem(
      Vectors vectors, int[] counts, int length, int separators, StageResources resources) {
    NeighbourGraph none = NeighbourGraph.builder(DOCUMENTS, 1).build();
    return new OrderingProblem(none, counts, length, separators, Boundary.SPLIT, resources)
        .withVectors(vectors, some -> NeighbourGraph.builder(some.length, 1).build());
  }

  private static int assertSame(Vectors vectors, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] counts = random.ints(DOCUMENTS, 0, 300).toArray();
    int buffer = 2 + random.nextInt(seed % 3 == 0 ? 300 : 50);
    int length = 1 + random.nextInt(3000);
    int separators = random.nextInt(2);
    try (StageResources resources = StageResources.open(1 + random.nextInt(2), seed)) {
      OrderingProblem problem = problem(vectors, counts, length, separators, resources);
      Model model = new Model(vectors, counts, length, separators, buffer, seed);
      DocumentOrder expected = model.order();
      assertThat(new Bm25Chunk(buffer, false).order(problem))
          .as("seed %d", seed)
          .isEqualTo(expected);
      return model.unrelated;
    }
  }

  /** What does not fit goes back, as in the authors' code, which the model repeats line by line. */
  @Test
  void theAuthorsCode() {
    int rests = 0;
    for (long seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int begins = random.nextInt(2);
      int[] counts = random.ints(DOCUMENTS, 0, 300).map(count -> count + begins).toArray();
      int buffer = 2 + random.nextInt(seed % 3 == 0 ? 300 : 50);
      int length = 2 + random.nextInt(3000);
      int separators = random.nextInt(2);
      Vectors vectors =
          seed % 2 == 0
              ? SparseSamples.withTopics(DOCUMENTS, seed)
              : DenseSamples.clustered(DOCUMENTS, 1 + (int) seed % 40, 12, 0.5, seed);
      try (StageResources resources = StageResources.open(1, seed)) {
        OrderingProblem problem =
            problem(vectors, counts, length, separators, resources).withBeginTokens(begins);
        DocumentOrder order = new Bm25Chunk(buffer, true).order(problem);
        int[] froms = order.froms();
        int[] tos = order.tos();
        List<String> expected =
            new AuthorsCode(vectors, counts, length, separators, begins, buffer, seed).stretches();
        List<String> found = new ArrayList<>();
        for (int place = 0; place < order.size(); place++) {
          found.add(order.document(place) + ": " + froms[place] + "-" + tos[place]);
        }
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
        rests += order.size() - DOCUMENTS;
      }
    }
    assertThat(rests).as("documents that were cut").isGreaterThan(500);
  }

  /** {@code bm25_defragment_retriv_simplified} of retrieval_packing.py, with its lists. */
  private static final class AuthorsCode {
    private record Fragment(int index, int document, int from, int to) {}

    private final Vectors vectors;
    private final int length;
    private final int separators;
    private final int begins;
    private final int capacity;
    private final List<Fragment> waiting = new ArrayList<>();
    private List<Fragment> buffer = new ArrayList<>();
    private final List<String> stretches = new ArrayList<>();

    AuthorsCode(
        Vectors vectors,
        int[] counts,
        int length,
        int separators,
        int begins,
        int capacity,
        long seed) {
      this.vectors = vectors;
      this.length = length;
      this.separators = separators;
      this.begins = begins;
      this.capacity = capacity;
      for (int document : Shuffle.permutation(counts.length, seed, "bm25chunk")) {
        int count = counts[document] <= begins ? 0 : counts[document];
        waiting.add(new Fragment(waiting.size(), document, 0, count));
      }
    }

    List<String> stretches() {
      while (true) {
        fill();
        if (buffer.isEmpty()) {
          return stretches;
        }
        chunk();
      }
    }

    private void fill() {
      while (buffer.size() < capacity && !waiting.isEmpty()) {
        buffer.add(waiting.removeFirst());
      }
    }

    private void chunk() {
      Fragment current = buffer.removeFirst();
      List<Fragment> chain = new ArrayList<>(List.of(current));
      List<Fragment> rest = new ArrayList<>(buffer);
      rest.sort(Comparator.comparingInt(Fragment::index));
      while (size(chain) < length - begins && size(chain) + separators < length - begins) {
        if (rest.isEmpty()) {
          // There the function gives up; here the buffer is filled for once before its time.
          buffer = new ArrayList<>();
          fill();
          rest.addAll(buffer);
          if (rest.isEmpty()) {
            break;
          }
        }
        Fragment last = current;
        current =
            rest.stream()
                .filter(f -> vectors.cosine(last.document, f.document) > 0)
                .min(
                    Comparator.comparingDouble(
                            (Fragment f) -> -vectors.cosine(last.document, f.document))
                        .thenComparingInt(Fragment::document))
                .orElse(rest.getFirst());
        rest.remove(current);
        chain.add(current);
      }
      buffer = rest;
      for (Fragment fragment : chain.subList(0, chain.size() - 1)) {
        add(fragment, fragment.to);
      }
      Fragment cut = chain.getLast();
      int over = Math.max(0, size(chain) - length);
      add(cut, cut.to - over);
      if (over > 0) {
        buffer.add(new Fragment(cut.index, cut.document, cut.to - over, cut.to));
      }
    }

    /** Tokens with separators between, of which one that ends a context has none behind it. */
    private int size(List<Fragment> chain) {
      int size = 0;
      for (int i = 0; i < chain.size(); i++) {
        int count = chain.get(i).to - chain.get(i).from;
        size += count + (count > 0 && size > 0 ? separators : 0);
      }
      return size;
    }

    private void add(Fragment fragment, int to) {
      stretches.add(fragment.document + ": " + fragment.from + "-" + to);
    }
  }

  /** The paper's, context by context, but that the next context begins with what was cut off. */
  private static final class Model {
    private final Vectors vectors;
    private final int[] counts;
    private final int length;
    private final int separators;
    private final int capacity;
    private final List<Integer> waiting = new ArrayList<>();
    private final List<Integer> buffer = new ArrayList<>();
    private int unrelated;

    Model(Vectors vectors, int[] counts, int length, int separators, int capacity, long seed) {
      this.vectors = vectors;
      this.counts = counts;
      this.length = length;
      this.separators = separators;
      this.capacity = capacity;
      for (int document : Shuffle.permutation(counts.length, seed, "bm25chunk")) {
        waiting.add(document);
      }
    }

    DocumentOrder order() {
      List<Integer> order = new ArrayList<>();
      List<Integer> breaks = new ArrayList<>();
      // The documents' tokens in a row, each by its document's number, separators by its
      // complement.
      List<Integer> row = new ArrayList<>();
      int lastStart = 0;
      fill();
      for (int full = 0; order.size() < counts.length; ) {
        if (row.size() / length > full) {
          full = row.size() / length;
          fill();
        }
        List<Integer> context = row.subList(full * length, row.size());
        int last = order.isEmpty() ? -1 : order.getLast();
        boolean goesOn = last >= 0 && (lastStart >= full * length || context.contains(last));
        if (buffer.isEmpty()) {
          fill();
        }
        int next = goesOn ? nearest(last) : -1;
        if (next < 0) {
          unrelated += goesOn ? 1 : 0;
          next = buffer.getFirst();
          if (last >= 0) {
            breaks.add(order.size());
          }
        }
        buffer.remove(Integer.valueOf(next));
        order.add(next);
        lastStart = row.size();
        row.addAll(Collections.nCopies(counts[next], next));
        row.addAll(Collections.nCopies(separators, ~next));
      }
      return DocumentOrder.of(ints(order), ints(breaks));
    }

    private void fill() {
      while (buffer.size() < capacity && !waiting.isEmpty()) {
        buffer.add(waiting.removeFirst());
      }
    }

    private int nearest(int document) {
      int best = -1;
      for (int other : buffer) {
        float cosine = vectors.cosine(document, other);
        float highest = best < 0 ? 0 : vectors.cosine(document, best);
        if (cosine > highest || (cosine > 0 && cosine == highest && other < best)) {
          best = other;
        }
      }
      return best;
    }

    private static int[] ints(List<Integer> list) {
      return list.stream().mapToInt(i -> i).toArray();
    }
  }

  /** Hides of which kind vectors are. */
  private record Unknown(Vectors vectors) implements Vectors {
    @Override
    public int size() {
      return vectors.size();
    }

    @Override
    public float cosine(int a, int b) {
      return vectors.cosine(a, b);
    }

    @Override
    public Vectors subset(int[] ordinals) {
      return new Unknown(vectors.subset(ordinals));
    }
  }
}
