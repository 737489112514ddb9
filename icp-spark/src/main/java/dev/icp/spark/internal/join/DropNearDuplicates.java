package dev.icp.spark.internal.join;

import dev.icp.distributed.NearDuplicateDrop;
import dev.icp.distributed.NearDuplicateLists;
import dev.icp.spark.DroppedDocuments;
import dev.icp.spark.internal.base.Jobs;
import dev.icp.spark.internal.base.SparkSettings;
import dev.icp.spark.internal.input.Corpus;
import dev.icp.spark.internal.steps.Step;
import dev.icp.spi.Vectors;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Drops near duplicates. Equal vectors are found by one aggregation, before anything is compared;
 * the other near duplicates are those in the lists. Only they come to the driver, where it is
 * decided who goes; whoever stays is compared again by Spark, until none has a near duplicate among
 * them. Used once.
 */
public final class DropNearDuplicates<V extends Vectors> {
  /** Near duplicates in lists, and copies, that the driver takes: 8 bytes each. */
  static final long MOST_PAIRS = 50_000_000;

  /** Bytes of vectors that the driver takes. */
  private static final long MOST_BYTES = 1 << 29;

  private static final int TREE_DEPTH = 2;

  private final Corpus whole;
  private final VectorKind<V> kind;
  private final SparkSettings settings;
  private final @Nullable Dataset<Row> graph;
  private final Jobs jobs;
  private final float threshold;

  private @Nullable Corpus kept;
  private @Nullable FoundNeighbours found;

  /**
   * @param graph (id, neighbour, cosine); null if neighbours are to be found
   * @param threshold the lowest cosine of near duplicates
   */
  public DropNearDuplicates(
      Corpus whole,
      VectorKind<V> kind,
      SparkSettings settings,
      @Nullable Dataset<Row> graph,
      Jobs jobs,
      float threshold) {
    this.whole = whole;
    this.kind = kind;
    this.settings = settings;
    this.graph = graph;
    this.jobs = jobs;
    this.threshold = threshold;
  }

  /**
   * What stays and what goes.
   *
   * @param found the neighbours of those that stay
   */
  public record Result(Corpus kept, FoundNeighbours found, DroppedDocuments dropped) {}

  /**
   * Drops.
   *
   * @throws IllegalArgumentException if there are too many near duplicates for the driver
   */
  public Result drop() {
    jobs.begin(Step.FIND_COPIES);
    int[] copies = graph == null ? EqualVectors.find(whole, kind, MOST_PAIRS) : new int[0];
    RoaringBitmap different = new RoaringBitmap();
    different.add(0L, whole.size());
    for (int i = 0; i < copies.length; i += 2) {
      different.remove(copies[i]);
    }
    NearDuplicateLists lists = search(different);
    NearDuplicateDrop decision =
        NearDuplicateDrop.decide(
            lists,
            threshold,
            vectors(lists.full(), Objects.requireNonNull(kept)),
            some -> search(chosen(different, some)));
    return new Result(
        Objects.requireNonNull(kept),
        Objects.requireNonNull(found),
        dropped(decision, different, copies));
  }

  private static RoaringBitmap chosen(RoaringBitmap different, int[] places) {
    int[] ordinals = different.toArray();
    RoaringBitmap chosen = new RoaringBitmap();
    for (int place : places) {
      chosen.add(ordinals[place]);
    }
    return chosen;
  }

  /** Compares some documents, which is what is known of them then; returns the near duplicates. */
  private NearDuplicateLists search(RoaringBitmap ordinals) {
    if (found != null) {
      jobs.letGo(found.lists());
    }
    ordinals.runOptimize();
    Corpus some =
        ordinals.getCardinality() == whole.size() ? whole : whole.only(ordinals, jobs.context());
    FoundNeighbours now =
        FoundNeighbours.of(
            some, kind, settings, graph, some.size() > settings.documentsPerGroup(), jobs);
    kept = some;
    found = now;
    return nearDuplicates(now.lists(), some.size());
  }

  private NearDuplicateLists nearDuplicates(Dataset<Row> lists, int size) {
    jobs.begin(Step.COLLECT_NEAR_DUPLICATES);
    float lowest = threshold;
    JavaRDD<Row> rows = lists.select("ordinal", "list").toJavaRDD();
    long pairs =
        rows.map(row -> (long) near(NeighbourList.of(row.getAs(1)), lowest))
            .treeReduce(Long::sum, TREE_DEPTH);
    requireFew(pairs, MOST_PAIRS, "near duplicates in the lists of all documents");
    NearDuplicateLists result = new NearDuplicateLists(size, settings.neighbours());
    for (int[] triples : rows.mapPartitions(some -> triples(some, lowest)).collect()) {
      for (int i = 0; i < triples.length; i += 3) {
        result.add(triples[i], triples[i + 1], Float.intBitsToFloat(triples[i + 2]));
      }
    }
    return result;
  }

  private static int near(NeighbourList list, float threshold) {
    int count = 0;
    while (count < list.size() && list.cosines()[count] >= threshold) {
      count++;
    }
    return count;
  }

  /** Returns (document, neighbour, bits of the cosine) in turn. */
  private static Iterator<int[]> triples(Iterator<Row> rows, float threshold) {
    IntArrayList triples = new IntArrayList();
    while (rows.hasNext()) {
      Row row = rows.next();
      NeighbourList list = NeighbourList.of(row.getAs(1));
      int near = near(list, threshold);
      for (int r = 0; r < near; r++) {
        triples.add(row.getInt(0));
        triples.add(list.ordinals()[r]);
        triples.add(Float.floatToRawIntBits(list.cosines()[r]));
      }
    }
    return List.of(triples.toIntArray()).iterator();
  }

  public static void requireFew(long count, long most, String what) {
    if (count > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "near duplicates: %,d %s, at most %,d: choose a higher cosine",
              count,
              what,
              most));
    }
  }

  private @Nullable V vectors(int[] ordinals, Corpus of) {
    if (graph != null || ordinals.length == 0) {
      return null;
    }
    requireFew(
        ordinals.length,
        MOST_BYTES / Float.BYTES / kind.dimension(),
        "documents with " + settings.neighbours() + " or more");
    List<byte[]> payloads =
        new Vectorized(of.rows().select("ordinal", "features", "value"), kind)
            .payloads(ordinals)
            .payloads();
    return kind.vectors(new ArrayList<>(payloads));
  }

  private DroppedDocuments dropped(
      NearDuplicateDrop decision, RoaringBitmap different, int[] copies) {
    int[] ordinals = different.toArray();
    int[] keepers = new int[whole.size()];
    float[] cosines = new float[keepers.length];
    Arrays.fill(keepers, -1);
    for (int i = 0; i < decision.dropped().length; i++) {
      int gone = ordinals[decision.dropped()[i]];
      keepers[gone] = ordinals[decision.keepers()[i]];
      cosines[gone] = decision.cosines()[i];
    }
    // Who is like the first of some copies is like them all.
    for (int i = 0; i < copies.length; i += 2) {
      int first = copies[i + 1];
      boolean stays = keepers[first] < 0;
      keepers[copies[i]] = stays ? first : keepers[first];
      cosines[copies[i]] = stays ? 1 : cosines[first];
    }
    int[] all = IntStream.range(0, keepers.length).filter(o -> keepers[o] >= 0).toArray();
    float[] ofAll = new float[all.length];
    for (int i = 0; i < all.length; i++) {
      ofAll[i] = cosines[all[i]];
    }
    return new DroppedDocuments(all, IntStream.of(all).map(o -> keepers[o]).toArray(), ofAll);
  }
}
