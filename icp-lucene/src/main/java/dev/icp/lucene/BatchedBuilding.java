package dev.icp.lucene;

import dev.icp.internal.base.Division;
import dev.icp.spi.StageContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/**
 * Builds a graph on several threads, the same one for any number of them. Nodes come in batches:
 * all of a batch look for their neighbours in the graph as it was before; then all links are made,
 * those of one node by one thread, in the order of nodes (after ParlayANN, Manohar et al., PPoPP
 * 2024, arXiv 2305.04359). A batch is small against what is there, as its nodes do not see each
 * other.
 */
final class BatchedBuilding {
  /** A batch adds one for so many that are there. */
  private static final int THERE_FOR_ONE = 50;

  private static final int MAX_BATCH = 20_000;
  private static final int BLOCK = 16;
  private static final int MAX_LEVEL = 30;

  private final RandomVectorScorerSupplier scorers;
  private final int connections;
  private final int beamWidth;
  private final StageContext context;
  private final OnHeapHnswGraph graph;
  private final byte[] levels;
  private final ConcurrentLinkedQueue<NodeLinking> idle = new ConcurrentLinkedQueue<>();

  BatchedBuilding(
      RandomVectorScorerSupplier scorers,
      int connections,
      int beamWidth,
      int size,
      StageContext context)
      throws IOException {
    this.scorers = scorers;
    this.connections = connections;
    this.beamWidth = beamWidth;
    this.context = context;
    graph = HnswGraphBuilder.create(scorers, connections, beamWidth, 0, size).getGraph();
    levels = new byte[size];
    SplittableRandom random = new SplittableRandom(context.seed());
    for (int node = 0; node < size; node++) {
      double level = -Math.log(1 - random.nextDouble()) / Math.log(connections);
      levels[node] = (byte) Math.min(MAX_LEVEL, level);
    }
  }

  /** Inserts all nodes and tells how many are in. */
  OnHeapHnswGraph build(LongConsumer inserted) {
    add(0);
    for (int from = 1; from < levels.length; ) {
      int to = batchEnd(from);
      insert(from, to);
      inserted.accept(to);
      from = to;
    }
    return graph;
  }

  /** A node that reaches higher than all before is a batch of its own: others are to see it. */
  private int batchEnd(int from) {
    int most = Math.max(1, Math.min(from / THERE_FOR_ONE, MAX_BATCH));
    int to = from + 1;
    while (to < Math.min(levels.length, from + most)
        && levels[from] < graph.numLevels()
        && levels[to] < graph.numLevels()) {
      to++;
    }
    return to;
  }

  private void insert(int from, int to) {
    NodeLinks[][] chosen = new NodeLinks[to - from][];
    inBlocks(to - from, (linking, i) -> chosen[i] = linking.choose(from + i, levels[from + i]));
    List<NodeLinks> links = new ArrayList<>();
    for (int node = from; node < to; node++) {
      add(node);
      links.addAll(Arrays.asList(chosen[node - from]));
    }
    inBlocks(links.size(), (linking, i) -> linking.setNew(links.get(i)));
    List<NodeLinks> back = NodeLinks.reversed(links);
    inBlocks(back.size(), (linking, i) -> linking.add(back.get(i)));
  }

  private void add(int node) {
    for (int level = levels[node]; level >= 0; level--) {
      graph.addNode(level, node);
    }
    if (!graph.trySetNewEntryNode(node, levels[node]) && levels[node] >= graph.numLevels()) {
      graph.tryPromoteNewEntryNode(node, levels[node], graph.numLevels() - 1);
    }
  }

  private interface Step {
    void take(NodeLinking linking, int place) throws IOException;
  }

  private void inBlocks(int count, Step step) {
    context.forEach(
        Division.roundedUp(count, BLOCK),
        block -> {
          try {
            NodeLinking linking = idle.poll();
            if (linking == null) {
              linking =
                  new NodeLinking(
                      graph, scorers.copy().scorer(), levels.length, connections, beamWidth);
            }
            for (int i = block * BLOCK; i < Math.min(count, (block + 1) * BLOCK); i++) {
              step.take(linking, i);
            }
            idle.add(linking);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
