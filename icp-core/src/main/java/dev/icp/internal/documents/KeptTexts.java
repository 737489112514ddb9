package dev.icp.internal.documents;

import dev.icp.internal.base.ByteStore;
import dev.icp.spi.Storage;
import dev.icp.spi.Tokenizer.Located;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts of all documents, for contexts that have them, and where in each its tokens end. Texts
 * go to memory while the budget lasts, then to a file, as UTF-8; the ends are counted in its bytes.
 * Texts and ends may be put from several threads at once, in any order, and read once all are
 * there. Keeps 24 bytes a document on the heap besides.
 */
public final class KeptTexts implements AutoCloseable {
  private final ByteStore bytes;
  private long[] places = new long[1024];
  private int[] lengths = new int[1024];
  private TokenStore ends;

  /** Nothing yet. */
  public KeptTexts(Storage storage) {
    bytes = new ByteStore(storage, "kept-texts");
    ends = new TokenStore(storage);
  }

  /** Puts the texts of the documents {@code first}, {@code first + 1}, …. */
  public void add(int first, List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      byte[] text = texts.get(i).getBytes(StandardCharsets.UTF_8);
      long place = bytes.append(text, 0, text.length);
      synchronized (this) {
        reserve(first + texts.size());
        places[first + i] = place;
        lengths[first + i] = text.length;
      }
    }
  }

  private void reserve(int documents) {
    if (documents > lengths.length) {
      int length = Math.max(documents, lengths.length + (lengths.length >> 1));
      places = Arrays.copyOf(places, length);
      lengths = Arrays.copyOf(lengths, length);
    }
  }

  /**
   * Puts where the tokens of the documents {@code first}, {@code first + 1}, … end.
   *
   * @throws IllegalArgumentException naming the document if a tokenizer cannot be right
   */
  public void addEnds(int first, List<String> texts, List<Located> located) {
    List<int[]> all = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      int[] aligned = aligned(texts.get(i), located.get(i));
      if (aligned == null) {
        throw new IllegalArgumentException(
            "document "
                + (first + i)
                + ": the tokenizer says of its tokens that they end where none can");
      }
      all.add(inBytes(texts.get(i), aligned));
    }
    ends.put(first, all, Integer.MAX_VALUE);
  }

  private static int[] inBytes(String text, int[] ends) {
    int[] found = new int[ends.length];
    int at = 0;
    int bytes = 0;
    for (int i = 0; i < ends.length; i++) {
      while (at < ends[i]) {
        int character = text.codePointAt(at);
        at += Character.charCount(character);
        bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
      }
      found[i] = bytes;
    }
    return found;
  }

  /**
   * Returns where the tokens of a text end, none before the one in front of it, and none within a
   * character, behind which it is moved; null if one lies outside of the text.
   */
  public static int @Nullable [] aligned(String text, Located located) {
    int[] given = located.ends();
    int[] found = new int[given.length];
    int at = 0;
    for (int i = 0; i < given.length; i++) {
      if (given[i] < 0 || given[i] > text.length()) {
        return null;
      }
      at = Math.max(at, given[i]);
      if (at > 0
          && at < text.length()
          && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at))) {
        at++;
      }
      found[i] = at;
    }
    return found.length == located.tokens().length ? found : null;
  }

  /**
   * Returns the text of some tokens, as {@link #piece(int, int, int)} does.
   *
   * @param ends where all tokens of the text end
   */
  public static String piece(String text, int[] ends, int from, int to) {
    int begin = from == 0 ? 0 : ends[from - 1];
    return text.substring(begin, to == ends.length ? text.length() : ends[to - 1]);
  }

  /** Returns where all tokens end, to be kept for a later run. */
  public TokenStore ends() {
    return ends;
  }

  /** Takes what {@link #ends} was in an earlier run over the same documents. */
  public void ends(TokenStore found) {
    ends.close();
    ends = found;
  }

  /**
   * Returns the text of some tokens of a document. The pieces of a document, one after the other,
   * are its text: what stands before its first token is the first piece's, and what stands behind
   * its last one is the last piece's.
   *
   * @param from first token, inclusive
   * @param to end of the tokens, exclusive
   */
  public String piece(int document, int from, int to) {
    int begin = from == 0 ? 0 : end(document, from);
    int end = to == ends.count(document) ? lengths[document] : end(document, to);
    byte[] text = new byte[end - begin];
    bytes.read(places[document] + begin, text, 0, text.length);
    return new String(text, StandardCharsets.UTF_8);
  }

  private int end(int document, int token) {
    int[] end = new int[1];
    ends.read(document, token - 1, token, end, 0);
    return end[0];
  }

  @Override
  public void close() {
    bytes.close();
    ends.close();
  }
}
