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
 * @param padding the token that fills up the last context under {@link Tail#PAD}; −1 otherwise
 */
record Settings(
    Tokenizer tokenizer,
    GraphSource<?> graphSource,
    NearDuplicates nearDuplicates,
    ContextOrderer orderer,
    int separator,
    int padding,
    Boundary boundary,
    Tail tail,
    boolean pathOrder,
    long seed,
    int threads,
    Path workDirectory,
    boolean keepsVectors,
    long memoryBudget,
    ProgressListener progress,
    Consumer<BadDocumentException> onBadDocument,
    int contextLength) {}
