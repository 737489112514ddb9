/**
 * Neighbours by Lucene's HNSW graph ({@link dev.icp.lucene.LuceneHnswIndex}), and tokenizers in the
 * format of the Hugging Face tokenizers library ({@link dev.icp.lucene.HuggingFaceTokenizers}).
 */
@NullMarked
package dev.icp.lucene;

import org.jspecify.annotations.NullMarked;
