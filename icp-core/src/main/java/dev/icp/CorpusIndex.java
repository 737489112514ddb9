package dev.icp;

import dev.icp.settings.PackingSettings;
import dev.icp.settings.Setting;
import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.StageContext;
import dev.icp.spi.Storage;
import dev.icp.spi.Tokenizer;
import dev.icp.spi.Vectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A corpus that was read, tokenized, embedded and searched for neighbours once, and is kept in a
 * folder: packing from it, with whatever seed, order and context length, takes seconds and gives
 * the contexts that a run over the documents gives. {@link ContextBuilder#index} makes it, {@link
 * ContextBuilder#from} takes it.
 *
 * <p>Immutable; it holds nothing open, and any number of runs may use its folder at once.
 */
public final class CorpusIndex {
  private final Path folder;
  private final IndexFacts facts;
  private final @Nullable Changes changes;

  private CorpusIndex(Path folder, IndexFacts facts, @Nullable Changes changes) {
    this.folder = folder;
    this.facts = facts;
    this.changes = changes;
  }

  /**
   * What has become of a corpus since an earlier index of it.
   *
   * @param unchanged documents with the text that they had, under the same id
   * @param added documents of ids that there were not
   * @param changed documents with another text than they had
   * @param removed documents that there are no more
   * @param searchedAnew unchanged documents that were compared with all once more, because one of
   *     their neighbours is gone or has changed, or because they stand elsewhere in the corpus,
   *     have another group, or were given another vector
   */
  public record Changes(int unchanged, int added, int changed, int removed, int searchedAnew) {}

  /**
   * Opens an index.
   *
   * @param folder where {@link ContextBuilder#index} left it
   * @throws java.io.UncheckedIOException naming the folder if there is none, or it is half-written
   *     or of another version of icp
   */
  public static CorpusIndex open(Path folder) {
    return open(folder, null);
  }

  static CorpusIndex open(Path folder, @Nullable Changes changes) {
    return new CorpusIndex(
        folder, IndexFiles.facts(Objects.requireNonNull(folder, "folder")), changes);
  }

  /**
   * Makes an index of a later state of the corpus, in which documents may have been added, removed,
   * changed or moved. Only documents that are new or have another text are tokenized and embedded;
   * they are compared with all, and so are those that have lost a neighbour. This index stays as it
   * is.
   *
   * <p>Documents that are given as {@link dev.icp.spi.DocumentParts}, as {@code OpenCorpus} of
   * icp-formats is, are not even read where their parts are as they were.
   *
   * <p>By {@linkplain NeighbourIndex exact} methods the new one is what indexing all documents
   * gives, in every bit, if vectors depend on their own texts alone. By others, as many of the true
   * neighbours are found as in this one, or more. {@linkplain Embedders#lexical Words} weigh what
   * they weighed in this one, so that it is what indexing all documents by these weights gives: see
   * {@link #wordsWeighedBy}.
   *
   * @param documents all that there are now, with the settings of this index: those that are not
   *     set are taken from it
   * @param folder another than this one's; made if absent. An index that is there is replaced
   * @throws IllegalStateException naming the setting if one is another than this index's, or if
   *     what it was made of is not known well enough: it was given a graph, or words and meaning,
   *     or its embedder is a function without a name or one's own {@link
   *     dev.icp.spi.EmbeddingSession}
   * @throws IllegalArgumentException if {@code folder} is this one's, or in it
   */
  public CorpusIndex update(ContextBuilder documents, Path folder) {
    return documents.index(Objects.requireNonNull(folder, "folder"), this);
  }

  /** Returns what has changed since the earlier index; empty for one that was not just updated. */
  public Optional<Changes> changes() {
    return Optional.ofNullable(changes);
  }

  /**
   * Returns of how many documents the weights of words are; 0 where vectors are not of words. Other
   * than {@link #documents}, they are of an earlier state.
   */
  public int wordsWeighedBy() {
    return facts.weighedBy();
  }

  /** Returns where it is. */
  public Path folder() {
    return folder;
  }

  /** Returns the number of documents. */
  public int documents() {
    return facts.documents();
  }

  /** Returns the number of tokens of all documents, without separators. */
  public long tokens() {
    return facts.tokens();
  }

  /** Returns the fingerprint of the documents, ids and texts in order. */
  public String corpus() {
    return facts.reading().corpus();
  }

  /** Returns how many bad documents were left out. */
  public long skipped() {
    return facts.reading().skipped();
  }

  /**
   * Returns what is known of the tokenizer, which is everything that packing asks for: it cannot
   * make tokens of a text, nor a text of tokens, and knows no more than the special tokens by name.
   */
  public Tokenizer tokenizer() {
    return facts.tokenizer();
  }

  /** Returns the fingerprint of what made the vectors; empty where they, or a graph, were given. */
  public String embedder() {
    return facts.embedder();
  }

  /** Returns the fingerprint of what found the neighbours; empty where a graph was given. */
  public String neighbourIndex() {
    return facts.index();
  }

  /** Returns those settings that it was made with; packing from it has them but for the groups. */
  public PackingSettings settings() {
    return PackingSettings.defaults()
        .neighbours(facts.neighbours())
        .recall(facts.wantedRecall())
        .duplicateIds(facts.duplicateIds())
        .set(PackingSettings.REFUSE_SPECIAL_TOKENS, facts.refusesSpecialTokens())
        .groupBy(facts.groupBy());
  }

  /** Returns the share of the true neighbours that were found, as far as it is known; else NaN. */
  public double recall() {
    return facts.recall();
  }

  /** Opens everything but the neighbours. */
  IndexFiles.Opened open(Storage storage, Storage copied) {
    return IndexFiles.open(folder, facts, storage, copied);
  }

  /** Returns what vectors there are. */
  IndexFacts.Kind kind() {
    return facts.vectors();
  }

  /** Reads the neighbours. */
  NeighbourGraph graph() {
    return IndexFiles.graph(folder, facts);
  }

  /** Reads everything. */
  <V extends Vectors> ReadCorpus<V> read(
      Settings settings, GraphSource<V> source, StageRunner stages) {
    return IndexFiles.read(folder, facts, settings, source, stages);
  }

  /**
   * Returns settings with those that the index was made with.
   *
   * @throws IllegalStateException if they were set to something else
   */
  PackingSettings settings(PackingSettings given, Tokenizer tokenizer) {
    if (!tokenizer.fingerprint().equals(facts.tokenizer().fingerprint())) {
      throw new IllegalStateException(
          folder
              + " was indexed with another tokenizer: "
              + facts.tokenizer().fingerprint()
              + ", not "
              + tokenizer.fingerprint());
    }
    int characters = given.get(PackingSettings.ORDERER).pieceCharacters();
    if (characters > 0) {
      throw new IllegalStateException(
          "the order "
              + given.get(PackingSettings.ORDERER)
              + " goes by pieces of documents, whose texts an index does not hold");
    }
    if (given.get(PackingSettings.ORDERER).needsImports()) {
      throw new IllegalStateException(
          "the order "
              + given.get(PackingSettings.ORDERER)
              + " goes by imports in texts, which an index does not hold");
    }
    PackingSettings all = given;
    all = same(all, PackingSettings.NEIGHBOURS, facts.neighbours());
    all = same(all, PackingSettings.RECALL, facts.wantedRecall());
    all = same(all, PackingSettings.DUPLICATE_IDS, facts.duplicateIds());
    return same(all, PackingSettings.REFUSE_SPECIAL_TOKENS, facts.refusesSpecialTokens());
  }

  /** Returns the settings of a later state of the corpus: all that the index was made with. */
  PackingSettings later(PackingSettings given, Tokenizer tokenizer) {
    return same(settings(given, tokenizer), PackingSettings.GROUP_BY, facts.groupBy());
  }

  private <T> PackingSettings same(PackingSettings given, Setting<T> setting, T mine) {
    if (given.isSet(setting) && !given.get(setting).equals(mine)) {
      throw new IllegalStateException(
          setting.name()
              + ": "
              + given.get(setting)
              + ", but "
              + folder
              + " was indexed with "
              + (mine.equals("") ? "none" : mine)
              + ": index again");
    }
    return given.isSet(setting) || mine.equals(setting.standard())
        ? given
        : given.set(setting, mine);
  }

  /**
   * Returns where vectors and graph come from.
   *
   * @param searches of which the one is taken that the index was made with
   */
  GraphSource<?> source(List<NeighbourIndex<?>> searches) {
    return facts.vectors() == IndexFacts.Kind.NONE
        ? GraphSource.graph(IndexFiles.graph(folder, facts))
        : GraphSource.indexed(new Recorded(facts.embedder()), search(searches), facts.neighbours());
  }

  private NeighbourIndex<? super Vectors> search(List<NeighbourIndex<?>> searches) {
    double recall = facts.wantedRecall();
    NeighbourIndex<?> found =
        Stream.concat(
                searches.stream(),
                Stream.of(
                    NeighbourIndexes.invertedIndex(recall),
                    NeighbourIndexes.exactSparse(),
                    NeighbourIndexes.blocked(recall),
                    NeighbourIndexes.exact(),
                    NeighbourIndexes.both(recall)))
            .filter(search -> search.fingerprint().equals(facts.index()))
            .findFirst()
            .orElseGet(() -> new Missing(facts.index(), facts.deterministic(), folder));
    @SuppressWarnings("unchecked") // Of this name is what takes the vectors that are there.
    NeighbourIndex<? super Vectors> search = (NeighbourIndex<? super Vectors>) found;
    return search;
  }

  /** An embedder whose vectors are there. */
  private record Recorded(String fingerprint) implements Embedder<Vectors> {
    @Override
    public EmbeddingSession<Vectors> open(StageContext context) {
      throw new IllegalStateException("an index holds vectors, and not the embedder");
    }
  }

  /** One that found the neighbours, and is not at hand to find others. */
  private record Missing(String fingerprint, boolean deterministic, Path folder)
      implements NeighbourIndex<Vectors> {
    @Override
    public NeighbourGraph neighbours(Vectors vectors, int k, StageContext context) {
      throw new IllegalStateException(
          folder
              + ": these settings need neighbours that the index does not hold; give from() what"
              + " they were found with: "
              + fingerprint);
    }
  }
}
