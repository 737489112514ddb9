package dev.icp;

import java.util.List;

/**
 * The files that documents came from.
 *
 * @param read what they were read as, each kind that there was
 * @param leftOut how many files and folders within the folders given were not read
 * @param listed the first {@value PackingReport#MAX_SKIPPED_LISTED} of those
 */
public record CorpusFiles(List<Read> read, long leftOut, List<LeftOut> listed) {
  /** No files. */
  public static final CorpusFiles NONE = new CorpusFiles(List.of(), 0, List.of());

  /** Copies the lists. */
  public CorpusFiles {
    read = List.copyOf(read);
    listed = List.copyOf(listed);
  }

  /**
   * Files that were read as the same kind.
   *
   * @param kind JSON Lines, JSON array, JSON objects, Parquet, tokens of Megatron-LM, tokens of
   *     NumPy, text, or JSON as text
   * @param files how many there were
   * @param documents how many documents they held, bad ones not counted
   */
  public record Read(String kind, long files, long documents) {}

  /**
   * A file or folder that was not read.
   *
   * @param path as it was given, or below the folder that was given
   * @param reason why not
   */
  public record LeftOut(String path, String reason) {}
}
