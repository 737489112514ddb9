package dev.icp.formats;

import java.util.List;

/**
 * Two outputs of one corpus beside each other: {@link OutputComparer} makes it, {@link
 * InspectionPage} shows it.
 *
 * @param nameA what the first one is called
 * @param nameB what the second one is called
 * @param a the first one, with the contexts in which the documents stand
 * @param b the second one
 * @param together of the pairs of documents that begin in one context of {@code a}, the share that
 *     does so in {@code b}; NaN without such pairs
 * @param consecutive of the pairs of documents of which one begins right after the other in a
 *     context of {@code a}, the share that does so in {@code b}, in either order; NaN without such
 *     pairs, and where not all documents are known
 * @param measures of both
 * @param settings those that differ
 * @param documents shown in both
 */
public record OutputComparison(
    String nameA,
    String nameB,
    OutputInspection a,
    OutputInspection b,
    double together,
    double consecutive,
    List<Measure> measures,
    List<Difference> settings,
    List<InBoth> documents) {
  /** Copies the lists. */
  public OutputComparison {
    measures = List.copyOf(measures);
    settings = List.copyOf(settings);
    documents = List.copyOf(documents);
  }

  /**
   * A figure of the report in both outputs.
   *
   * @param name what it is
   * @param a in the first one; NaN where it was not measured
   * @param b in the second one
   * @param decimals digits after the point that mean something
   */
  public record Measure(String name, double a, double b, int decimals) {}

  /**
   * A setting that is not the same.
   *
   * @param name as in the manifest
   * @param a in the first output
   * @param b in the second one
   */
  public record Difference(String name, String a, String b) {}

  /**
   * A document in both outputs.
   *
   * @param id its id
   * @param contextA the context in which it begins in the first one; −1 if in none
   * @param contextB in the second one
   */
  public record InBoth(String id, long contextA, long contextB) {}
}
