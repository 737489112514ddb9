/** Neighbours by Lucene's HNSW, vectors of Lucene indexes, and Hugging Face tokenizers. */
@SuppressWarnings({
  "module",
  "requires-automatic"
}) // dev.icp.models does not exist yet; DJL, fastutil.
module dev.icp.lucene {
  requires ai.djl.api;
  requires ai.djl.tokenizers;
  requires com.google.gson;
  requires transitive dev.icp.core;
  requires it.unimi.dsi.fastutil.core;
  requires org.apache.lucene.core;
  requires static transitive org.jspecify;
  // DJL needs it, and as an automatic module cannot say so.
  requires org.slf4j;

  exports dev.icp.lucene;
  exports dev.icp.lucene.internal to
      dev.icp.models;
}
