/**
 * Neighbours by Lucene's HNSW graph ({@link dev.icp.lucene.LuceneHnswIndex}), vectors of Lucene
 * indexes that are there already ({@link dev.icp.lucene.LuceneVectors}), and tokenizers in the
 * format of the Hugging Face tokenizers library ({@link dev.icp.lucene.HuggingFaceTokenizers}).
 */
@NullMarked
package dev.icp.lucene;

import org.jspecify.annotations.NullMarked;
