/**
 * Builds language-model pretraining contexts out of related documents (In-Context Pretraining, Shi
 * et al., ICLR 2024, arXiv 2310.10638). Start at {@link dev.icp.ContextBuilder}.
 */
@NullMarked
package dev.icp;

import org.jspecify.annotations.NullMarked;
