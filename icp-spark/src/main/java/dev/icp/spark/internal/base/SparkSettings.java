package dev.icp.spark.internal.base;

import dev.icp.Tail;
import dev.icp.spark.SparkContexts;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.Tokenizer;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SparkContexts} was told, as it was when packing began.
 *
 * @param vectorColumn null where vectors are to be made
 * @param orderColumn null for the id
 * @param embedder null for words
 * @param nearDuplicates the name of the policy
 * @param dropAt the lowest cosine of near duplicates; null if they are not dropped
 * @param separateAt the lowest cosine of near duplicates; null if they are not kept apart
 * @param separator −1 for none
 * @param padding the token that fills up the last context under {@link Tail#PAD}
 */
public record SparkSettings(
    String idColumn,
    String textColumn,
    @Nullable String vectorColumn,
    @Nullable String orderColumn,
    PerExecutor<Tokenizer> tokenizer,
    @Nullable PerExecutor<Embedder<? extends DenseVectors>> embedder,
    ContextOrderer orderer,
    int neighbours,
    String nearDuplicates,
    @Nullable Float dropAt,
    @Nullable Float separateAt,
    double recall,
    int documentsPerJoin,
    int documentsPerGroup,
    int separator,
    int padding,
    Tail tail,
    boolean pathOrder,
    long seed,
    boolean skipBadDocuments,
    int contextLength)
    implements Serializable {}
