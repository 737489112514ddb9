package dev.icp;

/** The stages of a packing run, in the order in which they run. */
public enum Stage {
  /** Documents are read, tokenized and handed to the embedder. */
  READ,
  /** The embedder finishes its vectors. */
  EMBED,
  /** Each document's nearest neighbours are found, and near duplicates dropped. */
  NEIGHBOURS,
  /** The documents are put in order. */
  ORDER,
  /** Contexts leave. */
  PACK
}
