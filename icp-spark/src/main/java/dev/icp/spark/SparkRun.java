package dev.icp.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.icp.NearDuplicates;
import dev.icp.distributed.TermStatistics;
import dev.icp.settings.CheckedSettings;
import dev.icp.settings.PackingSettings;
import dev.icp.spark.internal.base.Jobs;
import dev.icp.spark.internal.base.Partitions;
import dev.icp.spark.internal.base.Schemas;
import dev.icp.spark.internal.base.SparkSettings;
import dev.icp.spark.internal.base.Zipped;
import dev.icp.spark.internal.group.GroupPlan;
import dev.icp.spark.internal.group.Grouping;
import dev.icp.spark.internal.input.Corpus;
import dev.icp.spark.internal.input.NumberDocuments;
import dev.icp.spark.internal.join.DenseKind;
import dev.icp.spark.internal.join.DropNearDuplicates;
import dev.icp.spark.internal.join.FoundNeighbours;
import dev.icp.spark.internal.join.GivenGraph;
import dev.icp.spark.internal.join.JoinPlan;
import dev.icp.spark.internal.join.LexicalKind;
import dev.icp.spark.internal.join.VectorKind;
import dev.icp.spark.internal.output.FinishContexts;
import dev.icp.spark.internal.output.GroupSummary;
import dev.icp.spark.internal.output.LayOutGroup;
import dev.icp.spark.internal.output.OutputPlan;
import dev.icp.spark.internal.output.PackGroup;
import dev.icp.spark.internal.steps.Step;
import dev.icp.spi.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Wires the steps: documents, vectors, neighbours, groups, contexts. Used once. */
final class SparkRun {
  private static final int TREE_DEPTH = 2;

  /** A file of contexts has about so many tokens, unless there would be too few files. */
  private static final long TOKENS_PER_FILE = 1L << 25;

  private final SparkSettings settings;
  private final SparkSession session;
  private final Jobs jobs;
  private final JavaSparkContext context;
  private final @Nullable SparkCorpus files;

  /** The contexts, what is known of them, and the near duplicates that were dropped. */
  record Result(Dataset<Row> contexts, SparkReport report, Dataset<Row> dropped) {}

  /**
   * @param jobs keep what the contexts are made of; to be closed when nobody asks for those any
   *     more, and when the run has failed
   * @param corpus null where documents are rows of anyone's
   */
  SparkRun(SparkSettings settings, SparkSession session, Jobs jobs, @Nullable SparkCorpus corpus) {
    files = corpus;
    this.settings = settings;
    this.session = session;
    this.jobs = jobs;
    context = jobs.context();
  }

  /**
   * Runs everything up to the contexts, which are made when they are asked for.
   *
   * @param graph (id, neighbour, cosine); null if neighbours are to be found
   */
  Result run(Dataset<Row> documents, @Nullable Dataset<Row> graph) {
    jobs.begin(Step.READ);
    SparkCorpus given = files;
    Corpus corpus =
        new NumberDocuments(settings, jobs, given == null ? null : given::location)
            .number(documents);
    if (corpus.size() == 0) {
      return new Result(
          session.createDataFrame(List.of(), Schemas.CONTEXT),
          new ReportDraft(settings, context, graph != null)
              .report(
                  corpus,
                  corpus,
                  JoinPlan.together(null),
                  Double.NaN,
                  GroupPlan.single(),
                  0,
                  OutputPlan.of(settings.packing(), List.of(), 0),
                  jobs.report()),
          DroppedDocuments.NONE.rows(corpus, context));
    }
    if (graph != null) {
      new GivenGraph(graph).requireValid(corpus);
    }
    return run(corpus, kind(corpus), graph);
  }

  private VectorKind<?> kind(Corpus corpus) {
    if (settings.vectorColumn() != null || settings.embedder() != null) {
      byte[] first = corpus.rows().select("features").first().getAs(0);
      return new DenseKind(first.length / Float.BYTES);
    }
    jobs.begin(Step.COUNT_WORDS);
    int documents = corpus.size();
    TermStatistics statistics =
        corpus
            .rows()
            .select("features")
            .toJavaRDD()
            .mapPartitions(rows -> count(rows, documents))
            .treeReduce(TermStatistics::merge, TREE_DEPTH);
    return new LexicalKind(context.broadcast(statistics), statistics.weights().terms());
  }

  private static Iterator<TermStatistics> count(Iterator<Row> rows, int documents) {
    TermStatistics statistics = TermStatistics.forCorpusOf(documents);
    rows.forEachRemaining(row -> statistics.add(row.getAs(0)));
    return List.of(statistics).iterator();
  }

