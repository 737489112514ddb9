package dev.icp;

import static java.util.Objects.requireNonNull;

import dev.icp.NearDuplicates.Candidate;
import dev.icp.internal.base.StageFolder;
import dev.icp.internal.base.StageKey;
import dev.icp.internal.documents.Groups;
import dev.icp.internal.neighbours.duplicates.NearDuplicateFilter;
import dev.icp.internal.neighbours.graph.GraphFile;
import dev.icp.internal.neighbours.graph.StoredGraph;
import dev.icp.internal.vectors.VectorsFile;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.Vectors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The neighbours of a corpus, and which documents stay. Used once.
 *
 * @param <V> the kind of vectors
 */
final class NeighbourSearch<V extends Vectors> {
  private final Settings settings;
  private final GraphSource<V> source;
  private final ReadCorpus<V> corpus;
  private final StageFolder results;
  private int searches;

  /**
   * @param results where results of an earlier run may be, and those of this one go
   */
  NeighbourSearch(Settings settings, ReadCorpus<V> corpus, StageFolder results) {
    this.settings = settings;
    this.source = corpus.source();
    this.corpus = corpus;
    this.results = results;
  }

  /**
   * The documents that stay and their neighbours.
   *
   * @param whole the graph of all documents, near duplicates included
   */
  record Neighbourhood(NeighbourGraph whole, NearDuplicateFilter.Result result) {
    NeighbourGraph graph() {
      return result.graph();
    }

    int[] kept() {
      return result.kept();
    }
  }

  /** Finds the neighbours of all documents. */
  NeighbourGraph whole() {
    return corpus.stages().run(Stage.NEIGHBOURS, this::all);
  }

  /** Finds the neighbours, and again where near duplicates were dropped. */
  Neighbourhood neighbourhood() {
    return corpus.stages().run(Stage.NEIGHBOURS, this::withoutNearDuplicates);
  }

  private NeighbourGraph all() {
    NeighbourGraph known = corpus.graph();
    return known != null
        ? known
        : graph(corpus.vectors(), IntStream.range(0, corpus.units()).toArray());
  }

  private Neighbourhood withoutNearDuplicates() {
    V vectors = corpus.vectors();
    NeighbourGraph whole = all();
    if (!settings.nearDuplicates().drops()) {
      return new Neighbourhood(whole, NearDuplicateFilter.nothingDropped(whole));
    }
    NearDuplicateFilter filter =
        new NearDuplicateFilter(
            whole, settings.nearDuplicates().threshold(), vectors, this::sortByPreference);
    // Found anew, since who was surrounded by near duplicates has other neighbours now.
    return new Neighbourhood(
        whole,
        filter.filter(some -> graph(GraphSource.subset(requireNonNull(vectors), some), some)));
  }

  /** Returns whether what is found is kept for a later run, if anything is. */
  boolean keeps() {
    V vectors = corpus.vectors();
    return vectors != null && !source.indexFingerprint().isBlank() && VectorsFile.canWrite(vectors);
  }

  private NeighbourGraph graph(@Nullable V vectors, int[] numbers) {
    if (vectors == null) {
      return corpus.neighbours(null, numbers);
    }
    NeighbourGraph graph = keeps() ? kept(vectors, numbers) : corpus.neighbours(vectors, numbers);
    return StoredGraph.ifLarge(graph, corpus.stages().storage());
  }

  private NeighbourGraph kept(V vectors, int[] numbers) {
    StageKey key =
        source
            .graphKey()
            .with("vectors", results.fingerprint(output -> VectorsFile.write(vectors, output)));
    Groups groups = corpus.groups();
    if (groups != null) {
      int[] groupOf = corpus.groupsOf(groups, numbers);
      key = key.with("groups", results.fingerprint(o -> o.putInts(groupOf, 0, groupOf.length)));
    }
    return results.findOrMake(
        searches++ == 0 ? "graph" : "graph-" + searches,
        key,
        GraphFile::read,
        () -> corpus.neighbours(vectors, numbers),
        GraphFile::write);
  }

  private void sortByPreference(int[] ordinals) {
    Comparator<? super Candidate> comparator = settings.nearDuplicates().comparator();
    if (comparator == null) {
      return;
    }
    Candidate[] candidates = new Candidate[ordinals.length];
    Arrays.setAll(
        candidates,
        i ->
            new Candidate(
                corpus.ids().get(ordinals[i]), ordinals[i], corpus.tokens().count(ordinals[i])));
    Arrays.sort(candidates, comparator);
    Arrays.setAll(ordinals, i -> candidates[i].ordinal());
  }
}
