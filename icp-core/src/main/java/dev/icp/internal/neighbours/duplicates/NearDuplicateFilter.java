package dev.icp.internal.neighbours.duplicates;

import dev.icp.internal.neighbours.graph.NeighbourLists;
import dev.icp.internal.neighbours.graph.PairedGraph;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.Vectors;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which near duplicates go: in the order of preference, a document goes if it is near one
 * that stays. That depends on pairs which the lists do not hold when there are more near duplicates
 * than a list has room for, so whoever would stay is searched again among its like; the pairs that
 * this finds are added to the known ones, and everything is decided again until those that stay
 * have no near duplicate among them. Then the decision is the one that all pairs would have given:
 * those that stay are far from each other, and those that go are near one preferred to them.
 */
public final class NearDuplicateFilter {
  private static final int NONE = -1;

  private final NeighbourGraph given;
  private final NeighbourGraph whole;
  private final float threshold;
  private final @Nullable Vectors vectors;
  private final NearPairs pairs;
  private final Consumer<int[]> preference;

  // By document: its place in the order of preference, and the nearest of those that stay.
  private final int[] ranks;
  private final int[] keepers;
  private final float[] cosines;

  // The keeper that a document had before, or NONE.
  private final int[] formerKeepers;
  private final ExtraPairs extra;
  private int[] involved;

  /**
   * @param whole of two kinds of vectors, its part by words is what counts
   * @param threshold the lowest cosine of near duplicates
   * @param vectors what the graph was made of; null if nothing but the graph is known
   * @param preference sorts ordinals that come ascending: preferred ones first
   */
  public NearDuplicateFilter(
      NeighbourGraph whole,
      float threshold,
      @Nullable Vectors vectors,
      Consumer<int[]> preference) {
    int n = whole.size();
    given = whole;
    this.whole = PairedGraph.ofCopies(whole);
    this.threshold = threshold;
    this.vectors = vectors == null ? null : PairedVectors.ofCopies(vectors);
    this.preference = preference;
    pairs = new NearPairs(whole, threshold, vectors);
    ranks = new int[n];
    keepers = new int[n];
    cosines = new float[n];
    formerKeepers = new int[n];
    Arrays.fill(formerKeepers, NONE);
    extra = new ExtraPairs(n);
    involved = new int[0];
  }

  /**
   * What stays and what goes.
   *
   * @param graph the neighbours of those that stay, renumbered
   * @param kept the ordinals of those that stay, ascending
   * @param dropped the ordinals of those that go, ascending
   * @param keepers for each of them the most similar document that stays
   * @param cosines their cosines
   */
  @SuppressWarnings("ArrayRecordComponent") // Local to a run, never compared.
  public record Result(
      NeighbourGraph graph, int[] kept, int[] dropped, int[] keepers, float[] cosines) {
    /**
     * Returns what it means for some of the documents that stay: of those that were dropped, the
     * ones that are near duplicates of them.
     *
     * @param some their ordinals
     */
    public Result of(int[] some) {
      BitSet among = new BitSet();
      for (int document : some) {
        among.set(document);
      }
      int[] places =
          IntStream.range(0, dropped.length).filter(i -> among.get(keepers[i])).toArray();
      float[] someCosines = new float[places.length];
      for (int i = 0; i < places.length; i++) {
        someCosines[i] = cosines[places[i]];
      }
      return new Result(
          graph,
          some,
          IntStream.of(places).map(i -> dropped[i]).toArray(),
          IntStream.of(places).map(i -> keepers[i]).toArray(),
          someCosines);
    }
  }

  /** Returns what it means that all stay. */
  public static Result nothingDropped(NeighbourGraph graph) {
    int[] all = new int[graph.size()];
    Arrays.setAll(all, i -> i);
    return new Result(graph, all, new int[0], new int[0], new float[0]);
  }

  /**
   * Decides.
   *
   * @param search finds the neighbours among some of the documents, ascending, renumbered; not
   *     asked where only the graph is known
   */
  public Result filter(Function<int[], NeighbourGraph> search) {
    while (true) {
      decide();
      int[] kept = select(i -> keepers[i] == NONE);
      if (kept.length == whole.size()) {
        return result(given, kept);
      }
      if (vectors == null) {
        return result(restrict(whole, kept), kept);
      }
      // Most of the pairs that are not known yet are found among a few documents.
      int[] crowded = select(i -> keepers[i] == NONE && pairs.crowded(i));
      if (crowded.length > 1 && learn(crowded, search.apply(crowded))) {
        continue;
      }
      NeighbourGraph graph = search.apply(kept);
      if (!learn(kept, graph)) {
        return result(graph, kept);
      }
    }
  }

  private interface Choice {
    boolean takes(int document);
  }

  private int[] select(Choice choice) {
    IntArrayList chosen = new IntArrayList();
    for (int i = 0; i < keepers.length; i++) {
      if (choice.takes(i)) {
        chosen.add(i);
      }
    }
    return chosen.toIntArray();
  }