  private <V extends Vectors> Result run(
      Corpus whole, VectorKind<V> kind, @Nullable Dataset<Row> graph) {
    DropNearDuplicates.Result kept = neighbours(whole, kind, graph);
    Corpus corpus = kept.kept();
    FoundNeighbours found = kept.found();
    boolean manyGroups = corpus.size() > settings.documentsPerGroup();
    JoinPlan plan = found.plan();
    if (manyGroups) {
      jobs.begin(Step.GROUP);
    }
    Grouping grouping =
        manyGroups ? Grouping.of(corpus, found, settings, jobs) : Grouping.single(found);
    Dataset<Row> lists = grouping.lists();
    GroupPlan groups = grouping.plan();
    jobs.begin(Step.ORDER, corpus.size());
    Dataset<Row> laidOut = jobs.keep(laidOut(corpus, lists, groups));
    List<GroupSummary> summaries = summaries(laidOut);
    OutputPlan output = OutputPlan.of(settings.packing(), summaries, groups.count());
    if (output.contexts() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          output.contexts()
              + " contexts of "
              + settings.packing().contextLength()
              + ", at most 2147483647");
    }
    if (!settings.packing().pathOrder()) {
      int full = Math.toIntExact(output.full());
      output =
          output.withPlaces(
              context.broadcast(OutputPlan.places(full, settings.packing().epochSeed())));
    }
    jobs.begin(Step.WRITE);
    Dataset<Row> contexts = contexts(corpus, lists, laidOut, groups, output);
    long largest = summaries.stream().mapToLong(GroupSummary::documents).max().orElse(0);
    SparkReport report =
        new ReportDraft(settings, context, graph != null)
            .report(whole, corpus, plan, found.recall(), groups, largest, output, jobs.report());
    // Of whoever asks for the contexts.
    jobs.begin(Step.WRITE);
    return new Result(contexts, report, kept.dropped().rows(whole, context));
  }

  private <V extends Vectors> DropNearDuplicates.Result neighbours(
      Corpus whole, VectorKind<V> kind, @Nullable Dataset<Row> graph) {
    NearDuplicates nearDuplicates = settings.nearDuplicates();
    if (nearDuplicates.drops()) {
      float threshold = nearDuplicates.threshold();
      return new DropNearDuplicates<>(whole, kind, settings, graph, jobs, threshold).drop();
    }
    boolean manyGroups = whole.size() > settings.documentsPerGroup();
    FoundNeighbours found = FoundNeighbours.of(whole, kind, settings, graph, manyGroups, jobs);
    return new DropNearDuplicates.Result(whole, found, DroppedDocuments.NONE);
  }

  /** Orders each group and lays it out; of its documents it needs the lengths alone. */
  private Dataset<Row> laidOut(Corpus corpus, Dataset<Row> lists, GroupPlan groups) {
    boolean byMetadata = !settings.packing().get(PackingSettings.ORDERER).needsMetadata().isEmpty();
    JavaRDD<Row> related =
        corpus
            .rows()
            .select(
                col("ordinal"),
                col("id"),
                col("count"),
                byMetadata ? col("metadata") : lit(null).cast("string"),
                col("value"),
                col("copies"))
            .toJavaRDD()
            .zipPartitions(
                lists.select("ordinal", "home", "list").toJavaRDD(),
                (documents, found) ->
                    new Zipped(
                        documents,
                        found,
                        (document, list) ->
                            RowFactory.create(
                                groups.group(list.getInt(1), document.getInt(0)),
                                document.get(0),
                                document.get(1),
                                document.get(2),
                                list.get(2),
                                document.get(3),
                                document.get(4),
                                document.get(5))));
    return Partitions.byId(
            session.createDataFrame(related, Schemas.RELATED), groups.count(), "group")
        .sortWithinPartitions("ordinal")
        .mapPartitions(new LayOutGroup(settings, jobs.done()), Schemas.encoder(Schemas.LAID_OUT));
  }

  private List<GroupSummary> summaries(Dataset<Row> laidOut) {
    CheckedSettings packing = settings.packing();
    List<GroupSummary> summaries =
        new ArrayList<>(laidOut.toJavaRDD().map(row -> GroupSummary.of(row, packing)).collect());
    summaries.sort(Comparator.comparingInt(GroupSummary::group));
    return summaries;
  }

  private Dataset<Row> contexts(
      Corpus corpus,
      Dataset<Row> lists,
      Dataset<Row> laidOut,
      GroupPlan groups,
      OutputPlan output) {
    JavaRDD<Row> grouped =
        corpus
            .rows()
            .select("ordinal", "id", "tokens", "metadata")
            .toJavaRDD()
            .zipPartitions(
                lists.select("ordinal", "home").toJavaRDD(),
                (documents, found) ->
                    new Zipped(
                        documents,
                        found,
                        (document, list) ->
                            RowFactory.create(
                                groups.group(list.getInt(1), document.getInt(0)),
                                document.get(0),
                                document.get(1),
                                document.get(2),
                                document.get(3))));
    long tokens = output.contexts() * settings.packing().contextLength();
    long files =
        Math.max(
            Math.min(output.contexts(), context.defaultParallelism()),
            (tokens + TOKENS_PER_FILE - 1) / TOKENS_PER_FILE);
    int perFile = (int) Math.max(1, (output.contexts() + files - 1) / Math.max(1, files));
    int used = (int) Math.max(1, (output.contexts() + perFile - 1) / perFile);
    JavaRDD<Row> parts =
        Partitions.byId(session.createDataFrame(grouped, Schemas.GROUPED), groups.count(), "group")
            .sortWithinPartitions("ordinal")
            .toJavaRDD()
            .zipPartitions(
                laidOut.toJavaRDD(), new PackGroup(settings, output, perFile, corpus.kept()));
    return Partitions.byId(session.createDataFrame(parts, Schemas.PART), used, "file")
        .sortWithinPartitions("context", "at", "turn")
        .mapPartitions(
            new FinishContexts(
                settings.packing().room(), settings.packing().padding(), settings.contextBegin()),
            Schemas.encoder(Schemas.CONTEXT));
  }
}
