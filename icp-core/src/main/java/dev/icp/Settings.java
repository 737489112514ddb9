package dev.icp;

import dev.icp.settings.CheckedSettings;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.Tokenizer;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ContextBuilder} was told, as it was when packing began.
 *
 * @param packing what decides what the contexts are, but for the parts
 * @param workDirectory where a later run finds what it can go on with; null for nowhere
 * @param keepsWork whether that stays there after success
 * @param keepsTexts whether contexts have the texts of their segments
 */
record Settings(
    CheckedSettings packing,
    Tokenizer tokenizer,
    GraphSource<?> graphSource,
    int threads,
    Path temporaryDirectory,
    @Nullable Path workDirectory,
    boolean keepsWork,
    boolean keepsTexts,
    long memoryBudget,
    ProgressListener progress,
    Consumer<BadDocumentException> onBadDocument) {
  NearDuplicates nearDuplicates() {
    return packing.get(PackingSettings.NEAR_DUPLICATES);
  }
}
