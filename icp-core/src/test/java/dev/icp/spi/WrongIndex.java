package dev.icp.spi;

/** The brute-force index, with something done wrong. */
class WrongIndex implements NeighbourIndex<DenseVectors> {
  /** Does something wrong before the work, or to its result. */
  interface Fault {
    void apply(ListGraph graph, StageContext context);
  }

  private final String name;
  private final Fault fault;

  WrongIndex(String name, Fault fault) {
    this.name = name;
    this.fault = fault;
  }

  @Override
  public NeighbourGraph neighbours(DenseVectors vectors, int k, StageContext context) {
    NeighbourGraph right = new BruteForceIndex<DenseVectors>().neighbours(vectors, k, context);
    ListGraph graph = new ListGraph(right);
    fault.apply(graph, context);
    return graph;
  }

  @Override
  public String fingerprint() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
