package dev.icp;

import dev.icp.settings.CheckedSettings;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.ContextWriter;
import dev.icp.spi.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Refuses what does not go together before anything is read. */
final class Fitting {
  private Fitting() {}

  /**
   * Refuses an order that needs what the source of the neighbours does not have.
   *
   * @param skips whether bad documents are left out
   * @throws IllegalStateException saying what does not go together
   */
  static void require(GraphSource<?> source, PackingSettings all, boolean skips) {
    if (skips && source.isGiven()) {
      throw new IllegalStateException(
          "onBadDocument does not go with vectors or a graph: their rows belong to documents by"
              + " position, which a skipped document would shift");
    }
    ContextOrderer orderer = all.get(PackingSettings.ORDERER);
    if (source.isGiven() && orderer.pieceCharacters() > 0) {
      throw new IllegalStateException(
          "the order "
              + orderer
              + " goes by pieces of documents, for which it needs an embedder: vectors() and"
              + " graph() give none");
    }
    if (source.isGraph() && orderer.needsVectors()) {
      throw new IllegalStateException(
          "the order "
              + orderer
              + " compares any two documents, for which it needs their vectors: graph() gives"
              + " none");
    }
  }

  /** Returns who is asked about bad documents: the one given, or who throws them. */
  static Consumer<BadDocumentException> orThrow(
      @Nullable Consumer<BadDocumentException> onBadDocument) {
    return onBadDocument != null
        ? onBadDocument
        : bad -> {
          throw bad;
        };
  }

  /**
   * Returns whether contexts are to have texts.
   *
   * @param asked whether that was said
   * @param writers may want texts
   * @throws IllegalStateException if there can be none
   */
  static boolean keepsTexts(
      boolean asked,
      List<ContextWriter> writers,
      Tokenizer tokenizer,
      @Nullable CorpusIndex index) {
    boolean keeps = asked || writers.stream().anyMatch(ContextWriter::wantsTexts);
    if (keeps && index != null) {
      throw new IllegalStateException("keepTexts does not go with an index, which has no texts");
    }
    if (keeps) {
      try {
        tokenizer.locate("");
      } catch (UnsupportedOperationException e) {
        throw new IllegalStateException("keepTexts: " + e.getMessage(), e);
      }
    }
    return keeps;
  }

  /**
   * Returns the settings of each length.
   *
   * @throws IllegalStateException if there are several, and settings do not go together with that
   */
  static List<Settings> each(
      ContextLengths lengths,
      PackingSettings all,
      Function<PackingSettings, Settings> snapshot,
      List<ContextWriter> writers) {
    List<Settings> each = new ArrayList<>();
    for (ContextLengths.Part part : lengths.parts()) {
      Settings settings = snapshot.apply(all.set(PackingSettings.CONTEXT_LENGTH, part.length()));
      if (lengths.areSeveral()) {
        requireSeveral(settings.packing());
      }
      require(writers, settings);
      each.add(settings);
    }
    return each;
  }

  private static void requireSeveral(CheckedSettings packing) {
    ContextOrderer orderer = packing.get(PackingSettings.ORDERER);
    if (orderer.mayRepeat() || orderer.cutsDocuments() || orderer.pieceCharacters() > 0) {
      throw new IllegalStateException(
          "several context lengths do not go with the order "
              + orderer
              + ", which repeats or cuts documents itself");
    }
    if (packing.tail() == Tail.DROP) {
      throw new IllegalStateException(
          "tail(DROP) does not go with several context lengths: it would drop the end of each");
    }
  }

  /** Refuses writers that cannot hold what will be packed. */
  static void require(List<ContextWriter> writers, Settings settings) {
    CheckedSettings packing = settings.packing();
    int largest = settings.tokenizer().vocabularySize() - 1;
    for (ContextWriter writer : writers) {
      writer.require(new ContextWriter.Planned(packing.contextLength(), packing.tail(), largest));
    }
  }

  /** Returns the folder for files that go beyond memory: the one chosen, or where work goes. */
  static Path firstOf(@Nullable Path chosen, @Nullable Path work) {
    Path folder = chosen != null ? chosen : work;
    return folder != null ? folder : Path.of(System.getProperty("java.io.tmpdir"));
  }
}