  private Result result(NeighbourGraph graph, int[] kept) {
    int[] dropped = select(i -> keepers[i] != NONE);
    int[] because = new int[dropped.length];
    float[] similarity = new float[dropped.length];
    for (int i = 0; i < dropped.length; i++) {
      because[i] = keepers[dropped[i]];
      similarity[i] = cosines[dropped[i]];
    }
    return new Result(graph, kept, dropped, because, similarity);
  }

  /** Goes through the documents in the order of preference. */
  private void decide() {
    rank();
    Arrays.fill(keepers, NONE);
    for (int document : involved) {
      considerListed(document);
      extra.forEach(document, (other, cosine) -> considerStaying(document, other, cosine));
      if (keepers[document] == NONE) {
        considerFormer(document);
      }
      if (keepers[document] == NONE) {
        tellListed(document);
      }
    }
    for (int document : involved) {
      if (keepers[document] != NONE) {
        formerKeepers[document] = keepers[document];
      }
    }
  }

  private void rank() {
    int[] now = select(i -> pairs.any(i) || extra.any(i));
    if (now.length == involved.length) {
      return;
    }
    preference.accept(now);
    involved = now;
    for (int i = 0; i < involved.length; i++) {
      ranks[involved[i]] = i;
    }
  }

  private void considerListed(int document) {
    for (int r = 0; r < whole.degree(document) && whole.cosine(document, r) >= threshold; r++) {
      considerStaying(document, whole.neighbour(document, r), whole.cosine(document, r));
    }
  }

  private void considerStaying(int document, int other, float cosine) {
    if (ranks[other] < ranks[document] && keepers[other] == NONE) {
      offer(document, other, cosine);
    }
  }

  /** A document that stays goes to those that have it not in their lists. */
  private void tellListed(int document) {
    for (int r = 0; r < whole.degree(document) && whole.cosine(document, r) >= threshold; r++) {
      int other = whole.neighbour(document, r);
      if (ranks[document] < ranks[other]) {
        offer(other, document, whole.cosine(document, r));
      }
    }
  }

  private void offer(int document, int keeper, float cosine) {
    if (keepers[document] == NONE
        || cosine > cosines[document]
        || (cosine == cosines[document] && ranks[keeper] < ranks[keepers[document]])) {
      keepers[document] = keeper;
      cosines[document] = cosine;
    }
  }

  /**
   * Who went because of one that now goes as well is probably near that one's keeper. Without this
   * look, each round would learn as little about a large cluster as the lists have room for.
   */
  private void considerFormer(int document) {
    int keeper = formerKeepers[document];
    while (keeper != NONE && keepers[keeper] != NONE) {
      keeper = keepers[keeper];
    }
    if (keeper != NONE && vectors != null) {
      float cosine = vectors.cosine(document, keeper);
      if (cosine >= threshold) {
        extra.add(document, keeper, cosine);
        offer(document, keeper, cosine);
      }
    }
  }

  /** Adds the near duplicates of a graph of some documents; returns whether there were any. */
  private boolean learn(int[] some, NeighbourGraph found) {
    NeighbourGraph graph = PairedGraph.ofCopies(found);
    boolean learned = false;
    for (int i = 0; i < some.length; i++) {
      for (int r = 0; r < graph.degree(i) && graph.cosine(i, r) >= threshold; r++) {
        extra.add(some[i], some[graph.neighbour(i, r)], graph.cosine(i, r));
        learned = true;
      }
    }
    return learned;
  }

  /** Returns the graph of some of the documents, ascending, renumbered 0, 1, … */
  private static NeighbourGraph restrict(NeighbourGraph graph, int[] kept) {
    int[] numbers = new int[graph.size()];
    Arrays.fill(numbers, NONE);
    for (int i = 0; i < kept.length; i++) {
      numbers[kept[i]] = i;
    }
    NeighbourLists lists = new NeighbourLists(kept.length, graph.k());
    for (int i = 0; i < kept.length; i++) {
      for (int r = 0; r < graph.degree(kept[i]); r++) {
        int other = numbers[graph.neighbour(kept[i], r)];
        if (other >= 0) {
          lists.offer(i, other, graph.cosine(kept[i], r));
        }
      }
    }
    return lists.toGraph(graph.recall());
  }

  /** Pairs that are in no list: for each document a chain of entries. */
  private static final class ExtraPairs {
    private final int[] heads;
    private final IntArrayList nexts = new IntArrayList();
    private final IntArrayList others = new IntArrayList();
    private final FloatArrayList cosines = new FloatArrayList();

    interface Visitor {
      void visit(int other, float cosine);
    }

    ExtraPairs(int documents) {
      heads = new int[documents];
      Arrays.fill(heads, NONE);
    }

    boolean any(int document) {
      return heads[document] != NONE;
    }

    void add(int a, int b, float cosine) {
      link(a, b, cosine);
      link(b, a, cosine);
    }

    private void link(int from, int to, float cosine) {
      nexts.add(heads[from]);
      others.add(to);
      cosines.add(cosine);
      heads[from] = nexts.size() - 1;
    }

    void forEach(int document, Visitor visitor) {
      for (int e = heads[document]; e != NONE; e = nexts.getInt(e)) {
        visitor.visit(others.getInt(e), cosines.getFloat(e));
      }
    }
  }
}
