package dev.icp.formats;

import dev.icp.formats.internal.files.Utf8;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How contexts are written; see {@link OutputFormat} for where. Immutable: each method returns
 * other options.
 */
public final class OutputOptions implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final OutputOptions DEFAULTS =
      new OutputOptions(0, 0, false, false, true, "", null, IfExists.REFUSE);

  private final long shardBytes;
  private final int tokenBytes;
  private final boolean documentMask;
  private final boolean lossMask;
  private final boolean withTokens;
  private final String tokenizerName;
  private final @Nullable String textSeparator;
  private final IfExists ifExists;

  private OutputOptions(
      long shardBytes,
      int tokenBytes,
      boolean documentMask,
      boolean lossMask,
      boolean withTokens,
      String tokenizerName,
      @Nullable String textSeparator,
      IfExists ifExists) {
    this.shardBytes = shardBytes;
    this.tokenBytes = tokenBytes;
    this.documentMask = documentMask;
    this.lossMask = lossMask;
    this.withTokens = withTokens;
    this.tokenizerName = tokenizerName;
    this.textSeparator = textSeparator;
    this.ifExists = ifExists;
  }

  /** Returns the default of each. */
  public static OutputOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets how large the main file of a shard may become; a shard holds at least one context.
   * Default: 64 MiB for MDS and litdata, 1 GiB for .npy, datatrove and Parquet, one file whatever
   * its size for JSON Lines and Megatron.
   *
   * @param bytes 1 or more; MDS and litdata take at most 4,000,000,000
   * @throws IllegalArgumentException if {@code bytes} is not positive
   */
  public OutputOptions shardBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("shardBytes: " + bytes + ", expected 1 or more");
    }
    return new OutputOptions(
        bytes,
        tokenBytes,
        documentMask,
        lossMask,
        withTokens,
        tokenizerName,
        textSeparator,
        ifExists);
  }

  /**
   * Sets how many bytes a token takes, in formats that have a choice. Default: 2 where every token
   * fits, else 4.
   *
   * @throws IllegalArgumentException unless {@code bytes} is 2 or 4
   */
  public OutputOptions tokenBytes(int bytes) {
    if (bytes != 2 && bytes != 4) {
      throw new IllegalArgumentException("tokenBytes: " + bytes + ", expected 2 or 4");
    }
    return new OutputOptions(
        shardBytes,
        bytes,
        documentMask,
        lossMask,
        withTokens,
        tokenizerName,
        textSeparator,
        ifExists);
  }

  /**
   * Sets whether the trainer is told each document's range, so that attention stays within it.
   * Default: a context is one range, as in-context pretraining wants it.
   */
  public OutputOptions documentMask(boolean mask) {
    return new OutputOptions(
        shardBytes, tokenBytes, mask, lossMask, withTokens, tokenizerName, textSeparator, ifExists);
  }

  /**
   * Sets whether it is written beside each token if the model is to learn it: all but padding.
   * Default: it is not, and what the trainer makes of padding is its own affair.
   */
  public OutputOptions lossMask(boolean mask) {
    return new OutputOptions(
        shardBytes,
        tokenBytes,
        documentMask,
        mask,
        withTokens,
        tokenizerName,
        textSeparator,
        ifExists);
  }

  /** Sets whether JSON Lines have the tokens. Default: they have. */
  public OutputOptions withTokens(boolean tokens) {
    return new OutputOptions(
        shardBytes,
        tokenBytes,
        documentMask,
        lossMask,
        tokens,
        tokenizerName,
        textSeparator,
        ifExists);
  }

  /**
   * Sets what becomes of files that stand where a {@linkplain ContextWriters writer of its own}
   * puts its own. An {@link OutputFolder} replaces what its manifest lists and nothing else,
   * whatever this says. Default: {@link IfExists#REFUSE}.
   */
  public OutputOptions ifExists(IfExists choice) {
    return new OutputOptions(
        shardBytes,
        tokenBytes,
        documentMask,
        lossMask,
        withTokens,
        tokenizerName,
        textSeparator,
        Objects.requireNonNull(choice, "choice"));
  }

  /** Returns what becomes of files that are there. */
  public IfExists ifExists() {
    return ifExists;
  }

  /**
   * Sets what the trainer knows the tokenizer by, for datatrove's metadata: a folder, or a name on
   * a hub. Default: the tokenizer's fingerprint, which no trainer can load.
   *
   * @param name without line breaks and vertical bars; empty for the default
   * @throws IllegalArgumentException if it has one
   */
  public OutputOptions tokenizerName(String name) {
    if (name.matches("(?s).*[|\\p{Cntrl}].*")) {
      throw new IllegalArgumentException(
          "tokenizerName: '" + name + "' has a line break or a vertical bar");
    }
    return new OutputOptions(
        shardBytes, tokenBytes, documentMask, lossMask, withTokens, name, textSeparator, ifExists);
  }

  /**
   * Sets what stands between documents in contexts of text. Default: what the tokenizer writes its
   * separator as, as in {@code <|endoftext|>}, and a blank line where it writes nothing, as for
   * bytes. Nothing stands between them where contexts have no separators.
   *
   * @param text may be empty
   * @throws IllegalArgumentException if it has a lone surrogate, which has no UTF-8
   */
  public OutputOptions textSeparator(String text) {
    if (Utf8.loneSurrogate(text) >= 0) {
      throw new IllegalArgumentException("textSeparator: has a lone surrogate");
    }
    return new OutputOptions(
        shardBytes, tokenBytes, documentMask, lossMask, withTokens, tokenizerName, text, ifExists);
  }

  /** Returns what was set; 0 for the format's default. */
  public long shardBytes() {
    return shardBytes;
  }

  /** Returns what was set; 0 for the narrowest that fits. */
  public int tokenBytes() {
    return tokenBytes;
  }

  /** Returns whether each document is a range of its own. */
  public boolean documentMask() {
    return documentMask;
  }

  /** Returns whether it is written which tokens are to be learned. */
  public boolean lossMask() {
    return lossMask;
  }

  /** Returns whether JSON Lines have the tokens. */
  public boolean withTokens() {
    return withTokens;
  }

  /** Returns what was set; empty for the fingerprint. */
  public String tokenizerName() {
    return tokenizerName;
  }

  /** Returns what was set; empty for what the tokenizer writes. */
  public Optional<String> textSeparator() {
    return Optional.ofNullable(textSeparator);
  }
}
