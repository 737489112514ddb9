package dev.icp.spark;

import static java.util.Objects.requireNonNull;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.Document;
import dev.icp.NeighbourIndexes;
import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.Tail;
import dev.icp.spark.internal.base.Jobs;
import dev.icp.spark.internal.base.Schemas;
import dev.icp.spark.internal.group.CellMoves;
import dev.icp.spark.internal.join.NeighbourList;
import dev.icp.spark.internal.steps.Step;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageResources;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** On Spark in this JVM. */
class SparkContextsTest {
  private static final AtomicInteger LOADED = new AtomicInteger();

  private final SparkSession spark = LocalSpark.open();

  private static List<PackedContext> pack(SparkContexts packing, int contextLength) {
    try (packing) {
      return Samples.collect(packing.pack(contextLength));
    }
  }

  @Test
  void wordsInOneGroupAreWhatASingleMachineMakes() {
    List<Document> documents = Samples.documents(1500, 12);
    List<SparkReport> reports = new ArrayList<>();
    List<PackedContext> expected =
        Samples.single(ContextBuilder.of(documents).seed(3).tail(Tail.PAD).keepPathOrder(), 700);
    assertThat(
            pack(
                SparkContexts.of(Samples.dataset(spark, documents, 4))
                    .seed(3)
                    .tail(Tail.PAD)
                    .keepPathOrder()
                    .onReport(reports::add),
                700))
        .isEqualTo(expected);
    SparkReport report = reports.get(0);
    assertThat(report.input().documents()).isEqualTo(1500);
    assertThat(report.contexts().count()).isEqualTo(expected.size());
    assertThat(
            report.input().tokens() + report.contexts().separators() + report.contexts().padding())
        .isEqualTo(700L * expected.size());
    assertThat(report.contexts().padding()).isEqualTo(expected.get(expected.size() - 1).padding());
  }

  /** Each two blocks of documents are compared by a task. */
  @Test
  void wordsInManyTasksAreWhatASingleMachineMakes() {
    List<Document> documents = Samples.documents(600, 12);
    List<SparkReport> reports = new ArrayList<>();
    assertThat(
            pack(
                SparkContexts.of(Samples.dataset(spark, documents, 2))
                    .documentsPerJoin(250)
                    .keepPathOrder()
                    .onReport(reports::add),
                700))
        .isEqualTo(Samples.single(ContextBuilder.of(documents).keepPathOrder(), 700));
    assertThat(reports.get(0).cluster().joinTasks()).isEqualTo(15);
    assertThat(reports.get(0).cluster().documentsSent()).isEqualTo(5);
    assertThat(reports.get(0).neighbours().sampledRecall()).isEqualTo(1);
  }

  /** The cells are joined by several tasks, and the graph is the same. */
  @Test
  void vectorsInOneGroupAreWhatASingleMachineMakes() {
    int n = 10_500;
    List<Document> documents = Samples.documents(n, 50);
    float[][] vectors = Samples.vectors(n, 16, 60);
    List<SparkReport> reports = new ArrayList<>();
    assertThat(
            pack(
                SparkContexts.of(Samples.dataset(spark, documents, vectors, 5))
                    .vectors("vector")
                    .neighbours(8)
                    .recall(0.9)
                    .documentsPerJoin(3000)
                    .keepPathOrder()
                    .onReport(reports::add),
                2000))
        .isEqualTo(
            Samples.single(
                ContextBuilder.of(documents)
                    .vectors(DenseVectors.of(vectors), NeighbourIndexes.blocked(0.9), 8)
                    .keepPathOrder(),
                2000));
    assertThat(reports.get(0).cluster().joinTasks()).isGreaterThan(3);
    assertThat(reports.get(0).neighbours().sampledRecall()).isBetween(0.85, 0.99);
  }

