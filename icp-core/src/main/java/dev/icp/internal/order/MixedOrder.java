package dev.icp.internal.order;

import dev.icp.internal.base.Shuffle;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Shares of the tokens, each in an order of its own: see {@link dev.icp.ContextOrderers#mix}. */
@SuppressWarnings("serial") // Serialisable if its orders are.
public final class MixedOrder implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  /** How far shares may be from adding up to 1, for the sake of rounding. */
  private static final double ROUNDING = 1e-6;

  private final ArrayList<Share> shares;

  /** A part of the tokens, above 0, and its order. */
  public record Share(ContextOrderer orderer, double share) implements Serializable {
    @Override
    public String toString() {
      return orderer + ":" + share;
    }
  }

  /**
   * A mix.
   *
   * @throws IllegalArgumentException if there is none, one is not above 0, or they do not add up to
   *     1
   */
  public MixedOrder(List<Share> shares) {
    double sum = 0;
    for (Share share : shares) {
      Parts.requireWhole(share.orderer());
      if (!(share.share() > 0)) {
        throw new IllegalArgumentException(
            "mix: share of " + share.orderer() + ": " + share.share() + ", expected above 0");
      }
      sum += share.share();
    }
    if (Math.abs(sum - 1) > ROUNDING) {
      throw new IllegalArgumentException(
          "mix: shares "
              + String.join(", ", shares.stream().map(Share::toString).toList())
              + " add up to "
              + sum
              + ", expected 1");
    }
    this.shares = new ArrayList<>(shares);
  }

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    int[] draws = Shuffle.permutation(problem.size(), problem.context().seed(), "mix");
    long total = 0;
    for (int document : draws) {
      total += size(problem, document);
    }
    Parts parts = new Parts(problem);
    double end = 0;
    long placed = 0;
    int from = 0;
    for (int s = 0; s < shares.size(); s++) {
      end += shares.get(s).share();
      int to = from;
      // A document belongs to the share that its middle falls into.
      while (to < draws.length
          && (s == shares.size() - 1 || placed + size(problem, draws[to]) / 2.0 < end * total)) {
        placed += size(problem, draws[to++]);
      }
      parts.add(Arrays.copyOfRange(draws, from, to), shares.get(s).orderer());
      from = to;
    }
    return parts.order();
  }

  private static long size(OrderingProblem problem, int document) {
    return (long) problem.tokens(document) + problem.separatorTokens();
  }

  @Override
  public boolean needsVectors() {
    return shares.stream().anyMatch(share -> share.orderer().needsVectors());
  }

  @Override
  public boolean needsWords() {
    return shares.stream().anyMatch(share -> share.orderer().needsWords());
  }

  @Override
  public Set<String> needsMetadata() {
    Set<String> names = new LinkedHashSet<>();
    shares.forEach(share -> names.addAll(share.orderer().needsMetadata()));
    return names;
  }

  @Override
  public boolean needsImports() {
    return shares.stream().anyMatch(share -> share.orderer().needsImports());
  }

  @Override
  public String fingerprint() {
    boolean known = shares.stream().noneMatch(share -> share.orderer().fingerprint().isBlank());
    return known ? toString() : "";
  }

  @Override
  public String toString() {
    return "mix of " + String.join(", ", shares.stream().map(Share::toString).toList());
  }
}
