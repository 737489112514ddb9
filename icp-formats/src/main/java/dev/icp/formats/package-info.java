/**
 * Reads corpora and writes contexts. Start at {@link dev.icp.formats.CorpusReader} and {@link
 * dev.icp.formats.ContextWriters}.
 */
@NullMarked
package dev.icp.formats;

import org.jspecify.annotations.NullMarked;
