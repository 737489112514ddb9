package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.Tail;
import dev.icp.Tokenizers;
import dev.icp.distributed.GroupLayout;
import dev.icp.settings.PackingSettings;
import dev.icp.spark.internal.base.Bytes;
import dev.icp.spark.internal.group.Ballot;
import dev.icp.spark.internal.group.Parcels;
import dev.icp.spark.internal.input.Corpus;
import dev.icp.spark.internal.join.CellClusters;
import dev.icp.spark.internal.join.NeighbourList;
import dev.icp.spark.internal.output.GroupSummary;
import dev.icp.spark.internal.output.OutputPlan;
import dev.icp.spark.internal.output.Piece;
import dev.icp.spi.SparseRows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** What needs no Spark. */
class PartsTest {
  @Test
  void arraysSurviveAsBytes() {
    for (int[] tokens :
        new int[][] {{}, {0}, {255, 3}, {256}, {65_535, 65_536}, {1 << 24, Integer.MAX_VALUE}}) {
      assertThat(Bytes.tokens(Bytes.ofTokens(tokens))).isEqualTo(tokens);
    }
    assertThat(Bytes.ofTokens(new int[] {1, 2, 255})).hasSize(4);
    assertThat(Bytes.floats(Bytes.ofFloats(new float[] {1.5f, -0f}))).containsExactly(1.5f, -0f);
    assertThat(Bytes.chars(Bytes.ofChars(new char[] {3, 65_535})))
        .containsExactly((char) 3, (char) 65_535);
    SparseRows rows = new SparseRows();
    rows.add(new int[] {1, 9}, new float[] {0.5f, 0.25f}, 0, 2);
    rows.add(new int[] {7}, new float[] {1}, 0, 1);
    SparseRows copy = new SparseRows();
    Bytes.addSparse(Bytes.ofSparse(rows, 1), copy);
    Bytes.addSparse(Bytes.ofSparse(rows, 0), copy);
    assertThat(Arrays.copyOf(copy.terms(), 3)).containsExactly(7, 1, 9);
    assertThat(Arrays.copyOf(copy.weights(), 3)).containsExactly(1, 0.5f, 0.25f);
  }

  @Test
  void mergedListsHoldTheBestAndNoOneTwice() {
    NeighbourList a = new NeighbourList(new int[] {4, 2, 9}, new float[] {0.9f, 0.5f, 0.5f});
    NeighbourList b = new NeighbourList(new int[] {4, 3, 5}, new float[] {0.9f, 0.5f, 0.1f});
    for (NeighbourList merged : List.of(a.merge(b, 4), b.merge(a, 4))) {
      assertThat(merged.ordinals()).containsExactly(4, 2, 3, 9);
      assertThat(merged.cosines()).containsExactly(0.9f, 0.5f, 0.5f, 0.5f);
      assertThat(NeighbourList.of(merged.toBytes()).ordinals()).containsExactly(4, 2, 3, 9);
    }
    assertThat(a.merge(NeighbourList.EMPTY, 2).ordinals()).containsExactly(4, 2);
  }

  @Test
  void clustersAreBoundedAndKeepHeavyEdgesTogether() {
    CellClusters clusters = new CellClusters(new long[] {10, 10, 10, 10, 35, 0}, 22);
    clusters.add(0, 3, 5);
    clusters.add(1, 2, 4);
    clusters.add(0, 1, 1);
    clusters.add(2, 4, 100);
    int[] result = clusters.cluster();
    assertThat(result[0]).isEqualTo(result[3]);
    assertThat(result[1]).isEqualTo(result[2]);
    assertThat(result[0]).isNotEqualTo(result[1]);
    assertThat(result[4]).isNotIn(result[0], result[1]);
    assertThat(Arrays.stream(result).max().getAsInt()).isEqualTo(2);
  }

  @Test
  void documentsGoWhereMostOfTheWeightIs() {
    int[] firsts = {0, 10, 14};
    // Of documents 10 to 13: a majority, a tie with home, a tie of others, no neighbours.
    List<int[]> answers =
        List.of(
            new int[] {10, 7, 3, 11, 5, 4, 12, 9, 2},
            new int[] {10, 1, 5, 10, 7, 3, 11, 1, 4, 12, 8, 2});
    int[] homes = {1, 1, 1, 1};
    assertThat(new Ballot(answers.iterator(), homes, firsts, 3).elected())
        .containsExactly(7, 1, 8, 1);
    List<int[]> reversed = List.of(answers.get(1), answers.get(0));
    assertThat(new Ballot(reversed.iterator(), homes, firsts, 3).elected())
        .containsExactly(7, 1, 8, 1);
    Map<Long, Long> edges = new TreeMap<>();
    new Ballot(answers.iterator(), homes, firsts, 3)
        .edges()
        .forEachRemaining(edge -> edges.put(edge._1() - (1L << 32), edge._2()));
    assertThat(edges).isEqualTo(Map.of(1L, 9L, 5L, 4L, 7L, 6L, 8L, 2L, 9L, 2L));
  }

