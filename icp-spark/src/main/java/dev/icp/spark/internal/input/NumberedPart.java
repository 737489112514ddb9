package dev.icp.spark.internal.input;

import dev.icp.formats.CorpusPart;
import java.io.Serializable;

/**
 * A part of a corpus.
 *
 * @param index among all parts, from 0
 * @param linesBefore how many lines of its file stand before it
 */
record NumberedPart(CorpusPart part, int index, long linesBefore) implements Serializable {}
