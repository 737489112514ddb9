package dev.icp.contract;

import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.Vectors;
import java.util.SplittableRandom;

/** Made neighbour graphs. */
public final class GraphSamples {
  private GraphSamples() {}

  /**
   * Returns a graph with what makes orders hard: few different cosines, so that there are ties;
   * about one document in ten isolated; several components; edges that lead one way only. An edge
   * that is in both lists has one cosine.
   */
  public static NeighbourGraph random(int size, int k, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int components = 1 + random.nextInt(4);
    int[] component = new int[size];
    for (int i = 0; i < size; i++) {
      component[i] = random.nextInt(10) == 0 ? -1 : random.nextInt(components);
    }
    float[][] cosines = new float[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        cosines[i][j] = (random.nextInt(9) - 1) / 8f;
        cosines[j][i] = cosines[i][j];
      }
    }
    NeighbourGraph.Builder graph = NeighbourGraph.builder(size, k);
    for (int i = 0; i < size; i++) {
      int wanted = random.nextInt(k + 1);
      int[] neighbours = new int[k];
      float[] weights = new float[k];
      int count = 0;
      int offset = random.nextInt(size);
      for (int step = 0; step < size && count < wanted; step++) {
        int j = (offset + step) % size;
        if (j != i && component[i] >= 0 && component[i] == component[j] && random.nextBoolean()) {
          neighbours[count] = j;
          weights[count++] = cosines[i][j];
        }
      }
      graph.set(i, neighbours, weights, count);
    }
    return graph.build();
  }

  /** Returns the graph of {@code size} documents that are all the same. */
  public static NeighbourGraph identical(int size, int k) {
    NeighbourGraph.Builder graph = NeighbourGraph.builder(size, k);
    int count = Math.min(k, size - 1);
    for (int i = 0; i < size; i++) {
      int[] neighbours = new int[count];
      float[] cosines = new float[count];
      for (int r = 0; r < count; r++) {
        neighbours[r] = r < i ? r : r + 1;
        cosines[r] = 1;
      }
      graph.set(i, neighbours, cosines, count);
    }
    return graph.build();
  }

  /** Returns the graph of {@code size} documents of which no two are related. */
  public static NeighbourGraph unrelated(int size) {
    return NeighbourGraph.builder(size, 20).build();
  }

  /** Returns a problem with vectors of which its graph could have been made. */
  static OrderingProblem withVectors(OrderingProblem problem) {
    NeighbourGraph graph = problem.graph();
    return problem.withVectors(
        new OfGraph(graph),
        some ->
            new OrderingProblem(
                    graph,
                    new int[graph.size()],
                    problem.contextLength(),
                    problem.separatorTokens(),
                    problem.boundary(),
                    problem.context())
                .among(some, 0)
                .graph());
  }

  /** Vectors that are as far from each other as a graph says; 0 where it says nothing. */
  private record OfGraph(NeighbourGraph graph) implements Vectors {
    @Override
    public int size() {
      return graph.size();
    }

    @Override
    public float cosine(int a, int b) {
      return Math.max(inList(a, b), inList(b, a));
    }

    private float inList(int document, int other) {
      for (int r = 0; r < graph.degree(document); r++) {
        if (graph.neighbour(document, r) == other) {
          return graph.cosine(document, r);
        }
      }
      return 0;
    }

    @Override
    public Vectors subset(int[] ordinals) {
      return new Vectors() {
        @Override
        public int size() {
          return ordinals.length;
        }

        @Override
        public float cosine(int a, int b) {
          return OfGraph.this.cosine(ordinals[a], ordinals[b]);
        }

        @Override
        public Vectors subset(int[] some) {
          throw new UnsupportedOperationException();
        }
      };
    }
  }
}
