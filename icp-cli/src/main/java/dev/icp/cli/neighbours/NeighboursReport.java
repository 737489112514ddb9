package dev.icp.cli.neighbours;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/**
 * What {@code icp neighbours} says of a run in its {@code report.json}. No time includes reading
 * the input or writing what came out.
 *
 * @param n documents
 * @param dimension floats in a vector; of a corpus, how many different words its vectors have
 * @param k neighbours of each document that were asked for
 * @param method how they were found
 * @param buildSeconds what came before the search: of HNSW its graph, of a corpus the end of its
 *     vectors; 0 where nothing is built apart
 * @param searchSeconds finding the neighbours
 * @param totalSeconds both
 * @param sampledRecall share of the true nearest neighbours on a sample; NaN if not measured
 * @param peakHeapBytes the most heap that was in use, garbage included
 */
public record NeighboursReport(
    int n,
    int dimension,
    int k,
    String method,
    double buildSeconds,
    double searchSeconds,
    double totalSeconds,
    double sampledRecall,
    long peakHeapBytes) {

  /** Returns the peaks of the heap's parts together, which were not all at one time. */
  static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
