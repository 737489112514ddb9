package dev.icp;

import dev.icp.internal.documents.Groups;
import dev.icp.internal.documents.IdStore;
import dev.icp.internal.documents.KeptTexts;
import dev.icp.internal.documents.MetadataStore;
import dev.icp.internal.documents.Pieces;
import dev.icp.internal.documents.TokenStore;
import dev.icp.internal.neighbours.graph.EpochNeighbours;
import dev.icp.internal.neighbours.graph.GroupedNeighbours;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.Vectors;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A corpus of which all has been read: ids, tokens, vectors and what else is known.
 *
 * @param <V> the kind of vectors
 * @param texts of the documents; null where contexts have none
 * @param imports what files of code import; null where nothing goes by it
 * @param groups which documents may share a context; null where any may
 * @param pieces that the documents were cut into; null where they are whole
 * @param vectors of pieces where there are any; null where a graph was given
 * @param graph the neighbours of all documents, where they have been found; else null
 */
record ReadCorpus<V extends Vectors>(
    Settings settings,
    GraphSource<V> source,
    StageRunner stages,
    TokenStore tokens,
    @Nullable KeptTexts texts,
    IdStore ids,
    MetadataStore metadata,
    @Nullable ImportStore imports,
    @Nullable Groups groups,
    @Nullable Pieces pieces,
    @Nullable V vectors,
    @Nullable NeighbourGraph graph,
    ReadingFacts facts)
    implements AutoCloseable {
  /** Returns how many documents there are, or pieces of them. */
  int units() {
    return pieces == null ? tokens.size() : pieces.size();
  }

  /**
   * Returns the groups of documents or pieces.
   *
   * @param some their numbers
   */
  int[] groupsOf(Groups known, int[] some) {
    return IntStream.of(some).map(i -> known.of(pieces == null ? i : pieces.document(i))).toArray();
  }

  /** Returns vectors by document: where there are pieces, those of the first ones. */
  @Nullable Vectors documentVectors() {
    V all = vectors;
    return all == null || pieces == null ? all : all.subset(pieces.firsts());
  }

  /**
   * Returns a problem of the documents that stay, or of all pieces, with who they are, and with
   * their vectors where there are any.
   *
   * @param stay their numbers, ascending
   */
  OrderingProblem known(OrderingProblem problem, int[] stay) {
    IntUnaryOperator ordinals = i -> pieces == null ? stay[i] : pieces.document(stay[i]);
    OrderingProblem named =
        problem
            .withDocuments(ordinals, i -> ids.get(ordinals.applyAsInt(i)))
            .withMetadata(i -> metadata.get(ordinals.applyAsInt(i)))
            .withImports(i -> imports == null ? List.of() : imports.get(ordinals.applyAsInt(i)));
    V all = vectors;
    if (all == null) {
      return named;
    }
    V kept = stay.length == all.size() ? all : GraphSource.subset(all, stay);
    return named.withVectors(
        kept,
        source.searchName(),
        some ->
            asOfEpoch(
                neighbours(
                    GraphSource.subset(kept, some),
                    IntStream.of(some).map(i -> stay[i]).toArray())));
  }

  /** Returns neighbours as the epoch that is packed sees them. */
  NeighbourGraph asOfEpoch(NeighbourGraph graph) {
    return settings.packing().get(PackingSettings.EPOCH) > 0
        ? EpochNeighbours.of(graph, settings.packing().epochSeed())
        : graph;
  }

  /**
   * Finds neighbours, none of another group.
   *
   * @param some vectors; null where a graph was given, which then is of all
   * @param numbers whose they are
   */
  NeighbourGraph neighbours(@Nullable V some, int[] numbers) {
    if (groups == null || groups.count() < 2) {
      return source.neighbours(some, stages);
    }
    int[] groupOf = groupsOf(groups, numbers);
    return some == null
        ? GroupedNeighbours.within(source.neighbours(null, stages), groupOf)
        : GroupedNeighbours.of(
            groupOf,
            groups.count(),
            source.k(),
            rows -> source.neighbours(GraphSource.subset(some, rows), stages));
  }

  /** Lets go of the vectors, which nothing needs once the contexts are laid out. */
  void closeVectors() {
    source.close(vectors);
  }

  /** Lets go of all but the vectors. */
  @Override
  public void close() {
    tokens.close();
    if (texts != null) {
      texts.close();
    }
    ids.close();
    metadata.close();
    if (imports != null) {
      imports.close();
    }
  }
}
