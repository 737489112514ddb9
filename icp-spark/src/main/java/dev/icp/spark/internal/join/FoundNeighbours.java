package dev.icp.spark.internal.join;

import static org.apache.spark.sql.functions.col;

import dev.icp.PackingReport;
import dev.icp.spark.internal.base.Jobs;
import dev.icp.spark.internal.base.Partitions;
import dev.icp.spark.internal.base.Schemas;
import dev.icp.spark.internal.base.SparkSettings;
import dev.icp.spark.internal.input.Corpus;
import dev.icp.spark.internal.steps.Step;
import dev.icp.spi.Recall;
import dev.icp.spi.Vectors;
import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Every document's neighbours and home cell.
 *
 * @param lists as {@link Schemas#LISTED}, one for each document, in partitions of the same ordinals
 *     as those of the corpus; cached
 * @param recall see {@link PackingReport.Neighbours#sampledRecall}
 */
public record FoundNeighbours(Dataset<Row> lists, JoinPlan plan, double recall) {
  /**
   * Finds them.
   *
   * @param graph (id, neighbour, cosine); null if neighbours are to be found
   * @param manyGroups whether homes are needed
   */
  public static <V extends Vectors> FoundNeighbours of(
      Corpus corpus,
      VectorKind<V> kind,
      SparkSettings settings,
      @Nullable Dataset<Row> graph,
      boolean manyGroups,
      Jobs jobs) {
    Dataset<Row> features = corpus.rows().select("ordinal", "features", "value");
    jobs.begin(Step.MAKE_CELLS);
    JoinPlanner planner =
        new JoinPlanner(
            settings, kind, features, corpus.size(), corpus.values().most(corpus.size()));
    JoinPlan plan = planner.plan(graph == null, manyGroups);
    jobs.begin(Step.COMPARE, Math.round(plan.copies() * corpus.size()));
    Dataset<Row> sent =
        features.mapPartitions(new SendToCells(kind, plan), Schemas.encoder(Schemas.SENT));
    Dataset<Row> partial =
        graph != null
            ? new GivenGraph(graph).lists(corpus, sent)
            : Partitions.byId(sent, plan.tasks(), "task")
                .mapPartitions(
                    new JoinTask<>(
                        kind,
                        plan,
                        corpus.firsts(),
                        settings.neighbours(),
                        settings.seed(),
                        jobs.done()),
                    Schemas.encoder(Schemas.LISTED));
    Dataset<Row> lists =
        jobs.keep(
            Partitions.byId(partial, corpus.firsts().length, "part")
                .sortWithinPartitions("ordinal")
                .mapPartitions(
                    new MergeLists(settings.neighbours()), Schemas.encoder(Schemas.LISTED)));
    lists.count();
    return new FoundNeighbours(lists, plan, recall(planner.truth(), lists, graph != null));
  }

  /** Returns the recall on the documents by which the margin was not chosen. */
  private static double recall(@Nullable Truth truth, Dataset<Row> lists, boolean given) {
    if (truth == null) {
      return given ? Double.NaN : 1;
    }
    Recall recall = new Recall();
    for (Row row :
        lists
            .select("ordinal", "list")
            .where(col("ordinal").isin(Arrays.stream(truth.ordinals()).boxed().toArray()))
            .collectAsList()) {
      int query = Arrays.binarySearch(truth.ordinals(), row.getInt(0));
      if (query % 2 == 1) {
        NeighbourList list = NeighbourList.of(row.getAs(1));
        NeighbourList all = truth.lists()[query];
        float least = all.size() == 0 ? 2 : Recall.least(all.cosines()[all.size() - 1]);
        int near = 0;
        for (int r = 0; r < list.size(); r++) {
          near += list.cosines()[r] >= least ? 1 : 0;
        }
        recall.add(all.size(), near);
      }
    }
    return recall.share();
  }
}
