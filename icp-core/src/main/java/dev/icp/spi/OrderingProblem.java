package dev.icp.spi;

import dev.icp.Boundary;
import java.util.Objects;

/**
 * What a {@link ContextOrderer} knows. Its documents are the kept ones, numbered 0 … size − 1 in
 * the order of the corpus (near duplicates that were dropped have no number), and the graph uses
 * these numbers.
 */
public final class OrderingProblem {
  private final NeighbourGraph graph;
  private final int[] tokenCounts;
  private final int contextLength;
  private final int separatorTokens;
  private final Boundary boundary;
  private final StageContext context;

  /**
   * States a problem.
   *
   * @param graph neighbours among the documents
   * @param tokenCounts tokens of each document, with one that begins it and without separator; not
   *     copied
   * @param contextLength tokens in a context but for one that begins it, 1 or more
   * @param separatorTokens tokens written after each document: 0 or 1
   * @param boundary how contexts will be cut
   * @param context threads, storage, seed and progress
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if graph and token counts differ in size, or a number is out
   *     of range
   */
  public OrderingProblem(
      NeighbourGraph graph,
      int[] tokenCounts,
      int contextLength,
      int separatorTokens,
      Boundary boundary,
      StageContext context) {
    this.graph = Objects.requireNonNull(graph, "graph");
    this.tokenCounts = Objects.requireNonNull(tokenCounts, "tokenCounts");
    this.contextLength = contextLength;
    this.separatorTokens = separatorTokens;
    this.boundary = Objects.requireNonNull(boundary, "boundary");
    this.context = Objects.requireNonNull(context, "context");
    if (graph.size() != tokenCounts.length) {
      throw new IllegalArgumentException(
          "graph of " + graph.size() + " documents, token counts of " + tokenCounts.length);
    }
    if (contextLength < 1) {
      throw new IllegalArgumentException("contextLength: " + contextLength);
    }
    if (separatorTokens < 0 || separatorTokens > 1) {
      throw new IllegalArgumentException("separatorTokens: " + separatorTokens);
    }
  }

  /** Returns the number of documents. */
  public int size() {
    return tokenCounts.length;
  }

  /** Returns the neighbours among these documents. */
  public NeighbourGraph graph() {
    return graph;
  }

  /** Returns the number of tokens of a document, with one that begins it, without separator. */
  public int tokens(int document) {
    return tokenCounts[document];
  }

  /** Returns the number of tokens in a context, but for one that begins it. */
  public int contextLength() {
    return contextLength;
  }

  /** Returns the number of tokens written after each document: 0 or 1. */
  public int separatorTokens() {
    return separatorTokens;
  }

  /** Returns how contexts will be cut. */
  public Boundary boundary() {
    return boundary;
  }

  /** Returns threads, storage, seed and progress. */
  public StageContext context() {
    return context;
  }
}
