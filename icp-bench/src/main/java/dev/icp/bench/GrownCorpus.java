package dev.icp.bench;

import dev.icp.Document;
import dev.icp.NeighbourIndexes;
import dev.icp.internal.base.Shuffle;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageContext;
import it.unimi.dsi.fastutil.HashCommon;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A corpus of any size with the word statistics of a real one, for finding out how time grows. It
 * has as many <em>worlds</em> as the real corpus goes into it, and in each world a likeness of
 * every real document: as long as it, and put together from pieces of it and of its nearest
 * neighbours. A word is the same in all worlds or has a name of its own in each, the more often the
 * rarer it is: with the probability with which a word of so many documents of one half of the real
 * topics is missing in the other half. So every world has topics of its own, the vocabulary goes on
 * growing, frequent words stay frequent, and rare ones rare. Immutable.
 */
final class GrownCorpus {
  private static final int NEIGHBOURS = 10;
  private static final int MIN_PIECE = 40;
  private static final int MAX_PIECE = 400;
  private static final int BUCKET_BITS = 24;

  private final List<String> texts;
  private final NeighbourGraph graph;
  private final int[] places;
  private final int words;
  private final long seed;
  private final int[] documentFrequencies = new int[1 << BUCKET_BITS];

  /** Of a word that stands in 2^i … 2^(i + 1) − 1 documents: how probable a name of its own is. */
  private final double[] ownName = new double[32];

  /**
   * @param documents how many documents it has, 1 or more
   * @param words how many words each of them has, 0 for about as many as the real one
   * @param real the real documents, with their topics for ids
   */
  GrownCorpus(int documents, int words, List<Document> real, StageContext context) {
    texts = real.stream().map(Document::text).toList();
    this.words = words;
    seed = context.seed();
    graph =
        NeighbourIndexes.exactSparse()
            .neighbours(Embedding.lexical(texts, context), NEIGHBOURS, context);
    places = Shuffle.permutation(documents, seed, "grown corpus");
    learnNames(real);
  }

  private void learnNames(List<Document> real) {
    int[] inOneHalf = new int[documentFrequencies.length];
    int[] inOtherHalf = new int[documentFrequencies.length];
    int[] lastSeen = new int[documentFrequencies.length];
    for (int i = 0; i < texts.size(); i++) {
      int topic = HashCommon.mix(real.get(i).id().hashCode());
      int[] half = topic % 2 == 0 ? inOneHalf : inOtherHalf;
      String text = texts.get(i);
      for (int at = 0; at < text.length(); ) {
        int end = wordEnd(text, at);
        if (end > at) {
          int bucket = bucket(text, at, end);
          if (lastSeen[bucket] != i + 1) {
            lastSeen[bucket] = i + 1;
            half[bucket]++;
            documentFrequencies[bucket]++;
          }
        }
        at = Math.max(end, at + 1);
      }
    }
    int[] words = new int[ownName.length];
    int[] missing = new int[ownName.length];
    for (int b = 0; b < inOneHalf.length; b++) {
      int level = level(inOneHalf[b]);
      words[level] += inOneHalf[b] > 0 ? 1 : 0;
      missing[level] += inOneHalf[b] > 0 && inOtherHalf[b] == 0 ? 1 : 0;
    }
    for (int level = 0; level < ownName.length; level++) {
      ownName[level] = words[level] == 0 ? 0 : missing[level] / (double) words[level];
    }
  }

  private static int level(int frequency) {
    return 31 - Integer.numberOfLeadingZeros(Math.max(1, frequency));
  }

  /** Returns where the word that starts at {@code at} ends; {@code at} itself if none does. */
  private static int wordEnd(String text, int at) {
    int end = at;
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int bucket(String text, int from, int to) {
    return (int) (hash(text, from, to) >>> (Long.SIZE - BUCKET_BITS));
  }

  private static long hash(String text, int from, int to) {
    long hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + Character.toLowerCase(text.charAt(i));
    }
    return HashCommon.murmurHash3(hash);
  }

  /** Returns the number of documents. */
  int size() {
    return places.length;
  }

  /** Returns how probable it is that a word of so many real documents has a name of its own. */
  double ownName(int frequency) {
    return ownName[level(frequency / 2)];
  }

  /** Returns a document's text, the same every time. */
  String text(int document) {
    int world = places[document] / texts.size();
    int source = places[document] % texts.size();
    SplittableRandom random = Shuffle.random(seed ^ HashCommon.mix((long) document), "pieces");
    int length = words > 0 ? Integer.MAX_VALUE : texts.get(source).length();
    StringBuilder text = new StringBuilder();
    int missing = words > 0 ? words : Integer.MAX_VALUE;
    while (text.length() < length && missing > 0) {
      int parent = source;
      if (graph.degree(source) > 0 && random.nextBoolean()) {
        parent = graph.neighbour(source, random.nextInt(graph.degree(source)));
      }
      String from = texts.get(parent);
      int piece = Math.min(random.nextInt(MIN_PIECE, MAX_PIECE), length - text.length());
      int start = random.nextInt(Math.max(1, from.length() - piece));
      while (start > 0 && Character.isLetterOrDigit(from.charAt(start - 1))) {
        start--;
      }
      int end = Math.min(from.length(), start + piece);
      missing -= copy(from, start, end, missing, world, text);
      text.append('\n');
    }
    return text.toString();
  }

  /**
   * Copies whole words, the last of which may reach beyond the end.
   *
   * @param most how many at most
   * @return how many it were
   */
  private int copy(String from, int start, int end, int most, int world, StringBuilder target) {
    int copied = 0;
    for (int at = start; at < end && copied < most; ) {
      int wordEnd = wordEnd(from, at);
      if (wordEnd == at) {
        char c = from.charAt(at++);
        target.append(Character.isSurrogate(c) ? ' ' : c);
        continue;
      }
      target.append(from, at, wordEnd);
      if (world > 0 && hasOwnName(hash(from, at, wordEnd), world)) {
        target.append('q').append((char) ('a' + world % 26)).append(world);
      }
      at = wordEnd;
      copied++;
    }
    return copied;
  }

  private boolean hasOwnName(long hash, int world) {
    int frequency = documentFrequencies[(int) (hash >>> (Long.SIZE - BUCKET_BITS))];
    double draw = (HashCommon.murmurHash3(hash + world) >>> 11) * 0x1p-53;
    return draw < ownName(frequency);
  }
}
