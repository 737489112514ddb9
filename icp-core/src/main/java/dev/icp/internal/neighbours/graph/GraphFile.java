package dev.icp.internal.neighbours.graph;

import dev.icp.internal.base.StageInput;
import dev.icp.internal.base.StageOutput;
import dev.icp.spi.NeighbourGraph;

/**
 * A neighbour graph, for a later run and to tell it from others. Little-endian: the numbers of
 * documents and of neighbours (int32), the recall (float64); for each document the length of its
 * list (int32), its neighbours (int32) and their cosines (float32). Of a {@link PairedGraph} first
 * −1 (int32), and then one of these for both kinds of vectors and one for words.
 */
public final class GraphFile {
  private static final int PAIRED = -1;

  private GraphFile() {}

  /** Writes a graph. */
  public static void write(NeighbourGraph graph, StageOutput output) {
    if (graph instanceof PairedGraph paired) {
      output.putInt(PAIRED);
      write(paired.both(), output);
      write(paired.words(), output);
      return;
    }
    output.putInt(graph.size());
    output.putInt(graph.k());
    output.putDouble(graph.recall());
    for (int i = 0; i < graph.size(); i++) {
      int degree = graph.degree(i);
      output.putInt(degree);
      for (int r = 0; r < degree; r++) {
        output.putInt(graph.neighbour(i, r));
      }
      for (int r = 0; r < degree; r++) {
        output.putFloat(graph.cosine(i, r));
      }
    }
  }

  /** Returns the graph that was written, on the heap. */
  public static NeighbourGraph read(StageInput input) {
    int size = input.nextInt();
    NeighbourGraph graph =
        size == PAIRED
            ? new PairedGraph(one(input.nextInt(), input), one(input.nextInt(), input))
            : one(size, input);
    input.close();
    return graph;
  }

  private static NeighbourGraph one(int size, StageInput input) {
    int k = input.nextInt();
    double recall = input.nextDouble();
    NeighbourLists lists = new NeighbourLists(size, k);
    for (int i = 0; i < size; i++) {
      int[] neighbours = input.nextInts(input.nextInt());
      for (int neighbour : neighbours) {
        lists.offer(i, neighbour, input.nextFloat());
      }
    }
    return lists.toGraph(recall);
  }
}
