package dev.icp.spi;

import java.util.Set;

/** Puts documents in the order in which they are packed. Can be used again and again. */
@FunctionalInterface
public interface ContextOrderer {
  /** Returns the order; the same for the same problem, whatever the number of threads. */
  DocumentOrder order(OrderingProblem problem);

  /**
   * Returns a text that differs when the same problem could get another order; empty, which is the
   * default, if that cannot be told: an order is not kept for a later run then.
   */
  default String fingerprint() {
    return "";
  }

  /**
   * Returns whether the order depends on {@link OrderingProblem#vectors}, so that a graph alone is
   * not enough. The default is false.
   */
  default boolean needsVectors() {
    return false;
  }

  /**
   * Returns whether those vectors must be made of words, as {@link dev.icp.Embedders#lexical} makes
   * them. The default is false.
   */
  default boolean needsWords() {
    return false;
  }

  /**
   * Returns the names of the documents' {@linkplain OrderingProblem#metadata metadata} that the
   * order goes by, for those who read documents to know what to read. The default is none.
   */
  default Set<String> needsMetadata() {
    return Set.of();
  }

  /**
   * Returns whether the order goes by what files of code {@linkplain OrderingProblem#imports
   * import}, which is found while their texts are read: not where nothing but an index is there.
   * The default is false.
   */
  default boolean needsImports() {
    return false;
  }

  /**
   * Returns whether it may say of an order that it {@linkplain DocumentOrder#repeats repeats}
   * documents. The default is false, which does not forbid it.
   */
  default boolean mayRepeat() {
    return false;
  }

  /**
   * Returns whether it may say where contexts end and which parts of documents stand in them
   * ({@link DocumentOrder#ofStretches}), for which contexts are laid out as it says. The default is
   * false.
   */
  default boolean cutsDocuments() {
    return false;
  }

  /**
   * Returns the characters of the pieces that documents are to be cut into, at line ends, before
   * anything is compared; 0, which is the default, for whole documents. Where it is not 0, what the
   * problem calls documents are pieces: those of one document follow each other there, and have its
   * {@linkplain OrderingProblem#ordinal ordinal} and id; pieces that stand side by side in the
   * order as they do in their document are one stretch of text.
   */
  default int pieceCharacters() {
    return 0;
  }
}
