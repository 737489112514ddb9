package dev.icp.cli;

import dev.icp.cli.OptionValues.Method;
import dev.icp.cli.OptionValues.Recall;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How neighbours of dense vectors are found. */
final class MethodOptions {
  static final double DEFAULT_RECALL = 0.95;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      converter = Method.class,
      description =
          "For dense vectors: auto and blocked (reach --recall, comparing all with all where that is"
              + " cheaper), exact, hnsw (Lucene, keeping the neighbours seen while its graph is built), or"
              + " hnsw-plain (Lucene, built and then searched). Default: auto.")
  @Nullable DenseMethod method;

  @Option(
      names = "--recall",
      paramLabel = "SHARE",
      converter = Recall.class,
      description =
          "Wanted share of the true nearest neighbours, above 0 and at most 1; exact finds all."
              + " Default: 0.95.")
  @Nullable Double recall;

  /** Returns the option that was given, if there was one. */
  @Nullable String given() {
    return method != null ? "--method" : recall != null ? "--recall" : null;
  }

  DenseMethod methodOrDefault() {
    return method == null ? DenseMethod.BLOCKED : method;
  }

  double recallOrDefault() {
    return recall == null ? DEFAULT_RECALL : recall;
  }
}
