package dev.icp.internal.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.Boundary;
import dev.icp.ContextOrderers;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against a model that writes the contexts token by token. */
class NextLongTest {
  private static final int DOCUMENTS = 200;

  @Test
  void eachPieceOnceAsTheModelSays() {
    int spread = 0;
    for (long seed = 0; seed < 16; seed++) {
      Case some = new Case(seed);
      Model model = new Model(some);
      DocumentOrder expected = model.once();
      assertThat(some.order(new NextLong(100, false))).as("seed %d", seed).isEqualTo(expected);
      spread += model.betweenPieces;
    }
    assertThat(spread).as("documents between the pieces of another").isGreaterThan(300);
  }

  @Test
  void asInThePaper() {
    int negatives = 0;
    for (long seed = 0; seed < 16; seed++) {
      Case some = new Case(seed);
      Model model = new Model(some);
      DocumentOrder expected = model.repeating();
      assertThat(some.order(new NextLong(100, true))).as("seed %d", seed).isEqualTo(expected);
      negatives += model.betweenPieces;
    }
    assertThat(negatives).as("pieces between those of a document").isGreaterThan(300);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NextLong(0, false))
        .withMessage("characters: 0, expected 1 or more");
    NextLong pieces = new NextLong(2048, false);
    for (Runnable parts :
        List.<Runnable>of(
            () -> new OrderAmong(10, pieces),
            () -> new DiverseOrder(0.2, pieces),
            () -> ContextOrderers.mix("related:0.5,random:0.5", pieces))) {
      assertThatIllegalArgumentException()
          .isThrownBy(parts::run)
          .withMessage(
              "order nextlong:2048 goes by pieces of documents, and not with among, mix,"
                  + " diversity or key");
    }
  }

  /** Documents of one piece, and some of up to eight. */
  private static final class Case {
    private final long seed;
    private final int length;
    private final int separators;
    private final Vectors vectors;
    private final float[][] cosines;
    private final NeighbourGraph graph;
    private final int[] counts;

    // By piece.
    private final int[] documents;

    Case(long seed) {
      this.seed = seed;
      SplittableRandom random = new SplittableRandom(seed);
      documents =
          IntStream.range(0, DOCUMENTS)
              .flatMap(
                  d ->
                      IntStream.generate(() -> d)
                          .limit(random.nextInt(4) == 0 ? 1 + random.nextInt(8) : 1))
              .toArray();
      counts = random.ints(documents.length, 0, 60).toArray();
      length = 1 + random.nextInt(seed % 4 == 0 ? 200 : 3000);
      separators = random.nextInt(2);
      vectors =
          seed % 2 == 0
              ? SparseSamples.withTopics(documents.length, seed)
              : DenseSamples.clustered(documents.length, 1 + (int) seed, 12, 0.5, seed);
      cosines = new float[documents.length][documents.length];
      for (int a = 0; a < documents.length; a++) {
        for (int b = 0; b < documents.length; b++) {
          cosines[a][b] = vectors.cosine(a, b);
        }
      }
      graph = nearest(1 + random.nextInt(8));
    }

    private NeighbourGraph nearest(int k) {
      NeighbourGraph.Builder builder = NeighbourGraph.builder(vectors.size(), k);
      for (int i = 0; i < vectors.size(); i++) {
        int piece = i;
        int[] best =
            IntStream.range(0, vectors.size())
                .filter(j -> j != piece && cosines[piece][j] > 0)
                .boxed()
                .sorted((a, b) -> Float.compare(cosines[piece][b], cosines[piece][a]))
                .limit(k)
                .mapToInt(j -> j)
                .toArray();
        float[] theirs = new float[best.length];
        for (int r = 0; r < best.length; r++) {
          theirs[r] = cosines[i][best[r]];
        }
        builder.set(i, best, theirs, best.length);
      }
      return builder.build();
    }

    DocumentOrder order(NextLong orderer) {
      try (StageResources resources = StageResources.open(2, seed)) {
        return orderer.order(
            new OrderingProblem(graph, counts, length, separators, Boundary.SPLIT, resources)
                .withVectors(vectors, some -> NeighbourGraph.builder(some.length, 1).build())
                .withDocuments(piece -> documents[piece], piece -> "d" + documents[piece]));
      }
    }
  }

  private static final class Model {
    private final Case given;
    private final List<List<Integer>> pieces = new ArrayList<>();
    private final List<Integer> order = new ArrayList<>();
    private final List<Integer> breaks = new ArrayList<>();

    // What contexts hold, a token or separator of a piece by the piece's number.
    private final List<Integer> row = new ArrayList<>();
    private final List<Integer> left = new ArrayList<>();
    private boolean separatorDue;
    private int betweenPieces;

    Model(Case given) {
      this.given = given;
      IntStream.range(0, DOCUMENTS).forEach(left::add);
      left.forEach(d -> pieces.add(new ArrayList<>()));
      for (int piece = 0; piece < given.documents.length; piece++) {
        pieces.get(given.documents[piece]).add(piece);
      }
      left.sort((a, b) -> Long.compare(size(b, 1), size(a, 1)));
    }

    private List<Integer> pieces(int document) {
      return pieces.get(document);
    }

    private long size(int document, int stretches) {
      return pieces(document).stream().mapToLong(p -> given.counts[p]).sum()
          + (long) stretches * given.separators;
    }

    private void add(int piece) {
      boolean goesOn =
          piece > 0
              && !order.isEmpty()
              && order.getLast() == piece - 1
              && given.documents[piece] == given.documents[piece - 1];
      if (separatorDue && !goesOn) {
        row.addAll(Collections.nCopies(given.separators, order.getLast()));
      }
      order.add(piece);
      row.addAll(Collections.nCopies(given.counts[piece], piece));
      separatorDue = given.counts[piece] > 0 && row.size() % given.length > 0;
    }

    private long room() {
      return (long) given.length
          - row.size() % given.length
          - (separatorDue ? given.separators : 0);
    }

    private boolean isOpen(int context) {
      return row.size() / given.length == context && room() > 0 && room() < given.length;
    }

    private void addBreak() {
      if (!order.isEmpty() && (breaks.isEmpty() || breaks.getLast() < order.size())) {
        breaks.add(order.size());
      }
    }

    /** All that can be reached, the most similar first among what is known so far; 512 at most. */
    private List<Integer> similar(int piece) {
      List<Integer> found = new ArrayList<>();
      List<Integer> known = new ArrayList<>(neighbours(piece));
      Set<Integer> seen = new HashSet<>(known);
      seen.add(piece);
      while (!known.isEmpty() && found.size() < 512) {
        int best =
            Collections.max(
                known,
                (a, b) -> {
                  int order = Float.compare(cosine(piece, a), cosine(piece, b));
                  return order != 0 ? order : Integer.compare(b, a);
                });
        known.remove(Integer.valueOf(best));
        found.add(best);
        for (int next : neighbours(best)) {
          if (seen.add(next) && cosine(piece, next) > 0) {
            known.add(next);
          }
        }
      }
      return found;
    }

    private float cosine(int a, int b) {
      return given.cosines[a][b];
    }

    private List<Integer> neighbours(int piece) {
      return IntStream.range(0, given.graph.degree(piece))
          .mapToObj(r -> given.graph.neighbour(piece, r))
          .toList();
    }

    DocumentOrder once() {
      while (!left.isEmpty()) {
        addBreak();
        long room = room();
        int document =
            left.stream()
                .filter(d -> size(d, pieces(d).size()) <= room)
                .findFirst()
                .orElse(left.getFirst());
        spread(document);
      }
      return DocumentOrder.of(ints(order), ints(breaks));
    }

    private void spread(int document) {
      left.remove(Integer.valueOf(document));
      List<Integer> own = pieces(document);
      long between = Math.max(0, room() - size(document, own.size()));
      long used = 0;
      for (int i = 1; i < own.size(); i++) {
        add(own.get(i - 1));
        long wanted = between * i / own.size() - used;
        long most = wanted + between / (2L * own.size());
        long added = 0;
        if (wanted > 0 && !left.isEmpty() && size(left.getLast(), 1) <= most) {
          for (int piece : similar(own.get(i - 1))) {
            int other = given.documents[piece];
            if (added < wanted && left.contains(other) && added + size(other, 1) <= most) {
              place(other);
              added += size(other, 1);
              betweenPieces++;
            }
          }
        }
        used += added;
      }
      add(own.getLast());
      int context = row.size() / given.length;
      int from = own.getLast();
      while (isOpen(context) && !left.isEmpty()) {
        for (int piece : similar(from)) {
          int other = given.documents[piece];
          if (isOpen(context)
              && left.contains(other)
              && size(other, 1) - room() <= given.length / 2) {
            place(other);
          }
        }
        if (isOpen(context) && !left.isEmpty()) {
          addBreak();
          from = pieces(left.getLast()).getFirst();
          place(left.getLast());
        }
      }
    }

    private void place(int document) {
      left.remove(Integer.valueOf(document));
      pieces(document).forEach(this::add);
    }

    DocumentOrder repeating() {
      SplittableRandom random = Shuffle.random(given.seed, "nextlong pieces");
      long budget = left.stream().mapToLong(d -> size(d, 1)).sum();
      for (int document : Shuffle.permutation(DOCUMENTS, given.seed, "nextlong")) {
        if ((long) row.size() / given.length >= Math.ceilDiv(budget, given.length)) {
          break;
        }
        addBreak();
        extend(document, random);
      }
      return DocumentOrder.repeating(ints(order), ints(breaks));
    }

    private void extend(int document, SplittableRandom random) {
      List<Integer> own = pieces(document);
      long between = Math.max(0, room() - size(document, own.size()));
      long used = 0;
      Set<Integer> here = new HashSet<>();
      for (int i = 1; i <= own.size(); i++) {
        add(own.get(i - 1));
        int context = row.size() / given.length;
        boolean last = i == own.size();
        for (int piece : similar(own.get(i - 1))) {
          boolean more = last ? isOpen(context) : used < between * i / own.size();
          if (more && given.documents[piece] != document && here.add(piece)) {
            add(piece);
            used += given.counts[piece] + given.separators;
            betweenPieces += last ? 0 : 1;
          }
        }
        for (int t = 0; last && t < given.documents.length && isOpen(context); t++) {
          int drawn = random.nextInt(given.documents.length);
          if (given.documents[drawn] != document) {
            add(drawn);
          }
        }
      }
    }

    private static int[] ints(List<Integer> list) {
      return list.stream().mapToInt(i -> i).toArray();
    }
  }
}
