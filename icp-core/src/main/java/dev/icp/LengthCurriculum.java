package dev.icp;

import dev.icp.internal.contexts.LengthAllotment;
import java.util.List;

/**
 * A corpus in contexts of several lengths, each document in those of one length: what training that
 * begins with short contexts and ends with long ones reads.
 *
 * <p>The documents are put in order once, as for the longest contexts. The order is cut into runs
 * of related documents, and runs go to lengths: those whose documents are long to the longest
 * contexts, until each length has its share of the tokens, as they are before weights repeat any.
 * So documents that are related stay together, and long ones are seldom cut into short contexts; in
 * Dataset Decomposition (Pouransari et al., 2024, arXiv 2405.13226) a document's length alone
 * decides. Within each length the runs follow the order.
 *
 * <p>To be closed, which closes the contexts of all lengths.
 */
public final class LengthCurriculum implements AutoCloseable {
  private final ContextLengths lengths;
  private final List<PackedContexts> contexts;

  LengthCurriculum(ContextLengths lengths, List<PackedContexts> contexts) {
    this.lengths = lengths;
    this.contexts = List.copyOf(contexts);
  }

  /**
   * Reads the corpus of a builder and packs it, with the builder's settings, into contexts of
   * several lengths.
   *
   * @throws IllegalArgumentException see {@link ContextBuilder#pack}
   * @throws IllegalStateException see there; also if the order may repeat documents or goes by
   *     pieces of them, or the end is dropped, which there is one of for each length
   */
  public static LengthCurriculum pack(ContextBuilder builder, ContextLengths lengths) {
    return builder.pack(lengths);
  }

  /** Returns the lengths, ascending, with the shares that were asked for. */
  public ContextLengths lengths() {
    return lengths;
  }

  /** Returns the contexts of each length, in their order; they are closed with this. */
  public List<PackedContexts> contexts() {
    return contexts;
  }

  /**
   * Returns the share of the documents' tokens that a length got.
   *
   * @param part its place among the lengths
   */
  public double share(int part) {
    long all = contexts.stream().mapToLong(each -> each.report().contexts().tokens()).sum();
    return all == 0 ? 0 : contexts.get(part).report().contexts().tokens() / (double) all;
  }

  /** Closes the contexts of all lengths. */
  @Override
  public void close() {
    RuntimeException failure = null;
    for (PackedContexts each : contexts) {
      try {
        each.close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Divides an order among lengths.
   *
   * @param counts tokens of what is in the order, by its number
   * @return what each length gets, in order
   */
  static List<int[]> divide(int[] order, int[] counts, ContextLengths lengths) {
    double[] shares = lengths.parts().stream().mapToDouble(ContextLengths.Part::share).toArray();
    return LengthAllotment.divide(order, counts, shares, lengths.longest());
  }
}
