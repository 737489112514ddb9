package dev.icp.formats.internal.inspect;

import dev.icp.formats.OutputInspection.Neighbourhood;
import dev.icp.internal.base.Shuffle;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Parts of the map, and words that tell each from the others. */
final class Neighbourhoods {
  private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}]{2,24}");
  private static final Pattern ADDRESS = Pattern.compile("\\w+://\\S*|www\\.\\S*");
  private static final int TEXT = 1500;
  private static final int WORDS = 3;
  private static final int ROUNDS = 25;

  /** Fewer documents than this are no neighbourhood. */
  private static final int LEAST = 4;

  private final List<String> vocabulary = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<int[]> wordsOf = new ArrayList<>();

  /** Takes the next document's text. */
  void add(String text) {
    IntSet words = new IntOpenHashSet();
    String start = text.substring(0, Math.min(TEXT, text.length()));
    Matcher found = WORD.matcher(ADDRESS.matcher(start).replaceAll(" "));
    while (found.find()) {
      String word = found.group().toLowerCase(Locale.ROOT);
      Integer number = numbers.get(word);
      if (number == null) {
        number = vocabulary.size();
        numbers.put(word, number);
        vocabulary.add(word);
      }
      words.add((int) number);
    }
    int[] sorted = words.toIntArray();
    Arrays.sort(sorted);
    wordsOf.add(sorted);
  }

  /**
   * Returns neighbourhoods, large ones and small ones.
   *
   * @param points documents on the map
   * @param places x and y of each point
   */
  List<Neighbourhood> of(int[] points, short[][] places) {
    int[] everywhere = count(points, IntStream.range(0, points.length).toArray());
    List<Neighbourhood> all = new ArrayList<>();
    for (int level = 0; level < 2; level++) {
      int wanted = (int) Math.min(level == 0 ? 24 : 160, points.length / (level == 0 ? 20L : 8L));
      int[] groups = groups(points.length, places, Math.max(1, wanted));
      all.addAll(named(level, points, places, groups, everywhere));
    }
    return all;
  }

  private List<Neighbourhood> named(
      int level, int[] points, short[][] places, int[] groups, int[] everywhere) {
    List<Neighbourhood> named = new ArrayList<>();
    int many = IntStream.of(groups).max().orElse(-1) + 1;
    for (int group = 0; group < many; group++) {
      int wanted = group;
      int[] members = IntStream.range(0, groups.length).filter(p -> groups[p] == wanted).toArray();
      List<String> words = members.length < LEAST ? List.of() : words(points, members, everywhere);
      if (!words.isEmpty()) {
        named.add(
            new Neighbourhood(
                level,
                (int) IntStream.of(members).map(p -> places[0][p]).average().orElseThrow(),
                (int) IntStream.of(members).map(p -> places[1][p]).average().orElseThrow(),
                members.length,
                words));
      }
    }
    named.sort(Comparator.comparingInt(Neighbourhood::documents).reversed());
    return named;
  }

  /** Returns in how many of some points' documents each word is. */
  private int[] count(int[] points, int[] members) {
    int[] counts = new int[vocabulary.size()];
    for (int member : members) {
      for (int word : wordsOf.get(points[member])) {
        counts[word]++;
      }
    }
    return counts;
  }

  /** Returns the words that most members have and most other documents do not. */
  private List<String> words(int[] points, int[] members, int[] everywhere) {
    int[] here = count(points, members);
    double[] gains = new double[here.length];
    for (int word = 0; word < here.length; word++) {
      double share = here[word] / (double) members.length;
      double usual = everywhere[word] / (double) points.length;
      double more = StrictMath.log(share / usual);
      gains[word] = here[word] < LEAST - 1 || more <= 0 ? 0 : share * more * more;
    }
    return IntStream.range(0, here.length)
        .filter(word -> gains[word] > 0)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer word) -> -gains[word])
                .thenComparing(vocabulary::get))
        .limit(WORDS)
        .map(vocabulary::get)
        .toList();
  }

  /** Returns the group of each point, by k-means. */
  private static int[] groups(int size, short[][] places, int wanted) {
    SplittableRandom random = Shuffle.random(0, "neighbourhoods");
    double[] x = new double[wanted];
    double[] y = new double[wanted];
    for (int group = 0; group < wanted && size > 0; group++) {
      int point = random.nextInt(size);
      x[group] = places[0][point];
      y[group] = places[1][point];
    }
    int[] groups = new int[size];
    for (int round = 0; round < ROUNDS; round++) {
      long[] sumX = new long[wanted];
      long[] sumY = new long[wanted];
      int[] counts = new int[wanted];
      for (int point = 0; point < size; point++) {
        int group = nearest(places[0][point], places[1][point], x, y);
        groups[point] = group;
        sumX[group] += places[0][point];
        sumY[group] += places[1][point];
        counts[group]++;
      }
      for (int group = 0; group < wanted; group++) {
        if (counts[group] > 0) {
          x[group] = sumX[group] / (double) counts[group];
          y[group] = sumY[group] / (double) counts[group];
        }
      }
    }
    return groups;
  }

  private static int nearest(double px, double py, double[] x, double[] y) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int group = 0; group < x.length; group++) {
      double dx = px - x[group];
      double dy = py - y[group];
      double square = dx * dx + dy * dy;
      if (square < least) {
        least = square;
        best = group;
      }
    }
    return best;
  }
}
