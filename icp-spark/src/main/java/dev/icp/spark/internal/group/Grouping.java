package dev.icp.spark.internal.group;

import dev.icp.spark.internal.base.Jobs;
import dev.icp.spark.internal.base.Schemas;
import dev.icp.spark.internal.base.SparkSettings;
import dev.icp.spark.internal.input.Corpus;
import dev.icp.spark.internal.join.FoundNeighbours;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
    CellMoves moves = new CellMoves(found.lists(), corpus.firsts(), settings.neighbours(), jobs);
    moves.move();
    Dataset<Row> lists = jobs.keep(moves.lists());
    long[] sizes = new long[Objects.requireNonNull(found.plan().cells()).count()];
    for (Row row : lists.groupBy("home").count().collectAsList()) {
      sizes[row.getInt(0)] = row.getLong(1);
    }
    GroupPlan plan = GroupPlan.of(sizes, moves.edges(), settings.documentsPerGroup());
    moves.close();
    jobs.letGo(found.lists());
    return new Grouping(lists, plan);
  }
}
