package dev.icp;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.Tokenizer;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a {@link ContextBuilder} was told, as it was when packing began.
 *
 * @param separator −1 for none
 * @param keepsVectors whether the work directory was given, so that later runs may go on there
 * @param padding the token that fills up contexts; −1 where none is needed
 */
record Settings(
    Tokenizer tokenizer,
    GraphSource<?> graphSource,
    NearDuplicates nearDuplicates,
    ContextOrderer orderer,
    int separator,
    int padding,
    Boundary boundary,
    int lookAhead,
    boolean startAtDocument,
    Tail tail,
    boolean pathOrder,
    long seed,
    int threads,
    Path workDirectory,
    boolean keepsVectors,
    long memoryBudget,
    ProgressListener progress,
    Consumer<BadDocumentException> onBadDocument,
    int contextLength) {
  /** Returns the number of tokens written after each document: 0 or 1. */
  int separatorTokens() {
    return separator < 0 ? 0 : 1;
  }
}
