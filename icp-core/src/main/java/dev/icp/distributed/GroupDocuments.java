package dev.icp.distributed;

import dev.icp.spi.NeighbourGraph;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * What is known of the documents of a group, by their numbers there.
 *
 * @param graph their neighbours among each other
 * @param counts their tokens
 * @param ids of each
 * @param metadata of each, as far as the order goes by any
 * @param values where only those of the same number may share a context; empty where any may
 * @param copies how often each stands; empty for once
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record GroupDocuments(
    NeighbourGraph graph,
    int[] counts,
    IntFunction<String> ids,
    IntFunction<Map<String, Object>> metadata,
    int[] values,
    int[] copies) {
  /** Documents of which any may share a context, and each stands once. */
  public static GroupDocuments of(NeighbourGraph graph, int[] counts, IntFunction<String> ids) {
    return new GroupDocuments(graph, counts, ids, document -> Map.of(), new int[0], new int[0]);
  }
}
