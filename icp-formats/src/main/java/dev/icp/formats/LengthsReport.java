package dev.icp.formats;

import java.util.List;

/**
 * What stands in {@value #NAME} beside the outputs of several context lengths.
 *
 * @param lengths ascending
 * @param documents of all lengths, near duplicates that were dropped included
 * @param tokens of documents, in contexts of all lengths
 */
public record LengthsReport(List<Length> lengths, long documents, long tokens) {
  /** The name of the file. */
  public static final String NAME = "lengths.json";

  /**
   * One length.
   *
   * @param folder its output, beside the file
   * @param contextLength tokens in a context
   * @param shareWanted of the documents' tokens
   * @param share that it got
   * @param contexts how many there are
   * @param documents that stand there, near duplicates that were dropped for them included
   * @param tokens of documents in its contexts
   */
  public record Length(
      String folder,
      int contextLength,
      double shareWanted,
      double share,
      long contexts,
      long documents,
      long tokens) {}
}
