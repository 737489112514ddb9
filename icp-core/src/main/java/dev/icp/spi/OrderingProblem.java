package dev.icp.spi;

import dev.icp.Boundary;
import dev.icp.internal.base.StageOutput;
import dev.icp.internal.neighbours.graph.GraphFile;
import dev.icp.internal.vectors.VectorsFile;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ContextOrderer} knows. Its documents are the kept ones, numbered 0 … size − 1 in
 * the order of the corpus (near duplicates that were dropped have no number), and the graph uses
 * these numbers.
 */
public final class OrderingProblem {
  private final Supplier<NeighbourGraph> graph;
  private final int[] tokenCounts;
  private final int contextLength;
  private final int separatorTokens;
  private final Boundary boundary;
  private final StageContext context;
  private final int filled;
  private final @Nullable Known known;

  /** What is known beside the graph. */
  private record Known(Vectors vectors, String name, Function<int[], NeighbourGraph> search) {}

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
    this(
        of(Objects.requireNonNull(graph, "graph"), Objects.requireNonNull(tokenCounts)),
        tokenCounts,
        contextLength,
        separatorTokens,
        boundary,
        context,
        0,
        null);
  }

  private static Supplier<NeighbourGraph> of(NeighbourGraph graph, int[] tokenCounts) {
    if (graph.size() != tokenCounts.length) {
      throw new IllegalArgumentException(
          "graph of " + graph.size() + " documents, token counts of " + tokenCounts.length);
    }
    return () -> graph;
  }

  private OrderingProblem(
      Supplier<NeighbourGraph> graph,
      int[] tokenCounts,
      int contextLength,
      int separatorTokens,
      Boundary boundary,
      StageContext context,
      int filled,
      @Nullable Known known) {
    this.filled = filled;
    this.known = known;
    this.graph = graph;
    this.tokenCounts = Objects.requireNonNull(tokenCounts, "tokenCounts");
    this.contextLength = contextLength;
    this.separatorTokens = separatorTokens;
    this.boundary = Objects.requireNonNull(boundary, "boundary");
    this.context = Objects.requireNonNull(context, "context");
    if (contextLength < 1) {
      throw new IllegalArgumentException("contextLength: " + contextLength);
    }
    if (separatorTokens < 0 || separatorTokens > 1) {
      throw new IllegalArgumentException("separatorTokens: " + separatorTokens);
    }
  }

  /**
   * Returns the same problem with the vectors that the graph was made of, and a search without a
   * name.
   *
   * @param vectors of the documents, by their number here
   * @param search as in {@link #withVectors(Vectors, String, Function)}
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if there are not as many vectors as documents
   */
  public OrderingProblem withVectors(Vectors vectors, Function<int[], NeighbourGraph> search) {
    return withVectors(vectors, "", search);
  }

  /**
   * Returns the same problem with the vectors that the graph was made of.
   *
   * @param vectors of the documents, by their number here
   * @param name what tells the search from others, as an index's fingerprint does; blank if nothing
   *     does, and then there is no {@link #key} of orderers that need vectors
   * @param search returns the neighbours among some of the documents, which it gets ascending,
   *     numbered 0, 1, … in that order
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if there are not as many vectors as documents
   */
  public OrderingProblem withVectors(
      Vectors vectors, String name, Function<int[], NeighbourGraph> search) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(search, "search");
    if (vectors.size() != size()) {
      throw new IllegalArgumentException(
          "vectors of " + vectors.size() + " documents, token counts of " + size());
    }
    return new OrderingProblem(
        graph,
        tokenCounts,
        contextLength,
        separatorTokens,
        boundary,
        context,
        filled,
        new Known(vectors, name, search));
  }

  /**
   * Returns the problem of some of the documents, numbered 0, 1, … in the order given, with their
   * neighbours among each other: found anew, when they are asked for, where the vectors are known,
   * else those that this graph has.
   *
   * @param documents ascending
   * @param tokensBefore tokens, separators included, of what is placed before them since the
   *     beginning of a context, 0 or more
   */
  public OrderingProblem among(int[] documents, long tokensBefore) {
    int[] counts = new int[documents.length];
    Arrays.setAll(counts, i -> tokenCounts[documents[i]]);
    int taken = (int) ((filled + tokensBefore) % contextLength);
    if (known == null) {
      return new OrderingProblem(
          once(() -> restricted(documents)),
          counts,
          contextLength,
          separatorTokens,
          boundary,
          context,
          taken,
          null);
    }
    Function<int[], NeighbourGraph> search = known.search();
    Known some =
        new Known(
            known.vectors().subset(documents),
            known.name(),
            ofThese -> search.apply(Arrays.stream(ofThese).map(i -> documents[i]).toArray()));
    return new OrderingProblem(
        once(() -> search.apply(documents)),
        counts,
        contextLength,
        separatorTokens,
        boundary,
        context,
        taken,
        some);
  }

  private static Supplier<NeighbourGraph> once(Supplier<NeighbourGraph> source) {
    return new Supplier<>() {
      private @Nullable NeighbourGraph made;

      @Override
      public synchronized NeighbourGraph get() {
        NeighbourGraph result = made == null ? source.get() : made;
        made = result;
        return result;
      }
    };
  }

  private NeighbourGraph restricted(int[] documents) {
    NeighbourGraph graph = graph();
    NeighbourGraph.Builder some = NeighbourGraph.builder(documents.length, graph.k());
    int[] neighbours = new int[graph.k()];
    float[] cosines = new float[graph.k()];
    for (int i = 0; i < documents.length; i++) {
      int count = 0;
      for (int r = 0; r < graph.degree(documents[i]); r++) {
        int place = Arrays.binarySearch(documents, graph.neighbour(documents[i], r));
        if (place >= 0) {
          neighbours[count] = place;
          cosines[count++] = graph.cosine(documents[i], r);
        }
      }
      some.set(i, neighbours, cosines, count);
    }
    return some.build();
  }

  /**
   * Returns what tells this problem from others, one name and value a line: an orderer that is
   * asked for the same order, and makes no use of threads, makes the same of problems of equal
   * keys. Empty where nothing tells: of vectors or a search without a name. Reads the graph, and
   * vectors where they are needed, once through.
   *
   * @param needsVectors whether the orderer {@linkplain ContextOrderer#needsVectors goes by them}
   */
  public Optional<String> key(boolean needsVectors) {
    Known beside = needsVectors ? known : null;
    if (needsVectors
        && (beside == null || beside.name().isBlank() || !VectorsFile.canWrite(beside.vectors()))) {
      return Optional.empty();
    }
    StringJoiner lines =
        new StringJoiner("\n")
            .add("context length: " + contextLength)
            .add("separators: " + separatorTokens)
            .add("boundary: " + boundary)
            .add("filled: " + filled)
            .add("seed: " + context.seed())
            .add(
                "counts: "
                    + StageOutput.fingerprint(o -> o.putInts(tokenCounts, 0, tokenCounts.length)))
            .add("graph: " + StageOutput.fingerprint(o -> GraphFile.write(graph(), o)));
    if (beside != null) {
      lines
          .add("search: " + beside.name())
          .add("vectors: " + StageOutput.fingerprint(o -> VectorsFile.write(beside.vectors(), o)));
    }
    return Optional.of(lines.toString());
  }

  /** Returns the number of documents. */
  public int size() {
    return tokenCounts.length;
  }

  /** Returns the neighbours among these documents. */
  public NeighbourGraph graph() {
    return graph.get();
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

  /**
   * Returns how many tokens of the first context are taken when the first document is placed: 0
   * unless this is a part of a larger problem.
   */
  public int filled() {
    return filled;
  }

  /**
   * Returns the documents' vectors, by their number here; empty where nothing but the graph is
   * known, which happens only to orderers that do not {@linkplain ContextOrderer#needsVectors need}
   * them. To be used while ordering only.
   */
  public Optional<Vectors> vectors() {
    return Optional.ofNullable(known).map(Known::vectors);
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
