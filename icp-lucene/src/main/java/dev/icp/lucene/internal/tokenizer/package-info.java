/** Tokenizers by the Hugging Face tokenizers library: their files, and the library itself. */
@NullMarked
package dev.icp.lucene.internal.tokenizer;

import org.jspecify.annotations.NullMarked;
