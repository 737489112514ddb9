/** Vectors from sentence-embedding models; the engine that runs them is the user's choice. */
@SuppressWarnings("requires-automatic")
module dev.icp.models {
  requires ai.djl.api;
  requires ai.djl.tokenizers;
  requires com.google.gson;
  requires static com.microsoft.onnxruntime;
  requires static langchain4j.core;
  requires transitive dev.icp.core;
  requires dev.icp.lucene;
  requires static transitive org.jspecify;

  exports dev.icp.models;
}
