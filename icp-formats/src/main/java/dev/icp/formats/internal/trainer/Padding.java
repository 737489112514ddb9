package dev.icp.formats.internal.trainer;

/** What a trainer makes of padding. */
public enum Padding {
  /** A mask in the files takes the loss off it. */
  MASKED,
  /** The loss is taken off wherever the tokenizer's padding token stands. */
  PAD_TOKEN,
  /** The model learns it like any other token. */
  LEARNED
}
