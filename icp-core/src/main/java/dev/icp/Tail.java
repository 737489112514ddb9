package dev.icp;

/** What happens to the last context when the tokens do not fill it. It always leaves last. */
public enum Tail {
  /** It stays short. */
  SHORT,
  /** It is filled up with the padding token. */
  PAD,
  /** It is left out; the report says how many tokens went with it. */
  DROP
}
