package dev.icp;

import dev.icp.internal.base.BudgetedStorage;
import dev.icp.internal.base.Folders;
import dev.icp.internal.documents.EarlierDocuments;
import dev.icp.internal.documents.EarlierDocuments.Stretch;
import dev.icp.internal.documents.Groups;
import dev.icp.internal.documents.KnownDocuments.Carried;
import dev.icp.internal.documents.PartsRead;
import dev.icp.internal.documents.SeenIds;
import dev.icp.internal.documents.TokenStore;
import dev.icp.internal.documents.Tokenizing;
import dev.icp.internal.neighbours.graph.GroupedNeighbours;
import dev.icp.internal.neighbours.update.GraphUpdate;
import dev.icp.internal.vectors.BlockSession;
import dev.icp.internal.vectors.CarriedVectors;
import dev.icp.internal.vectors.WordAgreement;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.DocumentParts.Part;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OnFailure;
import dev.icp.spi.Storage;
import dev.icp.spi.Vectors;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The index of an earlier state of a corpus, and what of it is of documents that are still the
 * same. Used once.
 */
final class EarlierIndex implements AutoCloseable {
  private static final Queue<PartsRead.Entry> NONE = new ArrayDeque<>();

  private final CorpusIndex index;
  private final IndexFiles.Opened files;
  private final EarlierDocuments documents;
  private final Map<String, Queue<PartsRead.Entry>> byName;
  private @Nullable Vectors vectors;
  private int searched;

  /**
   * Opens an index.
   *
   * @throws java.io.UncheckedIOException naming the file if one is not as it was written
   */
  EarlierIndex(CorpusIndex index, Settings settings, StageRunner stages) {
    this.index = index;
    // Most of it is only copied: it can be read where it is.
    Storage where = new BudgetedStorage(settings.temporaryDirectory(), 0);
    files = index.open(stages.storage(), where);
    documents = new EarlierDocuments(files.ids(), files.hashes());
    byName = files.parts().byName();
    vectors = files.vectors();
  }

  /**
   * Refuses what cannot go on.
   *
   * @throws IllegalArgumentException if the later index would go where the earlier one is
   * @throws IllegalStateException saying why it cannot be updated
   */
  static void require(CorpusIndex index, GraphSource<?> now, Path folder) {
    if (Folders.isWithin(folder, index.folder())) {
      throw new IllegalArgumentException(
          "folder: "
              + folder
              + " has the earlier index, or is in its folder, which stays as it is; give another"
              + " one");
    }
    if (index.kind() != IndexFacts.Kind.ONE || now.isGraph()) {
      throw refused(
          index,
          index.kind() == IndexFacts.Kind.PAIR
              ? "it relates documents by words and meaning at once, and a model's vectors are"
                  + " centred over all of them"
              : "neighbours were given, and no vectors");
    }
    if (!now.isNamed()) {
      throw refused(index, "a function without a name cannot be told from others");
    }
    if (index.neighbourIndex().isBlank()) {
      throw refused(index, "a search without a fingerprint cannot be told from others");
    }
    if (!now.indexFingerprint().equals(index.neighbourIndex())) {
      throw different(index, "method", now.indexFingerprint(), index.neighbourIndex());
    }
  }

  private static IllegalStateException refused(CorpusIndex index, String reason) {
    return new IllegalStateException(
        index.folder() + " cannot be updated: " + reason + "; index all documents");
  }

  private static IllegalStateException different(
      CorpusIndex index, String name, String now, String then) {
    return new IllegalStateException(
        name
            + ": "
            + (now.isEmpty() ? "none, vectors are given" : now)
            + ", but "
            + index.folder()
            + " was indexed with "
            + (then.isEmpty() ? "vectors that were given" : then)
            + ": index all documents");
  }

  /**
   * Returns where vectors come from, as they did.
   *
   * @throws IllegalStateException if they came from elsewhere
   */
  <V extends Vectors> GraphSource<V> source(GraphSource<V> now) {
    GraphSource<V> after = now.after(Objects.requireNonNull(vectors));
    String then = index.embedder();
    if (!then.equals(now.embedderFingerprint()) && !then.equals(after.embedderFingerprint())) {
      throw different(index, "embedder", now.embedderFingerprint(), then);
    }
    return after;
  }

  /**
   * Refuses an embedder that may make other vectors of the same text.
   *
   * @throws IllegalStateException if it may
   */
  void require(EmbeddingSession<?> session, GraphSource<?> source) {
    if (!source.weighsWords() && !(session instanceof BlockSession<?>)) {
      throw refused(index, "its vectors may depend on more than their own documents");
    }
  }

  EarlierDocuments documents() {
    return documents;
  }

  /** Returns what is known of the parts that it was read from. */
  PartsRead parts() {
    return files.parts();
  }

