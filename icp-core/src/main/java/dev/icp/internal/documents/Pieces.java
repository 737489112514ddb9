package dev.icp.internal.documents;

import dev.icp.internal.base.Division;
import dev.icp.spi.StageContext;
import dev.icp.spi.Tokenizer;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pieces of all documents, numbered in the order of the corpus, and which tokens they are.
 *
 * <p>Documents are tokenized whole, so that their tokens do not depend on the pieces. Where a piece
 * begins among them is told by its tokens when it is tokenized alone: as many as the pieces before
 * it have, and near there where its own first ones are found. A tokenizer that joins what is on
 * both sides of a line end can so let a piece begin a token or two too early or too late; every
 * token is of one piece all the same.
 *
 * <p>Texts may be added from several threads at once, in any order of documents; all else comes
 * after {@link #align}. Keeps 32 bytes a piece on the heap.
 */
public final class Pieces {
  /** By how many of its first tokens a piece is found. */
  private static final int HEAD = 4;

  /** How far from where it is expected it is looked for. */
  private static final int REACH = 8;

  private static final int BLOCK = 1024;

  private final int characters;
  private final Tokenizer tokenizer;

  // Batches that came before one that stands in front of them, by their first document.
  private final Map<Integer, Batch> waiting = new HashMap<>();

  // By document, and behind them the number of pieces.
  private final IntArrayList firsts = new IntArrayList(new int[] {0});

  // By piece.
  private final IntArrayList documents = new IntArrayList();
  private final IntArrayList counts = new IntArrayList();
  private final IntArrayList heads = new IntArrayList();
  private int[] ends = {};

  /** The pieces of some documents. */
  private record Batch(List<List<String>> texts, List<int[]> tokens, Sink sink) {}

  /** Takes the texts of the pieces {@code first}, {@code first + 1}, …; thread-safe. */
  @FunctionalInterface
  public interface Sink {
    /** Takes texts, in any order of calls. */
    void add(int first, List<String> texts);
  }

  /**
   * Pieces of at most {@code characters} where lines are not longer.
   *
   * @param characters 1 or more
   */
  public Pieces(int characters, Tokenizer tokenizer) {
    this.characters = characters;
    this.tokenizer = tokenizer;
  }

  /** Cuts the documents {@code first}, {@code first + 1}, …, and hands their pieces on. */
  public void add(int first, List<String> texts, Sink sink) {
    List<List<String>> cut = cut(texts);
    List<int[]> tokens = new ArrayList<>();
    for (List<String> pieces : cut) {
      // The only piece of a document has all its tokens.
      tokens.addAll(pieces.size() > 1 ? tokenizer.encodeAll(pieces) : List.of(new int[0]));
    }
    // Handing on is not waited for: the batch in front may be in need of this thread.
    List<Runnable> numbered = new ArrayList<>();
    synchronized (this) {
      waiting.put(first, new Batch(cut, tokens, sink));
      Batch next;
      while ((next = waiting.remove(firsts.size() - 1)) != null) {
        numbered.add(number(next));
      }
    }
    numbered.forEach(Runnable::run);
  }

  /** Cuts texts that have been added before once more, and hands their pieces on. */
  public void again(int first, List<String> texts, Sink sink) {
    sink.add(first(first), flat(cut(texts)));
  }

  private List<List<String>> cut(List<String> texts) {
    return texts.stream().map(text -> TextPieces.cut(text, characters)).toList();
  }

  private static List<String> flat(List<List<String>> texts) {
    return texts.stream().flatMap(List::stream).toList();
  }

  private Runnable number(Batch batch) {
    int first = documents.size();
    for (List<String> pieces : batch.texts) {
      int document = firsts.size() - 1;
      for (int i = 0; i < pieces.size(); i++) {
        int[] alone = batch.tokens.get(documents.size() - first);
        documents.add(document);
        counts.add(alone.length);
        for (int h = 0; h < HEAD; h++) {
          heads.add(h < alone.length ? alone[h] : -1);
        }
      }
      firsts.add(documents.size());
    }
    return () -> batch.sink.add(first, flat(batch.texts));
  }

  /** Finds out which tokens the pieces are, once all documents have been read and tokenized. */
  public void align(TokenStore tokens, StageContext context) {
    ends = new int[size()];
    int all = tokens.size();
    context.forEach(
        Division.roundedUp(all, BLOCK),
        block -> {
          for (int d = block * BLOCK; d < Math.min(all, (block + 1) * BLOCK); d++) {
            align(d, tokens);
          }
        });
  }

  private void align(int document, TokenStore tokens) {
    int last = firsts.getInt(document + 1) - 1;
    int total = tokens.count(document);
    int[] whole = {};
    if (last > firsts.getInt(document)) {
      whole = new int[total];
      tokens.read(document, 0, total, whole, 0);
    }
    int from = 0;
    for (int piece = firsts.getInt(document); piece < last; piece++) {
      int expected = Math.min(total, from + counts.getInt(piece));
      int found = find(piece + 1, whole, from, expected);
      from = found >= 0 ? found : expected;
      ends[piece] = from;
    }
    ends[last] = total;
  }

  /** Returns where a piece begins, near where it is expected; −1 if that cannot be told. */
  private int find(int piece, int[] whole, int least, int expected) {
    // A text's first token may differ where it stands alone: there can be a space before it.
    for (int skipped = 0; skipped <= 1; skipped++) {
      for (int distance = 0; distance <= REACH; distance++) {
        for (int at : new int[] {expected - distance, expected + distance}) {
          if (at >= least && isAt(piece, whole, at, skipped)) {
            return at;
          }
        }
      }
    }
    return -1;
  }

  private boolean isAt(int piece, int[] whole, int at, int skipped) {
    int compared = 0;
    for (int h = skipped; h < HEAD && h < counts.getInt(piece); h++, compared++) {
      if (at + h >= whole.length || whole[at + h] != heads.getInt(piece * HEAD + h)) {
        return false;
      }
    }
    return compared > 0;
  }

  /** Returns the number of pieces. */
  public int size() {
    return documents.size();
  }

  /** Returns the first piece of a document. */
  public int first(int document) {
    return firsts.getInt(document);
  }

  /** Returns the first piece of each document. */
  public int[] firsts() {
    return Arrays.copyOf(firsts.elements(), firsts.size() - 1);
  }

  /** Returns the document that a piece is of. */
  public int document(int piece) {
    return documents.getInt(piece);
  }

  /** Returns the first token of a piece in its document. */
  public int from(int piece) {
    return isFirst(piece) ? 0 : ends[piece - 1];
  }

  /** Returns where a piece ends in its document. */
  public int to(int piece) {
    return ends[piece];
  }

  /** Returns whether a document begins with a piece. */
  public boolean isFirst(int piece) {
    return firsts.getInt(documents.getInt(piece)) == piece;
  }
}