  /** Also with cells that are too large for a task, and others too large for a group. */
  @Test
  void manyGroupsLoseNothingWhateverThePartitions() {
    List<Document> documents = new ArrayList<>(Samples.documents(1200, 9));
    for (int i = 0; i < 300; i++) {
      documents.add(new Document("same-" + i, "the very same words again and again"));
    }
    List<SparkReport> reports = new ArrayList<>();
    List<List<PackedContext>> results = new ArrayList<>();
    for (int partitions : new int[] {1, 6}) {
      spark.conf().set("spark.sql.shuffle.partitions", partitions + 1);
      results.add(
          pack(
              SparkContexts.of(Samples.dataset(spark, documents, partitions))
                  .documentsPerGroup(200)
                  .documentsPerJoin(250)
                  .neighbours(6)
                  .onReport(reports::add),
              500));
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(reports.get(1))
        .usingRecursiveComparison()
        .ignoringFields("cluster.steps") // What they took.
        .withEqualsForType(Double::equals, Double.class) // NaN is NaN.
        .isEqualTo(reports.get(0));
    assertThat(reports.get(0).cluster().largestGroup()).isLessThanOrEqualTo(200);
    assertThat(reports.get(0).cluster().groups()).isBetween(8, 16);
    assertThat(reports.get(0).cluster().joinTasks()).isGreaterThan(6);
    requireLossless(documents, results.get(0), 500);
    assertThat(results.get(0)).hasSize((int) reports.get(0).contexts().count());
  }

  @Test
  void documentsFollowTheirNeighboursToOtherCells() {
    // Two rings of 40 documents; each fifth one begins in the cell of the other ring.
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      int ring = i % 2;
      int home = i / 2 % 5 == 0 ? 1 - ring : ring;
      int[] neighbours = {(i + 2) % 80, (i + 78) % 80, (i + 4) % 80};
      byte[] list = new NeighbourList(neighbours, new float[] {0.9f, 0.9f, 0.8f}).toBytes();
      rows.add(RowFactory.create(i < 30 ? 0 : 2, i, home, list));
    }
    Collections.shuffle(rows, new Random(3));
    Dataset<Row> lists =
        spark
            .createDataFrame(rows, Schemas.LISTED)
            .repartitionById(3, col("part"))
            .sortWithinPartitions("ordinal");
    CellMoves moves =
        new CellMoves(
            lists, new int[] {0, 30, 30}, 3, new Jobs(spark, Step.of(true, false), line -> {}));
    moves.move();
    List<Row> moved = moves.lists().collectAsList();
    assertThat(moved).hasSize(80);
    for (int i = 0; i < 80; i++) {
      assertThat(moved.get(i).getInt(1)).isEqualTo(i);
      assertThat(moved.get(i).getInt(2)).isEqualTo(i % 2);
    }
    long ring = 40L * (2 * Math.round(0.9f * (1 << 14)) + Math.round(0.8f * (1 << 14)));
    Map<Long, Long> edges = new HashMap<>();
    for (long[] some : moves.edges()) {
      for (int e = 0; e < some.length; e += 2) {
        edges.put(some[e], some[e + 1]);
      }
    }
    assertThat(edges).isEqualTo(Map.of(0L, ring, (1L << 32) + 1, ring));
    moves.close();
  }

  /** Every byte of every document stands in one place, and no context but the last is short. */
  static void requireLossless(
      List<Document> documents, List<PackedContext> contexts, int contextLength) {
    Map<String, int[]> found = new HashMap<>();
    for (Document document : documents) {
      int[] unseen = new int[document.text().getBytes(StandardCharsets.UTF_8).length];
      Arrays.fill(unseen, -1);
      found.put(document.id(), unseen);
    }
    Set<String> seen = new HashSet<>();
    for (int c = 0; c < contexts.size(); c++) {
      PackedContext context = contexts.get(c);
      assertThat(context.index()).isEqualTo(c);
      assertThat(context.length() == contextLength || c == contexts.size() - 1).isTrue();
      int[] tokens = context.tokens();
      for (Segment s : context.segments()) {
        int[] document = requireNonNull(found.get(s.id()), s.id());
        seen.add(s.id());
        for (int t = 0; t < s.length(); t++) {
          assertThat(document[s.from() + t]).as("%s is there twice", s).isEqualTo(-1);
          document[s.from() + t] = tokens[s.at() + t];
        }
      }
    }
    assertThat(seen).hasSize(documents.size());
    for (Document document : documents) {
      byte[] bytes = document.text().getBytes(StandardCharsets.UTF_8);
      int[] tokens = requireNonNull(found.get(document.id()));
      for (int t = 0; t < bytes.length; t++) {
        assertThat(tokens[t]).as("%s at %s", document.id(), t).isEqualTo(bytes[t] & 0xFF);
      }
    }
  }

