package dev.icp.formats.internal.inspect;

import dev.icp.formats.OutputInspection.KnownDocuments;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much of what shares a context in one output does so in another.
 *
 * @param together see {@link dev.icp.formats.OutputComparison#together}
 * @param consecutive see {@link dev.icp.formats.OutputComparison#consecutive}
 */
public record Overlap(double together, double consecutive) {
  /** A pair of documents, the lower id first. */
  private record Pair(String one, String other) {
    static Pair of(String a, String b) {
      return a.compareTo(b) < 0 ? new Pair(a, b) : new Pair(b, a);
    }
  }

  /** Compares two outputs by the documents that are known of both. */
  public static Overlap of(KnownDocuments a, KnownDocuments b) {
    Map<String, Integer> contextsB = beginnings(b);
    Map<Integer, Map<Integer, Long>> together = new HashMap<>();
    beginnings(a)
        .forEach(
            (id, context) ->
                together
                    .computeIfAbsent(context, c -> new HashMap<>())
                    .merge(contextsB.getOrDefault(id, -1), 1L, Long::sum));
    double pairs = 0;
    double kept = 0;
    for (Map<Integer, Long> counts : together.values()) {
      pairs += pairs(counts.values().stream().mapToLong(n -> n).sum());
      for (Map.Entry<Integer, Long> count : counts.entrySet()) {
        kept += count.getKey() < 0 ? 0 : pairs(count.getValue());
      }
    }
    boolean complete = a.ids().size() == a.all() && b.ids().size() == b.all();
    return new Overlap(kept / pairs, complete ? consecutive(a, b) : Double.NaN);
  }

  private static double pairs(long of) {
    return of * (of - 1) / 2.0;
  }

  private static Map<String, Integer> beginnings(KnownDocuments known) {
    Map<String, Integer> contexts = new HashMap<>();
    int[] pieces = known.pieces();
    for (int at = 0; at < pieces.length; at += 4) {
      if (pieces[at + 2] == 0) {
        contexts.putIfAbsent(known.ids().get(pieces[at + 1]), pieces[at]);
      }
    }
    return contexts;
  }

  private static double consecutive(KnownDocuments a, KnownDocuments b) {
    Set<Pair> inA = neighbours(a);
    Set<Pair> inB = neighbours(b);
    return inA.stream().filter(inB::contains).count() / (double) inA.size();
  }

  private static Set<Pair> neighbours(KnownDocuments known) {
    Set<Pair> pairs = new HashSet<>();
    int[] pieces = known.pieces();
    List<String> ids = known.ids();
    for (int at = 4; at < pieces.length; at += 4) {
      if (pieces[at] == pieces[at - 4] && pieces[at + 2] == 0) {
        pairs.add(Pair.of(ids.get(pieces[at - 3]), ids.get(pieces[at + 1])));
      }
    }
    return pairs;
  }
}
