package dev.icp.spark.internal.base;

import dev.icp.Begin;
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
 * @param beginToken −1 for none
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
    Begin begin,
    int beginToken,
    int separator,
    int padding,
    boolean refusesSpecialTokens,
    Tail tail,
    boolean pathOrder,
    long seed,
    boolean skipBadDocuments,
    int contextLength)
    implements Serializable {
  /** Returns how many tokens of a context are for documents, separators and padding. */
  public int room() {
    return begin == Begin.CONTEXT ? contextLength - 1 : contextLength;
  }

  /** Returns the token before each document; −1 for none. */
  public int documentBegin() {
    return begin == Begin.DOCUMENT ? beginToken : -1;
  }

  /** Returns the token before each context; −1 for none. */
  public int contextBegin() {
    return begin == Begin.CONTEXT ? beginToken : -1;
  }

  /** Returns how many tokens stand around each document: 0 to 2. */
  public int tokensAround() {
    return (documentBegin() < 0 ? 0 : 1) + (separator < 0 ? 0 : 1);
  }
}
