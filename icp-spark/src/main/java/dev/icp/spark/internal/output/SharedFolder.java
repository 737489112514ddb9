package dev.icp.spark.internal.output;

import dev.icp.formats.OutputPart;
import dev.icp.spark.internal.base.Locations;
import dev.icp.spark.internal.steps.Steps;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Finds out before the work whether executors see the folder that the driver has opened. */
public final class SharedFolder {
  private SharedFolder() {}

  /**
   * Asks as many tasks as run at the same time, which executors that come later are not among: each
   * task that writes asks again.
   *
   * @throws IOException naming a machine that does not see it
   */
  public static void require(SparkSession session, Locations locations, String folder)
      throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    if (context.isLocal()) {
      return;
    }
    int tasks = Math.max(1, context.defaultParallelism());
    List<String> blind =
        Steps.named(
            context,
            "look for the output folder",
            () ->
                context
                    .parallelize(new ArrayList<>(Collections.nCopies(tasks, 0)), tasks)
                    .map(any -> problem(locations, folder))
                    .filter(problem -> !problem.isEmpty())
                    .distinct()
                    .collect());
    if (!blind.isEmpty()) {
      throw new IOException(Collections.min(blind));
    }
  }

  private static String problem(Locations locations, String folder) throws IOException {
    try {
      OutputPart.requireOpen(locations.path(folder));
      return "";
    } catch (IOException e) {
      return e.getMessage() + " (on " + InetAddress.getLocalHost().getHostName() + ")";
    }
  }
}
