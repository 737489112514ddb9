package dev.icp.spark.internal.base;

import dev.icp.Begin;
import dev.icp.NearDuplicates;
import dev.icp.settings.CheckedSettings;
import dev.icp.settings.PackingSettings;
import dev.icp.spark.SparkContexts;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.Tokenizer;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SparkContexts} was told, as it was when packing began.
 *
 * @param packing what decides what the contexts are, as on one machine
 * @param metadata names of what goes with the documents
 * @param vectorColumn null where vectors are to be made
 * @param orderColumn null for the id
 * @param embedder null for words
 */
public record SparkSettings(
    CheckedSettings packing,
    String idColumn,
    String textColumn,
    List<String> metadata,
    @Nullable String vectorColumn,
    @Nullable String orderColumn,
    PerExecutor<Tokenizer> tokenizer,
    @Nullable PerExecutor<Embedder<? extends DenseVectors>> embedder,
    int documentsPerJoin,
    int documentsPerGroup,
    boolean skipBadDocuments)
    implements Serializable {
  public int neighbours() {
    return packing.get(PackingSettings.NEIGHBOURS);
  }

  public long seed() {
    return packing.seed();
  }

  public NearDuplicates nearDuplicates() {
    return packing.get(PackingSettings.NEAR_DUPLICATES);
  }

  /** Returns the token before each context; −1 for none. */
  public int contextBegin() {
    return packing.begin() == Begin.CONTEXT ? packing.beginToken() : -1;
  }
}
