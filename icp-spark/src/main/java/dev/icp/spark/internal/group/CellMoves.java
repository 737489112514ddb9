package dev.icp.spark.internal.group;

import dev.icp.spark.internal.base.Jobs;
import dev.icp.spark.internal.base.Schemas;
import dev.icp.spark.internal.input.Corpus;
import dev.icp.spark.internal.join.NeighbourList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.Tuple2;

/**
 * Moves documents to the cells that their neighbours are in. The border of a cell cuts through what
 * belongs together, the more so where its place is only a sketch; so in each round every document
 * goes to the cell with the highest sum of cosines to its neighbours there (label propagation), all
 * documents at once. It stays where no other cell has more.
 *
 * <p>Homes are one array for each partition of the corpus. Documents ask where their neighbours are
 * once; the partitions of the neighbours answer in every round. Weights are whole numbers, which
 * add up to the same in any order.
 */
public final class CellMoves {
  /** What a cosine of 1 weighs. */
  private static final int ONE = 1 << 14;

  /** More rounds hardly change the groups. */
  private static final int ROUNDS = 4;

  private final int[] firsts;
  private final int neighbours;
  private final Dataset<Row> lists;
  private final Jobs jobs;
  private final JavaRDD<int[]> questions;
  private JavaRDD<int[]> homes;

  /**
   * @param lists as {@link Schemas#LISTED}, by ordinal in the partitions of the corpus
   * @param firsts see {@link Corpus#firsts}
   * @param neighbours no list is longer
   */
  public CellMoves(Dataset<Row> lists, int[] firsts, int neighbours, Jobs jobs) {
    this.lists = lists;
    this.jobs = jobs;
    this.firsts = firsts;
    this.neighbours = neighbours;
    int[] starts = firsts;
    questions =
        delivered(
            lists
                .select("ordinal", "list")
                .toJavaRDD()
                .mapPartitionsToPair(rows -> questions(rows, starts)));
    homes = jobs.keep(lists.select("home").toJavaRDD().mapPartitions(CellMoves::homes));
  }

  /** Moves everyone, some times. */
  public void move() {
    int[] starts = firsts;
    int k = neighbours;
    for (int round = 0; round < ROUNDS; round++) {
      JavaRDD<int[]> before = homes;
      homes =
          jobs.keep(
              withHomes(
                  answers(),
                  (answers, own) -> List.of(ballot(answers, own, starts, k).elected()).iterator()));
      homes.count();
      jobs.letGo(before);
    }
  }

  /** Returns the lists with the cells that the documents are in now. */
  public Dataset<Row> lists() {
    return lists
        .sparkSession()
        .createDataFrame(
            lists.toJavaRDD().zipPartitions(homes, (rows, own) -> new Moved(rows, own.next())),
            Schemas.LISTED);
  }

  /**
   * Returns the edges between cells: home · 2³² + cell of the neighbour, and the sum of their
   * weights, in turn.
   */
  public List<long[]> edges() {
    int[] starts = firsts;
    int k = neighbours;
    return withHomes(answers(), (answers, own) -> ballot(answers, own, starts, k).edges())
        .mapToPair(edge -> edge)
        .reduceByKey(Long::sum)
        .mapPartitions(CellMoves::inOneArray)
        .collect();
  }

  /** Lets go of what is kept. */
  public void close() {
    jobs.letGo(homes);
  }

  /** Returns (document, cell of a neighbour, weight), where the document is. */
  private JavaRDD<int[]> answers() {
    int[] starts = firsts;
    return delivered(
        withHomes(questions, (asked, own) -> answers(asked, own.next(), starts))
            .mapToPair(parcel -> parcel));
  }

  private JavaRDD<int[]> delivered(JavaPairRDD<Integer, int[]> parcels) {
    return parcels.partitionBy(new HashPartitioner(firsts.length)).values();
  }

  private <T> JavaRDD<T> withHomes(
      JavaRDD<int[]> parcels, FlatMapFunction2<Iterator<int[]>, Iterator<int[]>, T> function) {
    return parcels.zipPartitions(homes, function);
  }

  private static Iterator<int[]> homes(Iterator<Row> rows) {
    IntArrayList homes = new IntArrayList();
    rows.forEachRemaining(row -> homes.add(row.getInt(0)));
    return List.of(homes.toIntArray()).iterator();
  }

  /** Of each edge (document, neighbour, weight), to where the neighbour is. */
  private static Iterator<Tuple2<Integer, int[]>> questions(Iterator<Row> rows, int[] firsts) {
    return new Parcels(
        firsts.length,
        parcels -> {
          if (!rows.hasNext()) {
            return false;
          }
          Row row = rows.next();
          NeighbourList list = NeighbourList.of(row.getAs(1));
          for (int r = 0; r < list.size(); r++) {
            int neighbour = list.ordinals()[r];
            int weight = Math.min(ONE, Math.round(list.cosines()[r] * ONE));
            if (weight > 0) {
              parcels.add(Corpus.partition(firsts, neighbour), row.getInt(0), neighbour, weight);
            }
          }
          return true;
        });
  }

  private static Iterator<Tuple2<Integer, int[]>> answers(
      Iterator<int[]> asked, int[] homes, int[] firsts) {
    return new Parcels(
        firsts.length,
        parcels -> {
          if (!asked.hasNext()) {
            return false;
          }
          int[] edges = asked.next();
          int first = firsts[Corpus.partition(firsts, edges[1])];
          for (int e = 0; e < edges.length; e += 3) {
            int cell = homes[edges[e + 1] - first];
            parcels.add(Corpus.partition(firsts, edges[e]), edges[e], cell, edges[e + 2]);
          }
          return true;
        });
  }

  private static Ballot ballot(
      Iterator<int[]> answers, Iterator<int[]> homes, int[] firsts, int neighbours) {
    return new Ballot(answers, homes.next(), firsts, neighbours);
  }

  private static Iterator<long[]> inOneArray(Iterator<Tuple2<Long, Long>> edges) {
    LongArrayList all = new LongArrayList();
    while (edges.hasNext()) {
      Tuple2<Long, Long> edge = edges.next();
      all.add(edge._1().longValue());
      all.add(edge._2().longValue());
    }
    return List.of(all.toLongArray()).iterator();
  }

  /** Rows of lists, with other homes. */
  private static final class Moved implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final int[] homes;
    private int next;

    Moved(Iterator<Row> rows, int[] homes) {
      this.rows = rows;
      this.homes = homes;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      Row row = rows.next();
      return RowFactory.create(row.get(0), row.get(1), homes[next++], row.get(3));
    }
  }
}
