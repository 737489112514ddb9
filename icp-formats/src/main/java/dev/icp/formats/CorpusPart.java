package dev.icp.formats;

import java.io.Serializable;

/**
 * A part of a corpus that can be read by itself, by another process as well: a file, or some lines
 * of one. From {@link CorpusReader#parts}.
 *
 * @param file where it is, absolute
 * @param name what it is called in ids and messages
 * @param given whether it was asked for by name, rather than found in a folder
 * @param from where it begins, in bytes: with the first line that begins there or behind it
 * @param to where the last line begins before; −1 for a file that is one part
 */
public record CorpusPart(String file, String name, boolean given, long from, long to)
    implements Serializable {
  /** Returns whether it is all of a file. */
  public boolean isWhole() {
    return to < 0;
  }
}