  @Test
  void parcelsHoldAllThatWasAdded() {
    int[] next = {0};
    Parcels parcels =
        new Parcels(
            3,
            target -> {
              for (int i = 0; i < 100 && next[0] < 5000; i++) {
                target.add(next[0] % 2 * 2, next[0], -next[0], ++next[0]);
              }
              return next[0] < 5000;
            });
    int[] counts = new int[3];
    while (parcels.hasNext()) {
      Tuple2<Integer, int[]> parcel = parcels.next();
      int[] triples = parcel._2();
      for (int t = 0; t < triples.length; t += 3) {
        assertThat(triples[t] % 2 * 2).isEqualTo(parcel._1());
        assertThat(triples[t + 1]).isEqualTo(-triples[t]);
        assertThat(triples[t + 2]).isEqualTo(triples[t] + 1);
        counts[parcel._1()]++;
      }
    }
    assertThat(counts).containsExactly(2500, 0, 2500);
  }

  @Test
  void partitionsOfOrdinals() {
    int[] firsts = {0, 0, 5, 5, 5, 9, 12};
    assertThat(Corpus.partition(firsts, 0)).isEqualTo(1);
    assertThat(Corpus.partition(firsts, 4)).isEqualTo(1);
    assertThat(Corpus.partition(firsts, 5)).isEqualTo(4);
    assertThat(Corpus.partition(firsts, 11)).isEqualTo(5);
  }

  private static OutputPlan plan(Tail tail) {
    return OutputPlan.of(
        PackingSettings.defaults()
            .set(PackingSettings.CONTEXT_LENGTH, 10)
            .startAnywhere()
            .tail(tail)
            .check(Tokenizers.utf8Bytes()),
        List.of(
            new GroupSummary(0, 3, 25, 2, 5, GroupLayout.Content.NONE, List.of()),
            new GroupSummary(1, 2, 13, 1, 3, GroupLayout.Content.NONE, List.of())),
        2);
  }

  @Test
  void leftoversFillContextsOneAfterTheOther() {
    // Two groups of 25 and 13 tokens, contexts of 10: 5 and 3 are left over, in one context of 8.
    OutputPlan plan = plan(Tail.SHORT);
    assertThat(plan.full()).isEqualTo(3);
    assertThat(plan.contexts()).isEqualTo(4);
    assertThat(plan.place(1, 0)).isEqualTo(2);
    assertThat(plan.leftoverPlace(0)).isEqualTo(3);
    OutputPlan dropped = plan(Tail.DROP);
    assertThat(dropped.contexts()).isEqualTo(3);
    assertThat(dropped.leftoverPlace(0)).isEqualTo(-1);
    assertThat(dropped.tokensDropped()).isEqualTo(8);
    assertThat(plan(Tail.PAD).padding()).isEqualTo(2);

    PackedContext rest =
        new PackedContext(
            2,
            new int[] {0, 11, 12, 13, 14, 0, 21},
            List.of(
                new Segment("a", 0, 6, 10, 1),
                new Segment("empty", 1, 0, 0, 5),
                new Segment("b", 2, 0, 1, 6)),
            0);
    List<Piece> pieces = Piece.cut(rest, 7, 10, 2);
    assertThat(pieces).hasSize(2);
    assertThat(pieces.get(0).at()).isEqualTo(7);
    assertThat(pieces.get(0).tokens()).containsExactly(0, 11, 12);
    assertThat(pieces.get(0).segments()).containsExactly(new Segment("a", 0, 6, 8, 1));
    assertThat(pieces.get(1).context()).isEqualTo(1);
    assertThat(pieces.get(1).tokens()).containsExactly(13, 14, 0, 21);
    assertThat(pieces.get(1).segments())
        .containsExactly(
            new Segment("a", 0, 8, 10, 0),
            new Segment("empty", 1, 0, 0, 2),
            new Segment("b", 2, 0, 1, 3));
  }
}
