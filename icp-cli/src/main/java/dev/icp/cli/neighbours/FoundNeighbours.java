package dev.icp.cli.neighbours;

import dev.icp.formats.NpyWriter;
import dev.icp.formats.ReportedFiles;
import dev.icp.spi.NeighbourGraph;
import java.io.IOException;
import java.util.Arrays;

/**
 * Neighbours, and how they were found.
 *
 * @param dimension see {@link NeighboursReport}
 * @param recall share of the true ones; NaN if not measured
 */
record FoundNeighbours(
    NeighbourGraph graph,
    int dimension,
    String method,
    double buildSeconds,
    double searchSeconds,
    double recall) {

  static final String NEIGHBOURS = "neighbours.npy";
  static final String COSINES = "cosines.npy";

  NeighboursReport report(int k) {
    return new NeighboursReport(
        graph.size(),
        dimension,
        k,
        method,
        buildSeconds,
        searchSeconds,
        buildSeconds + searchSeconds,
        recall,
        NeighboursReport.peakHeap());
  }

  /** Writes who is near, with −1 (and a cosine of 0) where there are fewer than k. */
  void write(ReportedFiles files, int k) throws IOException {
    int n = graph.size();
    int[] neighbours = new int[k];
    float[] cosines = new float[k];
    try (NpyWriter first = files.int32(NEIGHBOURS, n, k);
        NpyWriter second = files.float32(COSINES, n, k)) {
      for (int i = 0; i < n; i++) {
        int degree = graph.degree(i);
        for (int r = 0; r < degree; r++) {
          neighbours[r] = graph.neighbour(i, r);
          cosines[r] = graph.cosine(i, r);
        }
        Arrays.fill(neighbours, degree, k, -1);
        Arrays.fill(cosines, degree, k, 0);
        first.write(neighbours);
        second.write(cosines);
      }
      first.commit();
      second.commit();
    }
  }
}
