package dev.icp.spark;

import dev.icp.NeighbourIndexes;
import dev.icp.formats.NpyVectors;
import dev.icp.formats.NpyWriter;
import dev.icp.spark.SparkReport.StepReport;
import dev.icp.spark.internal.base.Jobs;
import dev.icp.spark.internal.base.Schemas;
import dev.icp.spark.internal.base.SparkSettings;
import dev.icp.spark.internal.input.Corpus;
import dev.icp.spark.internal.input.NumberDocuments;
import dev.icp.spark.internal.join.DenseKind;
import dev.icp.spark.internal.join.FoundNeighbours;
import dev.icp.spark.internal.join.JoinPlan;
import dev.icp.spark.internal.join.NeighbourList;
import dev.icp.spark.internal.steps.Step;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageResources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import scala.collection.immutable.ArraySeq;

/**
 * What it costs to find all neighbours of the vectors of a {@code .npy} file: {@code single
 * FILE.npy OUT.npy} without Spark, and {@code spark FILE.npy OUT.npy [DOCUMENTS_PER_JOIN]} on Spark
 * in this JVM, with Spark's own figures for each step; OUT.npy gets the neighbours. {@code
 * docs/benchmarks.md} has figures.
 */
final class Measurement {
  private static final int NEIGHBOURS = 20;
  private static final double RECALL = 0.95;
  private static final int PARTITIONS = 16;
  private static final int BLOCK = 1024;

  private Measurement() {}

  /** Measures. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    boolean onSpark = arguments[0].equals("spark");
    int most =
        arguments.length > 3 ? Integer.parseInt(arguments[3]) : SparkContexts.DOCUMENTS_PER_JOIN;
    int[][] lists = onSpark ? onSpark(file, most) : alone(file);
    try (NpyWriter out = NpyWriter.int32(Path.of(arguments[2]), lists.length, NEIGHBOURS)) {
      for (int[] list : lists) {
        int[] row = Arrays.copyOf(list, NEIGHBOURS);
        Arrays.fill(row, list.length, NEIGHBOURS, -1);
        out.write(row);
      }
      out.commit();
    }
  }

  private static int[][] alone(Path file) throws IOException {
    try (DenseVectors vectors = NpyVectors.open(file);
        StageResources resources = StageResources.open(2, 0)) {
      Clock clock = new Clock();
      NeighbourGraph graph =
          NeighbourIndexes.blocked(RECALL).neighbours(vectors, NEIGHBOURS, resources);
      clock.print("all");
      return IntStream.range(0, graph.size())
          .mapToObj(
              i -> IntStream.range(0, graph.degree(i)).map(r -> graph.neighbour(i, r)).toArray())
          .toArray(int[][]::new);
    }
  }

  private static int[][] onSpark(Path file, int documentsPerJoin) throws IOException {
    try (SparkSession spark =
        SparkSession.builder()
            .config("spark.master", System.getProperty("spark.master", "local[2]"))
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "localhost")
            .config("spark.sql.warehouse.dir", "target/warehouse")
            .getOrCreate()) {
      SparkSettings settings =
          SparkContexts.of(documents(spark, file))
              .vectors("vector")
              .documentsPerJoin(documentsPerJoin)
              .settings(8192);
      Clock clock = new Clock();
      Jobs jobs = new Jobs(spark, Step.of(false, false), System.out::println);
      jobs.begin(Step.READ);
      Corpus corpus = new NumberDocuments(settings, jobs, null).number(documents(spark, file));
      int dimension = corpus.rows().select("features").first().<byte[]>getAs(0).length / 4;
      clock.print("reading");
      Clock searching = new Clock();
      FoundNeighbours found =
          FoundNeighbours.of(corpus, new DenseKind(dimension), settings, null, true, jobs);
      searching.print("neighbours");
      for (StepReport step : jobs.report()) {
        System.out.println(step);
      }
      JoinPlan plan = found.plan();
      System.out.printf(
          Locale.ROOT,
          "join tasks %d, documents sent %.3f times, recall on a sample %.4f%n",
          plan.tasks(),
          plan.copies(),
          found.recall());
      List<int[]> lists = new ArrayList<>();
      for (var rows = found.lists().select("list").toLocalIterator(); rows.hasNext(); ) {
        lists.add(NeighbourList.of(rows.next().getAs(0)).ordinals());
      }
      return lists.toArray(int[][]::new);
    }
  }

  /** Of the whole process, the driver's share and garbage collection included. */
  private static final class Clock {
    private final double cpu = seconds();
    private final long start = System.nanoTime();

    private static double seconds() {
      return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
    }

    void print(String what) {
      System.out.printf(
          Locale.ROOT,
          "%s: %.1f s, processor %.1f s%n",
          what,
          (System.nanoTime() - start) / 1e9,
          seconds() - cpu);
    }
  }

  private static Dataset<Row> documents(SparkSession spark, Path file) throws IOException {
    String name = file.toString();
    long size;
    try (NpyVectors vectors = NpyVectors.open(file, 0)) {
      size = vectors.size();
    }
    return spark
        .range(0, size, 1, PARTITIONS)
        .toDF("number")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> read(rows, name),
            Schemas.encoder(Samples.DOCUMENT));
  }

  private static java.util.Iterator<Row> read(java.util.Iterator<Row> rows, String file)
      throws IOException {
    NpyVectors vectors = NpyVectors.open(Path.of(file), 0);
    float[] block = new float[BLOCK * vectors.dimension()];
    int[] inBlock = {0, 0};
    return new java.util.Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        int i = Math.toIntExact(rows.next().getLong(0));
        if (i < inBlock[0] || i >= inBlock[1]) {
          inBlock[0] = i;
          inBlock[1] = Math.min(vectors.size(), i + BLOCK);
          vectors.read(i, inBlock[1] - i, block, 0);
        }
        int from = (i - inBlock[0]) * vectors.dimension();
        float[] vector = Arrays.copyOfRange(block, from, from + vectors.dimension());
        return RowFactory.create(
            String.format("%09d", i), "a text", ArraySeq.unsafeWrapArray(vector));
      }
    };
  }
}
