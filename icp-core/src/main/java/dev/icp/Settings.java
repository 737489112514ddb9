package dev.icp;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.Tokenizer;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ContextBuilder} was told, as it was when packing began.
 *
 * @param separator −1 for none
 * @param workDirectory where a later run finds what it can go on with; null for nowhere
 * @param keepsWork whether that stays there after success
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
    Path temporaryDirectory,
    @Nullable Path workDirectory,
    boolean keepsWork,
    long memoryBudget,
    ProgressListener progress,
    Consumer<BadDocumentException> onBadDocument,
    int contextLength) {
  /** Returns the number of tokens written after each document: 0 or 1. */
  int separatorTokens() {
    return separator < 0 ? 0 : 1;
  }
}
