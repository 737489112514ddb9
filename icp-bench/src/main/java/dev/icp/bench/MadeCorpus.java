package dev.icp.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Texts made by seed that are like a corpus where it matters here: word frequencies fall as 1 /
 * rank (Zipf), lengths are log-normal with a long tail, and each document is about one of many
 * topics, which has words of its own. Half of the words are those of the topic. Immutable.
 */
final class MadeCorpus {
  private static final int WORDS = 50_000;
  private static final int TOPIC_WORDS = 300;
  private static final int DOCUMENTS_PER_TOPIC = 50;
  private static final int MEDIAN_WORDS = 250;
  private static final int MAX_WORDS = 100 * MEDIAN_WORDS;
  private static final double LENGTH_SPREAD = 1.2;

  private final List<String> texts;

  private MadeCorpus(List<String> texts) {
    this.texts = texts;
  }

  /**
   * Makes a corpus.
   *
   * @param documents number of documents, 0 or more
   * @param seed the same seed gives the same texts
   */
  static MadeCorpus of(int documents, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] words = words(random);
    double[] everywhere = zipf(WORDS);
    double[] inTopic = zipf(TOPIC_WORDS);
    int[][] topics = new int[1 + documents / DOCUMENTS_PER_TOPIC][];
    for (int t = 0; t < topics.length; t++) {
      topics[t] = random.ints(TOPIC_WORDS, 0, WORDS).toArray();
    }
    List<String> texts = new ArrayList<>(documents);
    for (int i = 0; i < documents; i++) {
      int[] topic = topics[random.nextInt(topics.length)];
      StringBuilder text = new StringBuilder();
      for (int left = length(random); left > 0; left--) {
        int word = random.nextBoolean() ? topic[draw(inTopic, random)] : draw(everywhere, random);
        text.append(words[word]).append(left % 12 == 1 ? ".\n" : " ");
      }
      texts.add(text.toString());
    }
    return new MadeCorpus(List.copyOf(texts));
  }

  private static int length(SplittableRandom random) {
    double length = MEDIAN_WORDS * Math.exp(LENGTH_SPREAD * random.nextGaussian());
    return (int) Math.max(5, Math.min(MAX_WORDS, length));
  }

  /** Words of two to five syllables, some of which occur twice. */
  private static String[] words(SplittableRandom random) {
    String[] words = new String[WORDS];
    for (int w = 0; w < WORDS; w++) {
      StringBuilder word = new StringBuilder();
      for (int syllables = random.nextInt(2, 6); syllables > 0; syllables--) {
        word.append("bcdfghklmnprstvz".charAt(random.nextInt(16)));
        word.append("aeiou".charAt(random.nextInt(5)));
      }
      words[w] = word.toString();
    }
    return words;
  }

  /** Returns the running sums of 1, 1/2, 1/3, … */
  private static double[] zipf(int ranks) {
    double[] sums = new double[ranks];
    double sum = 0;
    for (int r = 0; r < ranks; r++) {
      sum += 1.0 / (r + 1);
      sums[r] = sum;
    }
    return sums;
  }

  private static int draw(double[] sums, SplittableRandom random) {
    int at = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
    return at < 0 ? -at - 1 : at;
  }

  /** Returns the texts. */
  List<String> texts() {
    return texts;
  }
}
