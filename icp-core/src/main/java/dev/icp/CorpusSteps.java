package dev.icp;

import static dev.icp.settings.PackingSettings.DUPLICATE_IDS;
import static dev.icp.settings.PackingSettings.GROUP_BY;
import static dev.icp.settings.PackingSettings.NEIGHBOURS;
import static dev.icp.settings.PackingSettings.RECALL;
import static dev.icp.settings.PackingSettings.REFUSE_SPECIAL_TOKENS;
import static java.util.Objects.requireNonNull;

import dev.icp.internal.base.StageFolder;
import dev.icp.settings.PackingSettings;
import dev.icp.settings.Setting;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OnFailure;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.Tokenizer;
import dev.icp.spi.Vectors;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The first steps of packing for themselves: vectors, neighbours, an index of both. */
final class CorpusSteps {
  private static final List<Setting<?>> NEEDED =
      List.of(NEIGHBOURS, RECALL, DUPLICATE_IDS, GROUP_BY, REFUSE_SPECIAL_TOKENS);

  private CorpusSteps() {}

  /** Returns those settings that matter before anything is put in order. */
  static PackingSettings needed(PackingSettings all) {
    PackingSettings needed = PackingSettings.defaults().noSeparator();
    for (Setting<?> setting : NEEDED) {
      if (all.isSet(setting)) {
        needed = with(needed, setting, all);
      }
    }
    return needed;
  }

  /** Returns the same after an index of an earlier state of the corpus, if there is one. */
  static PackingSettings needed(
      PackingSettings all, Tokenizer tokenizer, @Nullable CorpusIndex earlier) {
    PackingSettings needed = needed(all);
    return earlier == null ? needed : earlier.later(needed, tokenizer);
  }

  private static <T> PackingSettings with(
      PackingSettings settings, Setting<T> setting, PackingSettings all) {
    return settings.set(setting, all.get(setting));
  }

  /** Reads and embeds. */
  static EmbeddedCorpus embed(Settings settings, Corpus corpus) {
    if (settings.graphSource().isGraph()) {
      throw new IllegalStateException("embed: graph() gives neighbours, and no vectors");
    }
    return run(
        settings,
        corpus,
        results(settings),
        step ->
            new EmbeddedCorpus(step.corpus(), step.corpus().stages().reports(), step.results()));
  }

  /** Reads, embeds and finds neighbours. */
  static CorpusNeighbours findNeighbours(Settings settings, Corpus corpus) {
    return run(
        settings,
        corpus,
        results(settings),
        step -> {
          NeighbourGraph graph = step.search().whole();
          return new CorpusNeighbours(
              step.corpus(), graph, step.corpus().stages().reports(), step.results());
        });
  }

  /**
   * Does the same and keeps all of it in a folder.
   *
   * @param earlier the index of an earlier state of the corpus; null for none
   */
  static CorpusIndex index(
      Settings settings, Corpus corpus, Path folder, @Nullable CorpusIndex earlier) {
    if (earlier != null) {
      EarlierIndex.require(earlier, settings.graphSource(), folder);
    }
    StageFolder results = StageFolder.open(folder, IndexFiles.NAME);
    try (StageRunner stages = new StageRunner(settings)) {
      EarlierIndex known = earlier == null ? null : new EarlierIndex(earlier, settings, stages);
      try (IndexReading reading = new IndexReading(stages, known)) {
        GraphSource<?> now = settings.graphSource();
        GraphSource<?> source = known == null ? now : known.source(now);
        // Until it is complete again it is none.
        results.remove(IndexFiles.FACTS);
        ReadCorpus<?> read = corpus.read(settings, source, stages, results, reading);
        return index(new Step(settings, read, results), folder, known);
      }
    } catch (Throwable cause) {
      OnFailure.close(results, cause);
      throw cause;
    }
  }

  private static CorpusIndex index(Step step, Path folder, @Nullable EarlierIndex earlier) {
    ReadCorpus<?> read = step.corpus();
    try {
      NeighbourSearch<?> search = step.search();
      NeighbourGraph graph =
          earlier == null
              ? search.whole()
              : read.stages().run(Stage.NEIGHBOURS, () -> requireNonNull(earlier).neighbours(read));
      boolean kept = earlier == null && search.keeps();
      IndexFiles.write(step.settings(), read, graph, kept, step.results());
    } catch (Throwable cause) {
      OnFailure.close(read::closeVectors, cause);
      OnFailure.close(read, cause);
      throw cause;
    }
    CorpusIndex.Changes changes = earlier == null ? null : earlier.changes(read.units());
    read.closeVectors();
    read.close();
    step.results().close();
    return CorpusIndex.open(folder, changes);
  }

  /** Where a step is when the corpus has been read. */
  private record Step(Settings settings, ReadCorpus<?> corpus, StageFolder results) {
    NeighbourSearch<?> search() {
      return search(corpus);
    }

    private <V extends Vectors> NeighbourSearch<V> search(ReadCorpus<V> read) {
      return new NeighbourSearch<>(settings, read, results);
    }
  }

  private static StageFolder results(Settings settings) {
    Path directory = settings.workDirectory();
    return directory == null ? StageFolder.none() : StageFolder.open(directory);
  }

  private static <R> R run(
      Settings settings, Corpus corpus, StageFolder results, Function<Step, R> rest) {
    try (StageRunner stages = new StageRunner(settings)) {
      ReadCorpus<?> read = corpus.read(settings, settings.graphSource(), stages, results);
      try {
        return rest.apply(new Step(settings, read, results));
      } catch (Throwable cause) {
        OnFailure.close(read::closeVectors, cause);
        OnFailure.close(read, cause);
        throw cause;
      }
    } catch (Throwable cause) {
      OnFailure.close(results, cause);
      throw cause;
    }
  }

  /** Lets go of what a step has left. */
  static void letGo(ReadCorpus<?> corpus, StageFolder results) {
    corpus.closeVectors();
    corpus.close();
    if (!corpus.settings().keepsWork()) {
      results.delete();
    }
    results.close();
  }

  /** Returns the number of floats in a vector; of words, how many different ones there are. */
  static int dimension(Vectors vectors) {
    if (vectors instanceof DenseVectors dense) {
      return dense.dimension();
    }
    if (vectors instanceof SparseVectors sparse) {
      return sparse.terms();
    }
    return vectors instanceof PairedVectors paired ? paired.meaning().dimension() : 0;
  }
}
