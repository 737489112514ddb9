package dev.icp.internal.documents;

import dev.icp.PackingReport.SpecialTokenCount;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds special tokens that are written out in texts, from left to right, the longest where several
 * begin, and counts them. Thread-safe.
 */
public final class WrittenTokens {
  private final List<String> tokens;
  private final BitSet firstCharacters = new BitSet();

  // By their first two characters, longest first; the second is 0 for a token of one character.
  private final Int2ObjectOpenHashMap<List<Integer>> byBeginning = new Int2ObjectOpenHashMap<>();
  private final int[] ids;
  private final long[] counts;
  private final long[] documents;

  /**
   * @param special ids by how the tokens are written
   */
  public WrittenTokens(Map<String, Integer> special) {
    tokens =
        special.keySet().stream()
            .filter(token -> !token.isEmpty())
            .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(t -> t))
            .toList();
    ids = tokens.stream().mapToInt(special::get).toArray();
    counts = new long[ids.length];
    documents = new long[ids.length];
    for (int t = 0; t < ids.length; t++) {
      String token = tokens.get(t);
      firstCharacters.set(token.charAt(0));
      byBeginning
          .computeIfAbsent(beginning(token, 0, token.length()), key -> new ArrayList<>())
          .add(t);
    }
  }

  private static int beginning(String text, int at, int end) {
    return text.charAt(at) << Character.SIZE | (at + 1 < end ? text.charAt(at + 1) : 0);
  }

  /** Counts what is written in texts, each of which is a document. */
  public void add(List<String> texts) {
    if (ids.length == 0) {
      return;
    }
    long[] found = new long[ids.length];
    long[] in = new long[ids.length];
    for (String text : texts) {
      int[] here = in(text);
      for (int i = 0; i < here.length; i += 2) {
        found[here[i]] += here[i + 1];
        in[here[i]]++;
      }
    }
    synchronized (this) {
      for (int t = 0; t < found.length; t++) {
        counts[t] += found[t];
        documents[t] += in[t];
      }
    }
  }

  /**
   * Returns what is written in one text: for each token that is, its number among all, and how
   * often, one after the other.
   */
  public int[] in(String text) {
    int[] here = null;
    for (int at = ids.length == 0 ? -1 : find(text, 0); at >= 0; ) {
      int token = tokenAt(text, at);
      here = here == null ? new int[ids.length] : here;
      here[token]++;
      at = find(text, at + tokens.get(token).length());
    }
    IntArrayList pairs = new IntArrayList(0);
    for (int t = 0; here != null && t < here.length; t++) {
      if (here[t] > 0) {
        pairs.add(t);
        pairs.add(here[t]);
      }
    }
    return pairs.toIntArray();
  }

  /**
   * Counts what has been counted elsewhere.
   *
   * @param token its number among all
   */
  public synchronized void add(int token, long count, long inDocuments) {
    counts[token] += count;
    documents[token] += inDocuments;
  }

  /** Returns the first token that is written in a text, and where, for a message; null for none. */
  public @Nullable String first(String text) {
    int at = ids.length == 0 ? -1 : find(text, 0);
    return at < 0
        ? null
        : "the text has the special token " + tokens.get(tokenAt(text, at)) + " at character " + at;
  }

  private int find(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      if (firstCharacters.get(text.charAt(at)) && tokenAt(text, at) >= 0) {
        return at;
      }
    }
    return -1;
  }

  /** Returns the longest token that begins at a place; −1 for none. */
  private int tokenAt(String text, int at) {
    int longest = longest(byBeginning.get(beginning(text, at, text.length())), text, at);
    return longest >= 0 ? longest : longest(byBeginning.get(beginning(text, at, at)), text, at);
  }

  private int longest(@Nullable List<Integer> candidates, String text, int at) {
    if (candidates != null) {
      for (int token : candidates) {
        if (text.startsWith(tokens.get(token), at)) {
          return token;
        }
      }
    }
    return -1;
  }

  /**
   * A token that was found.
   *
   * @param token how it is written
   * @param count how often it is written
   * @param documents in how many documents
   */
  public record Found(String token, int id, long count, long documents) {}

  /** Returns what was found, by id, as a report has it. */
  public List<SpecialTokenCount> counts() {
    return found().stream()
        .map(f -> new SpecialTokenCount(f.token(), f.id(), f.count(), f.documents()))
        .toList();
  }

  /** Returns what was found, by id. */
  public synchronized List<Found> found() {
    List<Found> found = new ArrayList<>();
    for (int t = 0; t < ids.length; t++) {
      if (counts[t] > 0) {
        found.add(new Found(tokens.get(t), ids[t], counts[t], documents[t]));
      }
    }
    found.sort(Comparator.comparingInt(Found::id));
    return found;
  }
}
