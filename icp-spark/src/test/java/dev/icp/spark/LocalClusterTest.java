package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.NeighbourIndexes;
import dev.icp.PackedContext;
import dev.icp.spi.DenseVectors;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** On a Spark cluster of two executors, each a JVM of its own. */
@EnabledIfSystemProperty(named = "icp.cluster", matches = "true", disabledReason = "-Pcluster")
class LocalClusterTest {
  /** Makes a Spark installation out of the class path; the build sets SPARK_HOME to it. */
  private static SparkSession open() throws IOException {
    Path jars = Path.of(System.getenv("SPARK_HOME")).resolve("jars");
    Files.createDirectories(jars);
    Files.writeString(jars.resolveSibling("RELEASE"), "made of the test class path");
    List<String> folders = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath();
      Path link = jars.resolve(String.valueOf(path.getFileName()));
      if (Files.isDirectory(path)) {
        folders.add(path.toString());
      } else if (Files.exists(path)) {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, path);
      }
    }
    LocalSpark.close();
    return LocalSpark.configured()
        .master("local-cluster[2,1,1024]")
        .config("spark.executor.memory", "700m")
        .config("spark.executor.extraClassPath", String.join(File.pathSeparator, folders))
        .getOrCreate();
  }

  /** Kills the executor that is the first to start on a task that needs what another one sent. */
  private static final class Killer extends SparkListener {
    final Set<String> executors = ConcurrentHashMap.newKeySet();
    final AtomicInteger removed = new AtomicInteger();
    private final AtomicBoolean armed = new AtomicBoolean(true);
    private final Set<Integer> stages = ConcurrentHashMap.newKeySet();
    private final String step;

    Killer(String step) {
      this.step = step;
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
      String description = submitted.properties().getProperty("spark.job.description", "");
      if (description.contains(step) && submitted.stageInfo().parentIds().nonEmpty()) {
        stages.add(submitted.stageInfo().stageId());
      }
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
      if (armed.get()) {
        executors.add(start.taskInfo().executorId());
      }
      if (stages.contains(start.stageId()) && armed.getAndSet(false)) {
        String executor = start.taskInfo().executorId();
        ProcessHandle.current()
            .descendants()
            .filter(process -> isExecutor(process, executor))
            .forEach(ProcessHandle::destroyForcibly);
      }
    }

    private static boolean isExecutor(ProcessHandle process, String executor) {
      List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
      int at = arguments.indexOf("--executor-id");
      return at >= 0 && arguments.get(at + 1).equals(executor);
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved gone) {
      removed.incrementAndGet();
    }
  }

  @Test
  void theSameContextsAlthoughExecutorsAreKilled() throws IOException {
    int n = 10_200;
    List<Document> documents = Samples.documents(n, 40);
    float[][] vectors = Samples.vectors(n, 32, 80);
    List<PackedContext> expected =
        Samples.single(
            ContextBuilder.of(documents)
                .vectors(DenseVectors.of(vectors), NeighbourIndexes.blocked(0.9), 8)
                .keepPathOrder(),
            2000);
    Killer killer = new Killer("compare");
    List<PackedContext> groupsHere = packGroups(LocalSpark.open());
    try (SparkSession spark = open()) {
      spark.sparkContext().addSparkListener(killer);
      try (SparkContexts packing =
          SparkContexts.of(Samples.dataset(spark, documents, vectors, 3))
              .vectors("vector")
              .neighbours(8)
              .recall(0.9)
              .documentsPerJoin(2500)
              .keepPathOrder()) {
        assertThat(Samples.collect(packing.pack(2000))).isEqualTo(expected);
      }
      assertThat(killer.executors).as("before one was killed").hasSize(2);
      assertThat(killer.removed).hasValueGreaterThan(0);
      Killer second = new Killer("group");
      spark.sparkContext().addSparkListener(second);
      assertThat(packGroups(spark)).isEqualTo(groupsHere);
      assertThat(second.removed).hasValueGreaterThan(0);
    }
  }

  private static List<PackedContext> packGroups(SparkSession spark) {
    List<Document> documents = Samples.documents(600, 9);
    try (SparkContexts packing =
        SparkContexts.of(Samples.dataset(spark, documents, 2)).documentsPerGroup(200)) {
      return Samples.collect(packing.pack(2000));
    }
  }
}