  @Test
  void aGraphFromOutsideGivesTheSameBytes() {
    List<Document> documents = Samples.documents(400, 6);
    float[][] vectors = Samples.vectors(400, 8, 12);
    try (StageResources resources = StageResources.open(1, 0)) {
      NeighbourGraph graph =
          NeighbourIndexes.exact().neighbours(DenseVectors.of(vectors), 5, resources);
      List<Row> edges = new ArrayList<>();
      for (int i = 0; i < graph.size(); i++) {
        for (int r = 0; r < graph.degree(i); r++) {
          edges.add(
              RowFactory.create(
                  documents.get(i).id(),
                  documents.get(graph.neighbour(i, r)).id(),
                  graph.cosine(i, r)));
        }
      }
      StructType schema =
          new StructType()
              .add("id", DataTypes.StringType)
              .add("neighbour", DataTypes.StringType)
              .add("cosine", DataTypes.FloatType);
      Dataset<Row> input = Samples.dataset(spark, documents, 3);
      assertThat(
              pack(
                  SparkContexts.of(input)
                      .graph(spark.createDataFrame(edges, schema))
                      .neighbours(5)
                      .orderer(ContextOrderers.greedyPath()),
                  300))
          .isEqualTo(
              Samples.single(
                  ContextBuilder.of(documents).graph(graph).orderer(ContextOrderers.greedyPath()),
                  300));
      edges.add(RowFactory.create("doc-000001", "nobody", 0.5f));
      Set<Integer> kept = keptRdds();
      assertThatExceptionOfType(DocumentException.class)
          .isThrownBy(
              () -> SparkContexts.of(input).graph(spark.createDataFrame(edges, schema)).pack(300))
          .withMessage("graph: no document \"nobody\"");
      assertThat(keptRdds()).as("kept by a run that has failed").isEqualTo(kept);
    }
  }

  private Set<Integer> keptRdds() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).getPersistentRDDs().keySet();
  }

  private static Embedder<DenseVectors> loadEmbedder() {
    LOADED.incrementAndGet();
    return Embedder.of(
        2,
        texts -> {
          float[][] made = new float[texts.size()][];
          for (int i = 0; i < made.length; i++) {
            String text = texts.get(i);
            made[i] = new float[] {text.length(), text.startsWith("zero") ? -text.length() : 1};
            if (text.startsWith("zero")) {
              made[i][0] = 0;
              made[i][1] = 0;
            }
          }
          return made;
        });
  }

  @Test
  void modelsAreLoadedOnceAndWhatTheyCannotEmbedIsNamed() {
    LOADED.set(0);
    List<Document> documents = new ArrayList<>(Samples.documents(40, 3));
    List<PackedContext> contexts =
        pack(
            SparkContexts.of(Samples.dataset(spark, documents, 4))
                .embedder(SparkContextsTest::loadEmbedder)
                .tail(Tail.DROP)
                .neighbours(3),
            64);
    assertThat(LOADED).hasValue(1);
    assertThat(contexts).allMatch(context -> context.length() == 64);
    documents.add(new Document("odd", "zero vector"));
    assertThatExceptionOfType(DocumentException.class)
        .isThrownBy(
            () ->
                SparkContexts.of(Samples.dataset(spark, documents, 4))
                    .embedder(SparkContextsTest::loadEmbedder)
                    .pack(64))
        .withMessage("document \"odd\": vector is zero");
  }

  @Test
  void noDocumentsOneDocumentAndEmptyOnes() {
    for (List<Document> documents :
        List.of(
            List.<Document>of(),
            List.of(new Document("only", "one")),
            List.of(new Document("a", ""), new Document("b", "")))) {
      assertThat(pack(SparkContexts.of(Samples.dataset(spark, documents, 2)).noSeparator(), 10))
          .isEqualTo(Samples.single(ContextBuilder.of(documents).noSeparator(), 10));
    }
  }
}
