package dev.icp.spark.internal.group;

import dev.icp.spark.internal.base.Jobs;
import dev.icp.spark.internal.base.Schemas;
import dev.icp.spark.internal.base.SparkSettings;
import dev.icp.spark.internal.base.Zipped;
import dev.icp.spark.internal.input.Corpus;
import dev.icp.spark.internal.join.FoundNeighbours;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Documents in groups.
 *
 * @param lists as {@link Schemas#LISTED}, in partitions of the same ordinals as those of the
 *     corpus; cached
 * @param plan which group a document is in, by its home there
 */
public record Grouping(Dataset<Row> lists, GroupPlan plan) {
  /** All documents in one group. */
  public static Grouping single(FoundNeighbours found) {
    return new Grouping(found.lists(), GroupPlan.single());
  }

  /** Moves documents to the cells of their neighbours, and gathers cells into groups. */
  public static Grouping of(
      Corpus corpus, FoundNeighbours found, SparkSettings settings, Jobs jobs) {
    int count = Objects.requireNonNull(found.plan().cells()).count();
    ValueCells cells =
        corpus.values().areSeveral()
            ? new ValueCells(corpus.values(), count, settings.documentsPerGroup())
            : null;
    CellMoves moves =
        new CellMoves(
            cells == null ? found.lists() : within(corpus, found.lists(), cells),
            corpus.firsts(),
            settings.neighbours(),
            jobs);
    moves.move();
    Dataset<Row> lists = jobs.keep(moves.lists());
    long[] sizes = new long[cells == null ? count : cells.count()];
    for (Row row : lists.groupBy("home").count().collectAsList()) {
      sizes[row.getInt(0)] = row.getLong(1);
    }
    GroupPlan plan = GroupPlan.of(sizes, moves.edges(), settings.documentsPerGroup());
    moves.close();
    jobs.letGo(found.lists());
    return new Grouping(lists, plan);
  }

  /** Returns the lists with the cells of the documents' values for homes. */
  private static Dataset<Row> within(Corpus corpus, Dataset<Row> lists, ValueCells cells) {
    return lists
        .sparkSession()
        .createDataFrame(
            corpus
                .rows()
                .select("ordinal", "value")
                .toJavaRDD()
                .zipPartitions(
                    lists.select("ordinal", "home", "part", "list").toJavaRDD(),
                    (documents, found) ->
                        new Zipped(
                            documents,
                            found,
                            (document, list) ->
                                RowFactory.create(
                                    list.get(2),
                                    list.get(0),
                                    cells.of(document.getInt(1), list.getInt(1)),
                                    list.get(3)))),
            Schemas.LISTED);
  }
}