  /** Returns what words say of vectors, as far as it goes by earlier documents. */
  WordAgreement agreement() {
    return files.agreement();
  }

  /**
   * Finds what a part begins with, which goes behind it; null where it begins with nothing known.
   */
  @Nullable Carried skip(Part part, SeenIds seen) {
    Queue<PartsRead.Entry> entries = byName.getOrDefault(part.name(), NONE);
    for (PartsRead.Entry entry : entries) {
      Iterable<String> ids =
          () ->
              IntStream.range(entry.first(), entry.first() + entry.count())
                  .mapToObj(documents::id)
                  .iterator();
      boolean free = true;
      for (String id : ids) {
        free &= !seen.has(id);
      }
      // What has come into the way of an id says whoever reads the document.
      if (free && part.skip(entry.state(), ids)) {
        entries.remove(entry);
        return new Carried(entry.first(), entry.count());
      }
    }
    return null;
  }

  /** Returns an earlier document, without its text. */
  Document document(int earlier) {
    return new Document(documents.id(earlier), "", files.metadata().get(earlier));
  }

  /** Takes documents for what they were. */
  void carry(Carried carried, int first, TokenStore tokens) {
    documents.carry(carried.from(), carried.count());
    tokens.putFrom(files.tokens(), carried.from(), carried.count(), first);
  }

  /**
   * Takes documents that follow each other: tokens that were made of them stay where they are, and
   * those that are new, or have another text, are tokenized and embedded.
   *
   * @param session gets those that are new; null if it is not asked
   */
  void take(
      int first,
      List<String> texts,
      int[] originals,
      Tokenizing tokenizing,
      TokenStore tokens,
      @Nullable EmbeddingSession<?> session) {
    for (Stretch some : documents.stretches(first, texts.size())) {
      int from = some.from() - first;
      int to = from + some.count();
      if (!some.fresh()) {
        tokens.putFrom(files.tokens(), some.place(), some.count(), some.from());
        continue;
      }
      List<String> fresh = texts.subList(from, to);
      tokenizing.add(some.from(), fresh);
      if (session != null) {
        session.add(
            some.place(),
            fresh,
            documents.originals(some, Arrays.copyOfRange(originals, from, to)));
      }
    }
  }

  /** Returns the vectors of all documents; what is earlier is closed with them. */
  Vectors carry(Vectors fresh, StageRunner stages) {
    Vectors before = Objects.requireNonNull(vectors);
    try {
      Vectors all = CarriedVectors.of(before, fresh, documents.earlier(), stages);
      vectors = null;
      return all;
    } catch (Throwable cause) {
      OnFailure.close(fresh, cause);
      throw cause;
    }
  }

  /** Returns the neighbours of all documents. */
  <V extends Vectors> NeighbourGraph neighbours(ReadCorpus<V> corpus) {
    V all = Objects.requireNonNull(corpus.vectors());
    int[] earlierOf = documents.earlier();
    Vectors before = vectors;
    if (before != null) {
      CarriedVectors.keepEqual(before, all, earlierOf);
    }
    NeighbourGraph known = index.graph();
    Groups groups = corpus.groups();
    if (groups == null) {
      return update(corpus, all, known, earlierOf);
    }
    String name = corpus.settings().packing().get(PackingSettings.GROUP_BY);
    for (int i = 0; i < earlierOf.length; i++) {
      if (earlierOf[i] >= 0
          && !Objects.equals(
              files.metadata().get(earlierOf[i]).get(name), corpus.metadata().get(i).get(name))) {
        earlierOf[i] = -1;
      }
    }
    if (groups.count() < 2) {
      return update(corpus, all, known, earlierOf);
    }
    int[] groupOf = corpus.groupsOf(groups, IntStream.range(0, earlierOf.length).toArray());
    return GroupedNeighbours.of(
        groupOf,
        groups.count(),
        corpus.source().k(),
        rows ->
            update(
                corpus,
                GraphSource.subset(all, rows),
                known,
                IntStream.of(rows).map(row -> earlierOf[row]).toArray()));
  }

  private NeighbourGraph update(
      ReadCorpus<?> corpus, Vectors some, NeighbourGraph known, int[] earlierOf) {
    GraphUpdate.Updated updated =
        GraphUpdate.of(some, corpus.source().k(), known, earlierOf, corpus.stages());
    searched += updated.searched();
    return updated.graph();
  }

  /** Returns what has become of the earlier documents, once neighbours have been found. */
  CorpusIndex.Changes changes(int now) {
    int fresh = documents.fresh();
    int unchanged = now - fresh;
    return new CorpusIndex.Changes(
        unchanged,
        fresh - documents.changed(),
        documents.changed(),
        index.documents() - unchanged - documents.changed(),
        searched - fresh);
  }

  @Override
  public void close() {
    Vectors left = vectors;
    vectors = null;
    try (files) {
      if (left != null) {
        left.close();
      }
    }
  }
}
