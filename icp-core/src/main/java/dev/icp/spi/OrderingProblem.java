package dev.icp.spi;

import dev.icp.Boundary;
import dev.icp.internal.base.StageOutput;
import dev.icp.internal.neighbours.graph.GraphFile;
import dev.icp.internal.neighbours.graph.Subgraph;
import dev.icp.internal.vectors.VectorsFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ContextOrderer} knows. Its documents are the kept ones, numbered 0 … size − 1 in
 * the order of the corpus (near duplicates that were dropped have no number), and the graph uses
 * these numbers; {@link #ordinal}, {@link #id} and {@link #metadata} say who they are.
 */
public final class OrderingProblem {
  private final Supplier<NeighbourGraph> graph;
  private final int[] tokenCounts;
  private final int contextLength;
  private final int separatorTokens;
  private final Boundary boundary;
  private final StageContext context;
  private final int filled;
  private final int beginTokens;
  private final @Nullable Known known;
  private final Names names;

  /** What is known beside the graph. */
  private record Known(Vectors vectors, String name, Function<int[], NeighbourGraph> search) {}

  /** Who the documents are. */
  private record Names(
      IntUnaryOperator ordinals,
      IntFunction<String> ids,
      IntFunction<Map<String, Object>> metadata,
      IntFunction<List<String>> imports) {}

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
    this.graph = of(graph, tokenCounts);
    this.tokenCounts = tokenCounts;
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
    filled = 0;
    beginTokens = 0;
    known = null;
    names = new Names(document -> document, Integer::toString, any -> Map.of(), any -> List.of());
  }

  /** The same, but for what is given. */
  private OrderingProblem(
      OrderingProblem other,
      Supplier<NeighbourGraph> graph,
      int[] tokenCounts,
      int filled,
      int beginTokens,
      @Nullable Known known,
      Names names) {
    this.graph = graph;
    this.tokenCounts = tokenCounts;
    contextLength = other.contextLength;
    separatorTokens = other.separatorTokens;
    boundary = other.boundary;
    context = other.context;
    this.filled = filled;
    this.beginTokens = beginTokens;
    this.known = known;
    this.names = names;
  }

  private static Supplier<NeighbourGraph> of(NeighbourGraph graph, int[] tokenCounts) {
    Objects.requireNonNull(graph, "graph");
    Objects.requireNonNull(tokenCounts, "tokenCounts");
    if (graph.size() != tokenCounts.length) {
      throw new IllegalArgumentException(
          "graph of " + graph.size() + " documents, token counts of " + tokenCounts.length);
    }
    return () -> graph;
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
        this, graph, tokenCounts, filled, beginTokens, new Known(vectors, name, search), names);
  }

  /**
   * Returns the same problem with who the documents are.
   *
   * @param ordinals a document's place in the corpus by its number here; ascending
   * @param ids its id, by its number here
   * @throws NullPointerException if an argument is null
   */
  public OrderingProblem withDocuments(IntUnaryOperator ordinals, IntFunction<String> ids) {
    Objects.requireNonNull(ordinals, "ordinals");
    Objects.requireNonNull(ids, "ids");
    return with(new Names(ordinals, ids, names.metadata(), names.imports()));
  }

  /**
   * Returns the same problem with what else is known of the documents.
   *
   * @param metadata of a document, by its number here; see {@link dev.icp.Document#metadata}
   * @throws NullPointerException if the argument is null
   */
  public OrderingProblem withMetadata(IntFunction<Map<String, Object>> metadata) {
    Objects.requireNonNull(metadata, "metadata");
    return with(new Names(names.ordinals(), names.ids(), metadata, names.imports()));
  }

  /**
   * Returns the same problem with what files of code import.
   *
   * @param imports of a document, by its number here, as they are written in it
   * @throws NullPointerException if the argument is null
   */
  public OrderingProblem withImports(IntFunction<List<String>> imports) {
    Objects.requireNonNull(imports, "imports");
    return with(new Names(names.ordinals(), names.ids(), names.metadata(), imports));
  }

  /**
   * Returns the same problem with tokens that begin each document.
   *
   * @param tokens 0 or 1
   * @throws IllegalArgumentException if it is neither
   */
  public OrderingProblem withBeginTokens(int tokens) {
    if (tokens < 0 || tokens > 1) {
      throw new IllegalArgumentException("beginTokens: " + tokens + ", expected 0 or 1");
    }
    return new OrderingProblem(this, graph, tokenCounts, filled, tokens, known, names);
  }

  private OrderingProblem with(Names others) {
    return new OrderingProblem(this, graph, tokenCounts, filled, beginTokens, known, others);
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
    int taken = (int) ((filled + tokensBefore) % contextLength);
    Known all = known;
    Supplier<NeighbourGraph> found =
        all == null ? () -> Subgraph.of(graph(), documents) : () -> all.search().apply(documents);
    return of(documents, once(found), taken);
  }

  /**
   * Returns the problem of some of the documents, numbered 0, 1, … in the order given, that begin a
   * context and have no neighbours but each other: those are not searched again.
   *
   * @param documents ascending
   */
  public OrderingProblem part(int[] documents) {
    return of(documents, once(() -> Subgraph.of(graph(), documents)), 0);
  }

  private OrderingProblem of(int[] documents, Supplier<NeighbourGraph> found, int taken) {
    int[] counts = new int[documents.length];
    Arrays.setAll(counts, i -> tokenCounts[documents[i]]);
    Names theirs =
        new Names(
            i -> names.ordinals().applyAsInt(documents[i]),
            i -> names.ids().apply(documents[i]),
            i -> names.metadata().apply(documents[i]),
            i -> names.imports().apply(documents[i]));
    Known all = known;
    Known some =
        all == null
            ? null
            : new Known(
                all.vectors().subset(documents),
                all.name(),
                these -> all.search().apply(Arrays.stream(these).map(i -> documents[i]).toArray()));
    return new OrderingProblem(this, found, counts, taken, beginTokens, some, theirs);
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
            .add("begins: " + beginTokens)
            .add("seed: " + context.seed())
            .add("documents: " + StageOutput.fingerprint(this::writeDocuments))
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

  private void writeDocuments(StageOutput output) {
    for (int i = 0; i < size(); i++) {
      output.putInt(ordinal(i));
      write(id(i), output);
      write(metadata(i).toString(), output);
      write(String.join("\n", imports(i)), output);
    }
  }

  private static void write(String text, StageOutput output) {
    output.putInt(text.length());
    for (int c = 0; c < text.length(); c++) {
      output.putInt(text.charAt(c));
    }
  }

  /** Returns the number of documents. */
  public int size() {
    return tokenCounts.length;
  }

  /** Returns the neighbours among these documents. */
  public NeighbourGraph graph() {
    return graph.get();
  }

  /**
   * Returns a document's place in the corpus, from 0, documents that were skipped not counted: its
   * number here plus that of the near duplicates dropped before it.
   */
  public int ordinal(int document) {
    return names.ordinals().applyAsInt(Objects.checkIndex(document, size()));
  }

  /** Returns a document's id. */
  public String id(int document) {
    return names.ids().apply(Objects.checkIndex(document, size()));
  }

  /** Returns what else is known of a document; see {@link dev.icp.Document#metadata}. */
  public Map<String, Object> metadata(int document) {
    return names.metadata().apply(Objects.checkIndex(document, size()));
  }

  /**
   * Returns what a file of code imports, as it is written there; nothing unless the orderer
   * {@linkplain ContextOrderer#needsImports goes by it}.
   */
  public List<String> imports(int document) {
    return names.imports().apply(Objects.checkIndex(document, size()));
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

  /** Returns the number of tokens that begin each document, its first ones: 0 or 1. */
  public int beginTokens() {
    return beginTokens;
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
