package dev.icp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Several context lengths, and what share of the tokens each gets: for training that begins with
 * short contexts and ends with long ones. Immutable.
 *
 * @param parts by length, ascending
 */
public record ContextLengths(List<Part> parts) {
  private static final double CLOSE = 1e-6;

  /**
   * A length and its share.
   *
   * @param length tokens in a context, 1 or more
   * @param share of all tokens, above 0
   */
  public record Part(int length, double share) {}

  /**
   * Copies the list, and puts it in order.
   *
   * @throws IllegalArgumentException if there are none, one of several is below 1, a length stands
   *     twice, or shares are not above 0 and 1 together
   */
  public ContextLengths {
    parts = parts.stream().sorted(Comparator.comparingInt(Part::length)).toList();
    double sum = parts.stream().mapToDouble(Part::share).sum();
    long different = parts.stream().mapToInt(Part::length).distinct().count();
    if (parts.isEmpty() || different < parts.size()) {
      throw wrong(named(parts), "expected one or more that differ");
    }
    if (parts.size() > 1 && parts.get(0).length() < 1) {
      throw wrong(named(parts), "expected lengths of 1 or more");
    }
    if (parts.stream().anyMatch(part -> !(part.share() > 0)) || !(Math.abs(sum - 1) < CLOSE)) {
      throw wrong(named(parts), "expected shares above 0 that are 1 together");
    }
  }

  /**
   * Returns lengths of equal shares.
   *
   * @throws IllegalArgumentException if there are none, or one stands twice
   */
  public static ContextLengths of(int... lengths) {
    List<Part> parts = new ArrayList<>();
    for (int length : lengths) {
      parts.add(new Part(length, 1.0 / lengths.length));
    }
    return new ContextLengths(parts);
  }

  /**
   * Reads lengths as commands have them: {@code 2048:0.2,8192:0.3,32768:0.5}, or without any shares
   * for equal ones, or a single length.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static ContextLengths byName(String text) {
    String[] words = text.split(",", -1);
    List<Part> parts = new ArrayList<>();
    int shares = 0;
    for (String word : words) {
      int colon = word.indexOf(':');
      try {
        int length = Integer.parseInt(colon < 0 ? word : word.substring(0, colon));
        double share =
            colon < 0 ? 1.0 / words.length : Double.parseDouble(word.substring(colon + 1));
        parts.add(new Part(length, share));
      } catch (NumberFormatException e) {
        throw wrong(text, "expected lengths as in 8192, 2048,8192 or 2048:0.25,8192:0.75");
      }
      shares += colon < 0 ? 0 : 1;
    }
    if (shares > 0 && shares < words.length) {
      throw wrong(text, "expected a share for each length, or for none");
    }
    return new ContextLengths(parts);
  }

  private static IllegalArgumentException wrong(String what, String expected) {
    return new IllegalArgumentException("contextLengths: " + what + ", " + expected);
  }

  /** Returns the longest one. */
  public int longest() {
    return parts.get(parts.size() - 1).length();
  }

  /** Returns whether there is more than one. */
  public boolean areSeveral() {
    return parts.size() > 1;
  }

  /** Returns them as {@link #byName} reads them. */
  @Override
  public String toString() {
    return named(parts);
  }

  private static String named(List<Part> parts) {
    boolean equal = parts.stream().mapToDouble(Part::share).distinct().count() < 2;
    return parts.stream()
        .map(
            part ->
                equal
                    ? Integer.toString(part.length())
                    : String.format(Locale.ROOT, "%d:%s", part.length(), part.share()))
        .collect(Collectors.joining(","));
  }
}
