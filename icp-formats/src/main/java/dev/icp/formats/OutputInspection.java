package dev.icp.formats;

import dev.icp.PackingReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an output holds, for people to look at: {@link OutputInspector} makes it, {@link
 * InspectionPage} shows it.
 *
 * @param manifest of the output
 * @param report of the run
 * @param contents of all contexts
 * @param samples some contexts, evenly spread
 * @param relations of the documents; null if none were to be known
 */
public record OutputInspection(
    OutputManifest manifest,
    PackingReport report,
    Contents contents,
    List<SampleContext> samples,
    @Nullable Relations relations) {
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

  /**
   * How documents are related. Cosines are shorts, in 1 / 10,000; {@link Short#MIN_VALUE} where not
   * known.
   *
   * @param by what the cosines are of: {@code words}; empty where no texts were known
   * @param beside for each of the samples, what stands beside it; empty where no texts were known
   * @param documents that are known
   * @param neighbourhoods of the map, those of a level by size
   */
  public record Relations(
      String by,
      List<Beside> beside,
      KnownDocuments documents,
      List<Neighbourhood> neighbourhoods) {
    /** Copies the lists. */
    public Relations {
      beside = List.copyOf(beside);
      neighbourhoods = List.copyOf(neighbourhoods);
    }
  }

  /**
   * A context's cosines, and those of documents drawn at random.
   *
   * @param cosines of all pairs of the documents that are shown: of i &lt; j at j (j − 1) / 2 + i
   * @param random as many tokens of documents drawn at random; its index is −1
   * @param randomCosines of the pairs of its documents
   */
  @SuppressWarnings("ArrayRecordComponent") // Some thousands of them, to be written.
  public record Beside(short[] cosines, SampleContext random, short[] randomCosines) {}

  /**
   * Documents, by their places in these lists.
   *
   * @param all how many documents the contexts hold
   * @param ids their ids
   * @param begins how their texts begin; empty where that is not known
   * @param pieces four numbers for each piece, by context and place in it: context, document, its
   *     first token and how many there are
   * @param cosines for each piece, with the one before it in its context
   * @param x places on the map, from left to right, 0 to 32,767; −1 for those not on it
   * @param y from top to bottom
   * @param metadata what else the output knows of them
   */
  @SuppressWarnings("ArrayRecordComponent") // Some hundred thousands of them, to be written.
  public record KnownDocuments(
      long all,
      List<String> ids,
      List<String> begins,
      int[] pieces,
      short[] cosines,
      short[] x,
      short[] y,
      List<MetadataField> metadata) {
    /** Copies the lists. */
    public KnownDocuments {
      ids = List.copyOf(ids);
      begins = List.copyOf(begins);
      metadata = List.copyOf(metadata);
    }
  }

  /**
   * A field of the documents' metadata.
   *
   * @param name of the field
   * @param values that any of the documents has, what most have first
   * @param of for each document, which of the values it has; −1 for none
   */
  @SuppressWarnings("ArrayRecordComponent") // Some hundred thousands of them, to be written.
  public record MetadataField(String name, List<String> values, int[] of) {
    /** Copies the list. */
    public MetadataField {
      values = List.copyOf(values);
    }
  }

  /**
   * Documents near each other on the map.
   *
   * @param level 0 for large ones, 1 for small ones within them
   * @param x of its middle
   * @param y of its middle
   * @param documents how many there are
   * @param words that tell it from the others, the most telling first
   */
  public record Neighbourhood(int level, int x, int y, int documents, List<String> words) {
    /** Copies the list. */
    public Neighbourhood {
      words = List.copyOf(words);
    }
  }
}
