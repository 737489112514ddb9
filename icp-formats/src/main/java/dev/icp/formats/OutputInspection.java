package dev.icp.formats;

import dev.icp.PackingReport;
import java.util.List;

/**
 * What an output holds, for people to look at: {@link OutputInspector} makes it, {@link
 * InspectionPage} shows it.
 *
 * @param manifest of the output
 * @param report of the run
 * @param contents of all contexts
 * @param samples some contexts, evenly spread
 */
public record OutputInspection(
    OutputManifest manifest, PackingReport report, Contents contents, List<SampleContext> samples) {
  /** Copies the list. */
  public OutputInspection {
    samples = List.copyOf(samples);
  }

  /**
   * What stands in the contexts.
   *
   * @param pieces documents, and parts of those that were cut
   * @param continued pieces that go on with a document, which began before or in another context
   * @param piecesPerContext how many pieces the contexts have
   * @param fill the percentage of the context length that is tokens of documents, rounded down; the
   *     rest is separators and padding, or missing from a short context
   */
  public record Contents(
      long pieces, long continued, Distribution piecesPerContext, Distribution fill) {}

  /**
   * How whole numbers are distributed.
   *
   * @param least the least of them; 0 if there are none
   * @param median half of them are at most this
   * @param most the greatest
   * @param mean their mean; NaN if there are none
   * @param from the least number of the first bin
   * @param width how many numbers each bin has
   * @param counts how many of them are in each bin
   */
  public record Distribution(
      long least, long median, long most, double mean, long from, long width, List<Long> counts) {
    /** Copies the list. */
    public Distribution {
      counts = List.copyOf(counts);
    }
  }

  /**
   * A context.
   *
   * @param index counted from 0
   * @param pieces how many pieces it has
   * @param tokens how many tokens of documents
   * @param padding how many of padding
   * @param shown the first pieces
   */
  public record SampleContext(
      long index, int pieces, int tokens, int padding, List<SamplePiece> shown) {
    /** Copies the list. */
    public SampleContext {
      shown = List.copyOf(shown);
    }
  }

  /**
   * A document, or a part of one. The names and meanings of the first four are those of {@link
   * dev.icp.Segment}.
   *
   * @param text where it begins to read: the piece's first text, or, where only the document is
   *     known, the document's; empty where neither is
   * @param beginning whether {@code text} is how the document begins
   * @param more whether the text goes on
   */
  @SuppressWarnings("MissingSummary")
  public record SamplePiece(
      String id, int from, int to, int at, String text, boolean beginning, boolean more) {}
}
