package dev.icp.internal.documents;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How often documents stand by how long they are, as in {@code tokens:32768=2,131072=4}: those of
 * 32,768 tokens and more twice, of 131,072 and more four times, shorter ones once.
 */
public final class LengthWeights implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String START = "tokens:";
  private static final Pattern RULES = Pattern.compile("[0-9]{1,9}=[0-9]{1,4}(\\.[0-9]{1,9})?");
  private static final double MOST = 1000;
  private static final String[] NONE = {};

  private final TreeMap<Integer, Double> weights = new TreeMap<>();

  private LengthWeights() {}

  /** Returns whether weights are said by length, right or wrong, rather than by a field. */
  public static boolean areIn(String weightBy) {
    return weightBy.startsWith(START);
  }

  /** Returns what is wrong with weights; null if nothing is, or a field says them. */
  public static @Nullable String wrong(String weightBy) {
    Set<Integer> lengths = new HashSet<>();
    for (String rule : areIn(weightBy) ? weightBy.substring(START.length()).split(",", -1) : NONE) {
      if (!RULES.matcher(rule).matches()
          || Double.parseDouble(afterEquals(rule)) > MOST
          || !lengths.add(tokens(rule))) {
        return "expected tokens, no number twice, and weights of 0 to 1000 as in"
            + " tokens:32768=2,131072=4";
      }
    }
    return null;
  }

  private static int tokens(String rule) {
    return Integer.parseInt(rule.substring(0, rule.indexOf('=')));
  }

  private static String afterEquals(String rule) {
    return rule.substring(rule.indexOf('=') + 1);
  }

  /** Returns weights of which nothing is {@link #wrong}. */
  public static LengthWeights of(String weightBy) {
    LengthWeights all = new LengthWeights();
    for (String rule : weightBy.substring(START.length()).split(",", -1)) {
      all.weights.put(tokens(rule), Double.parseDouble(afterEquals(rule)));
    }
    return all;
  }

  /** Returns the weight of a document of so many tokens. */
  public double of(int tokens) {
    Map.Entry<Integer, Double> rule = weights.floorEntry(tokens);
    return rule == null ? 1 : rule.getValue();
  }
}
