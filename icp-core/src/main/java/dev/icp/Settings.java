package dev.icp;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.Tokenizer;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ContextBuilder} was told, as it was when packing began.
 *
 * @param begin where begin tokens stand
 * @param beginToken −1 for none
 * @param separator −1 for none
 * @param workDirectory where a later run finds what it can go on with; null for nowhere
 * @param keepsWork whether that stays there after success
 * @param padding the token that fills up contexts; −1 where none is needed
 * @param refusesSpecialTokens whether a text that has one written out is bad
 */
record Settings(
    Tokenizer tokenizer,
    GraphSource<?> graphSource,
    NearDuplicates nearDuplicates,
    ContextOrderer orderer,
    Begin begin,
    int beginToken,
    int separator,
    int padding,
    boolean refusesSpecialTokens,
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
  /** Returns the number of tokens that begin each document: 0 or 1. */
  int beginTokens() {
    return begin == Begin.DOCUMENT ? 1 : 0;
  }

  /** Returns the documents' tokens with those that begin them. */
  int[] withBegins(int[] counts) {
    return begin == Begin.DOCUMENT
        ? IntStream.of(counts).map(count -> Math.addExact(count, 1)).toArray()
        : counts;
  }

  /** Returns how many tokens of a context are for documents, separators and padding. */
  int room() {
    return begin == Begin.CONTEXT ? contextLength - 1 : contextLength;
  }

  /** Returns the number of tokens written after each document: 0 or 1. */
  int separatorTokens() {
    return separator < 0 ? 0 : 1;
  }
}
