package dev.icp.formats.internal.format;

import dev.icp.formats.OutputOptions;
import org.jspecify.annotations.Nullable;

/**
 * What the shards of a format have in common.
 *
 * @param tokenBytes 2 or 4
 * @param tokenizer what the tokenizer is called in metadata
 * @param sidecarEnding what the name of a shard's sidecar has behind the shard's
 * @param gaps what contexts of text have between documents; null until it is known
 */
public record RunShape(
    OutputOptions options,
    int tokenBytes,
    String tokenizer,
    String sidecarEnding,
    @Nullable GapTexts gaps) {
  /** Returns whether it is written which tokens are to be learned. */
  public boolean lossMask() {
    return options.lossMask();
  }

  public boolean documentMask() {
    return options.documentMask();
  }
}
