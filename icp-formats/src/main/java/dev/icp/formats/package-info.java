/**
 * Reads corpora and vectors, writes contexts and matrices. Start at {@link
 * dev.icp.formats.CorpusReader}, {@link dev.icp.formats.ContextWriters} and {@link
 * dev.icp.formats.NpyVectors}.
 */
@NullMarked
package dev.icp.formats;

import org.jspecify.annotations.NullMarked;
