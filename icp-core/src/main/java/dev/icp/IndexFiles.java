package dev.icp;

import dev.icp.internal.base.StageFolder;
import dev.icp.internal.base.StageInput;
import dev.icp.internal.base.StageKey;
import dev.icp.internal.documents.ContentHashes;
import dev.icp.internal.documents.Groups;
import dev.icp.internal.documents.IdStore;
import dev.icp.internal.documents.MetadataStore;
import dev.icp.internal.documents.PartsRead;
import dev.icp.internal.documents.TokenStore;
import dev.icp.internal.neighbours.graph.GraphFile;
import dev.icp.internal.vectors.LexicalEmbedder;
import dev.icp.internal.vectors.VectorsFile;
import dev.icp.internal.vectors.WordAgreement;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OnFailure;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.Storage;
import dev.icp.spi.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of an index, in the folder {@value #NAME}: of the corpus its ids, what tells its texts
 * and inputs from others, metadata, tokens and vectors, the neighbours, and {@value #FACTS}, which
 * is written last and knows size and checksum of the others. They are laid out as the results of
 * stages are, so that a run that was killed goes on.
 */
final class IndexFiles {
  static final String NAME = ".icp-index";
  static final String FACTS = "index";

  /** What tells the texts from others. */
  static final String HASHES = "hashes";

  /** What the inputs were, and what else reading them has found. */
  static final String INPUTS = "inputs";

  private static final String IDS = "ids";
  private static final String METADATA = "metadata";
  private static final String TOKENS = "tokens";
  private static final String VECTORS = "vectors";
  private static final String MEANING = "meaning";
  private static final String GRAPH = "graph";

  private IndexFiles() {}

  private static List<String> parts(IndexFacts.Kind vectors) {
    return switch (vectors) {
      case NONE -> List.of(IDS, HASHES, INPUTS, METADATA, TOKENS, GRAPH);
      case ONE -> List.of(IDS, HASHES, INPUTS, METADATA, TOKENS, GRAPH, VECTORS);
      case PAIR -> List.of(IDS, HASHES, INPUTS, METADATA, TOKENS, GRAPH, VECTORS, MEANING);
    };
  }

  /**
   * Writes what the stages have not left there themselves, and what the index says of itself.
   *
   * @param graphKept whether the stage has left the graph
   * @throws IllegalStateException if the vectors are of a kind that cannot be kept
   */
  static void write(
      Settings settings,
      ReadCorpus<?> corpus,
      NeighbourGraph graph,
      boolean graphKept,
      StageFolder folder) {
    StageKey key = StageKey.start().with("corpus", corpus.facts().corpus());
    folder.keep(IDS, key, corpus.ids()::writeTo);
    folder.keep(METADATA, key, corpus.metadata()::writeTo);
    GraphSource<?> source = corpus.source();
    Vectors vectors = corpus.vectors();
    if (!graphKept) {
      // One that was given is cut by groups whenever it is packed from.
      NeighbourGraph whole = vectors == null ? source.neighbours(null, corpus.stages()) : graph;
      folder.keep(GRAPH, key, output -> GraphFile.write(whole, output));
    }
    IndexFacts.Kind kind = kind(vectors);
    boolean kept = vectors != null && !source.isGiven() && VectorsFile.keeps(vectors);
    if (!kept && !folder.found().contains(VECTORS)) {
      write(vectors, key, folder);
    }
    PackingSettings packing = settings.packing().settings();
    List<String> checksums = parts(kind).stream().map(folder::checksum).toList();
    IndexFacts facts =
        new IndexFacts(
            corpus.tokens().size(),
            IntStream.range(0, corpus.tokens().size()).mapToLong(corpus.tokens()::count).sum(),
            RecordedTokenizer.of(settings.tokenizer()),
            source.embedderFingerprint(),
            source.indexFingerprint(),
            source.deterministic(),
            kind,
            vectors instanceof PairedVectors paired ? paired.weight() : 0,
            vectors == null ? 0 : LexicalEmbedder.weighedBy(PairedVectors.ofCopies(vectors)),
            source.k(),
            graph.recall(),
            packing.get(PackingSettings.RECALL),
            packing.get(PackingSettings.DUPLICATE_IDS),
            packing.get(PackingSettings.REFUSE_SPECIAL_TOKENS),
            packing.get(PackingSettings.GROUP_BY),
            corpus.facts(),
            checksums);
    folder.keep(FACTS, key, facts::writeTo);
  }

  private static IndexFacts.Kind kind(@Nullable Vectors vectors) {
    return vectors == null
        ? IndexFacts.Kind.NONE
        : vectors instanceof PairedVectors ? IndexFacts.Kind.PAIR : IndexFacts.Kind.ONE;
  }

  private static void write(@Nullable Vectors vectors, StageKey key, StageFolder folder) {
    if (vectors instanceof PairedVectors paired) {
      folder.keep(VECTORS, key, output -> VectorsFile.write(paired.words(), output));
      folder.keep(MEANING, key, output -> VectorsFile.write(paired.meaning(), output));
    } else if (vectors != null) {
      if (!VectorsFile.canWrite(vectors)) {
        throw new IllegalStateException(
            "index: vectors of " + vectors.getClass().getName() + " cannot be kept");
      }
      folder.keep(VECTORS, key, output -> VectorsFile.write(vectors, output));
    }
  }

  /**
   * Reads what an index says of itself.
   *
   * @throws UncheckedIOException naming the folder if there is none, or it is half-written or of
   *     another version
   */
  static IndexFacts facts(Path folder) {
    Path files = folder.resolve(NAME);
    if (!Files.isDirectory(files)) {
      throw refused(folder, "no index: none was written there");
    }
    if (!Files.isRegularFile(files.resolve(FACTS + ".manifest"))) {
      throw refused(folder, "an index that is not complete: index again, which goes on there");
    }
    StageInput input = StageFolder.take(files, FACTS, null);
    try {
      return IndexFacts.readFrom(input);
    } catch (IllegalArgumentException e) {
      throw refused(folder, String.valueOf(e.getMessage()));
    } finally {
      input.close();
    }
  }

  private static UncheckedIOException refused(Path folder, String reason) {
    return new UncheckedIOException(new IOException(folder + ": " + reason));
  }

  /** The corpus of an index, as far as another state of it can use it, but for the neighbours. */
  record Opened(
      IdStore ids,
      ContentHashes hashes,
      PartsRead parts,
      WordAgreement agreement,
      MetadataStore metadata,
      TokenStore tokens,
      @Nullable Vectors vectors)
      implements AutoCloseable {
    /** Closes all but the vectors. */
    @Override
    public void close() {
      try (ids;
          hashes;
          metadata) {
        tokens.close();
      }
    }
  }

  /**
   * Opens everything for another state of the corpus.
   *
   * @param copied where that is held of which copies are made
   */
  static Opened open(Path folder, IndexFacts facts, Storage storage, Storage copied) {
    Deque<AutoCloseable> open = new ArrayDeque<>();
    Parts parts = new Parts(folder.resolve(NAME), facts, storage);
    try {
      StageInput inputs = parts.take(INPUTS);
      open.push(inputs::close);
      PartsRead read = PartsRead.readFrom(inputs);
      WordAgreement agreement = new WordAgreement();
      agreement.take(inputs);
      inputs.close();
      open.clear();
      return new Opened(
          opened(open, IdStore.readFrom(parts.take(IDS), storage)),
          opened(open, ContentHashes.readFrom(parts.take(HASHES), storage)),
          read,
          agreement,
          opened(open, MetadataStore.readFrom(parts.take(METADATA), storage)),
          opened(open, TokenStore.readFrom(parts.take(TOKENS), copied)),
          parts.vectors());
    } catch (Throwable cause) {
      open.forEach(resource -> OnFailure.close(resource, cause));
      throw cause;
    }
  }

  /** Reads everything; the stages say how long that took. */
  static <V extends Vectors> ReadCorpus<V> read(
      Path folder, IndexFacts facts, Settings settings, GraphSource<V> source, StageRunner stages) {
    Deque<AutoCloseable> open = new ArrayDeque<>();
    Parts parts = new Parts(folder.resolve(NAME), facts, stages.storage());
    try {
      IdStore ids = opened(open, IdStore.readFrom(parts.take(IDS), stages.storage()));
      MetadataStore metadata =
          opened(open, MetadataStore.readFrom(parts.take(METADATA), stages.storage()));
      if (facts.documents() > 0) {
        Set<String> unseen =
            new LinkedHashSet<>(settings.packing().get(PackingSettings.ORDERER).needsMetadata());
        unseen.removeAll(metadata.names());
        CorpusReading.requireSeen(settings, unseen);
      }
      TokenStore tokens =
          stages.run(
              Stage.READ,
              () -> opened(open, TokenStore.readFrom(parts.take(TOKENS), stages.storage())));
      Vectors vectors = stages.run(Stage.EMBED, parts::vectors);
      if (vectors != null) {
        open.push(vectors);
      }
      String groupBy = settings.packing().get(PackingSettings.GROUP_BY);
      return new ReadCorpus<>(
          settings,
          source,
          stages,
          tokens,
          null,
          ids,
          metadata,
          null,
          groupBy.isEmpty() ? null : groups(groupBy, metadata, tokens.size()),
          null,
          vectors == null ? null : source.accept(vectors),
          vectors != null && groupBy.equals(facts.groupBy()) ? graph(folder, facts) : null,
          facts.reading());
    } catch (Throwable cause) {
      open.forEach(resource -> OnFailure.close(resource, cause));
      throw cause;
    }
  }

  /** Reads the neighbours. */
  static NeighbourGraph graph(Path folder, IndexFacts facts) {
    return GraphFile.read(part(folder.resolve(NAME), facts, GRAPH));
  }

  private static StageInput part(Path files, IndexFacts facts, String part) {
    return StageFolder.take(files, part, facts.parts().get(parts(facts.vectors()).indexOf(part)));
  }

  private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> open, T resource) {
    open.push(resource);
    return resource;
  }

  private static Groups groups(String name, MetadataStore metadata, int documents) {
    Groups groups = new Groups(name);
    for (int i = 0; i < documents; i++) {
      groups.add(metadata.get(i));
    }
    groups.requireNamed();
    return groups;
  }

  /** The files but for {@value #FACTS}. */
  private record Parts(Path folder, IndexFacts facts, Storage storage) {
    StageInput take(String part) {
      return part(folder, facts, part);
    }

    @Nullable Vectors vectors() {
      return switch (facts.vectors()) {
        case NONE -> null;
        case ONE -> VectorsFile.read(take(VECTORS), storage);
        case PAIR -> {
          Vectors words = VectorsFile.read(take(VECTORS), storage);
          try {
            yield new PairedVectors(
                (SparseVectors) words,
                (DenseVectors) VectorsFile.read(take(MEANING), storage),
                facts.weight());
          } catch (Throwable cause) {
            OnFailure.close(words, cause);
            throw cause;
          }
        }
      };
    }
  }
}
