package dev.icp.internal.order;

import dev.icp.internal.base.Division;
import dev.icp.internal.base.Shuffle;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;

/**
 * Documents in pieces, with what is similar to a piece behind it: see {@link
 * dev.icp.ContextOrderers#nextLong(int)} and {@link dev.icp.ContextOrderers#nextLongRepeating}.
 */
public final class NextLong implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  private final int characters;
  private final boolean repeats;

  /**
   * Pieces of so many characters.
   *
   * @param repeats whether as in the paper, where a piece can stand in many contexts
   * @throws IllegalArgumentException if characters is not positive
   */
  public NextLong(int characters, boolean repeats) {
    if (characters < 1) {
      throw new IllegalArgumentException("characters: " + characters + ", expected 1 or more");
    }
    this.characters = characters;
    this.repeats = repeats;
  }

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    return repeats ? new Repeating(problem).order() : new Once(problem).order();
  }

  @Override
  public int pieceCharacters() {
    return characters;
  }

  @Override
  public boolean needsVectors() {
    return true;
  }

  @Override
  public boolean mayRepeat() {
    return repeats;
  }

  @Override
  public String fingerprint() {
    return toString() + " 1";
  }

  @Override
  public String toString() {
    return "nextlong:" + characters + (repeats ? ":repeats" : "");
  }

  /** Where pieces go. */
  private abstract static class Run {
    final OrderingProblem problem;
    final PieceSearch search;
    final ContextRoom room;
    final IntArrayList order = new IntArrayList();
    final IntArrayList breaks = new IntArrayList();

    // By document: its first piece, and behind them the number of pieces.
    final IntArrayList firsts = new IntArrayList();
    final int[] documents;

    Run(OrderingProblem problem) {
      this.problem = problem;
      search = new PieceSearch(problem.graph(), problem.vectors().orElseThrow());
      room = new ContextRoom(problem.contextLength(), problem.separatorTokens(), problem.filled());
      documents = new int[problem.size()];
      for (int piece = 0; piece < documents.length; piece++) {
        if (piece == 0 || problem.ordinal(piece) != problem.ordinal(piece - 1)) {
          firsts.add(piece);
        }
        documents[piece] = firsts.size() - 1;
      }
      firsts.add(documents.length);
    }

    int documents() {
      return firsts.size() - 1;
    }

    int pieces(int document) {
      return firsts.getInt(document + 1) - firsts.getInt(document);
    }

    /** Returns the tokens of a document with a separator after each of so many stretches. */
    long size(int document, int stretches) {
      long size = (long) stretches * problem.separatorTokens();
      for (int p = firsts.getInt(document); p < firsts.getInt(document + 1); p++) {
        size += problem.tokens(p);
      }
      return size;
    }

    void add(int piece) {
      int last = order.isEmpty() ? -1 : order.getInt(order.size() - 1);
      boolean goesOn = piece > 0 && last == piece - 1 && documents[last] == documents[piece];
      order.add(piece);
      room.add(problem.tokens(piece), goesOn);
    }

    /** Returns whether a context, by its number, is being filled. */
    boolean isOpen(long context) {
      return room.context() == context && room.isOpen();
    }

    void addBreak() {
      int last = breaks.isEmpty() ? 0 : breaks.getInt(breaks.size() - 1);
      if (order.size() > last) {
        breaks.add(order.size());
      }
    }
  }

  /** Every piece once: whole documents stand behind the pieces of a longer one. */
  private static final class Once extends Run {
    private final long[] sizes;
    private final Integer[] longestFirst;
    private final boolean[] placed;

    // By place among the longest first: where to look for the next one that is not placed.
    private final int[] ahead;
    private int shortest;

    Once(OrderingProblem problem) {
      super(problem);
      sizes = new long[documents()];
      Arrays.setAll(sizes, d -> size(d, 1));
      placed = new boolean[documents()];
      longestFirst = new Integer[documents()];
      Arrays.setAll(longestFirst, d -> d);
      Arrays.sort(longestFirst, Comparator.comparingLong(d -> -sizes[d]));
      ahead = new int[documents()];
      shortest = documents() - 1;
    }

    DocumentOrder order() {
      while (isLeft()) {
        addBreak();
        spread(next());
        problem.context().progress(order.size(), problem.size());
      }
      return DocumentOrder.of(order.toIntArray(), breaks.toIntArray());
    }

    private boolean isLeft() {
      while (shortest >= 0 && placed[longestFirst[shortest]]) {
        shortest--;
      }
      return shortest >= 0;
    }

    /** Returns the first place, from one on, whose document is not placed. */
    private int left(int place) {
      int found = place;
      while (found < documents() && placed[longestFirst[found]]) {
        found = Math.max(found + 1, ahead[found]);
      }
      for (int at = place; at < found; ) {
        int next = Math.max(at + 1, ahead[at]);
        ahead[at] = found;
        at = next;
      }
      return found;
    }

    /** Returns the longest document that fits into the context, or else the longest. */
    private int next() {
      long left = room.left();
      int low = 0;
      int high = documents();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (sizes[longestFirst[middle]] <= left) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      for (int place = left(low); place < documents(); place = left(place + 1)) {
        int document = longestFirst[place];
        if (size(document, pieces(document)) <= left) {
          return document;
        }
      }
      return longestFirst[left(0)];
    }

    private void spread(int document) {
      placed[document] = true;
      int first = firsts.getInt(document);
      int pieces = pieces(document);
      long between = Math.max(0, room.left() - size(document, pieces));
      long used = 0;
      for (int i = 1; i < pieces; i++) {
        add(first + i - 1);
        used += fillBetween(first + i - 1, between * i / pieces - used, between / (2L * pieces));
      }
      add(first + pieces - 1);
      fillUp(first + pieces - 1);
    }

    /** Adds documents of {@code wanted} tokens, at most so many more; returns how many it are. */
    private long fillBetween(int piece, long wanted, long more) {
      long added = 0;
      if (wanted <= 0 || !isLeft() || sizes[longestFirst[shortest]] > wanted + more) {
        return 0;
      }
      search.begin(piece);
      for (int near = search.next(); near >= 0 && added < wanted; near = search.next()) {
        int document = documents[near];
        if (!placed[document] && added + sizes[document] <= wanted + more) {
          place(document);
          added += sizes[document];
        }
      }
      return added;
    }

    /** Adds documents until the context is full. */
    private void fillUp(int piece) {
      long context = room.context();
      int from = piece;
      while (isOpen(context) && isLeft()) {
        search.begin(from);
        int near = search.next();
        for (; near >= 0 && isOpen(context); near = search.next()) {
          int document = documents[near];
          // With more of it the next context could be full before its document is there.
          long over = sizes[document] - room.left();
          if (!placed[document] && over <= problem.contextLength() / 2) {
            place(document);
          }
        }
        if (isOpen(context) && isLeft()) {
          int document = longestFirst[shortest];
          from = firsts.getInt(document);
          addBreak();
          place(document);
        }
      }
    }

    private void place(int document) {
      placed[document] = true;
      for (int p = firsts.getInt(document); p < firsts.getInt(document + 1); p++) {
        add(p);
      }
    }
  }

  /** As in the paper: pieces of other documents stand behind each piece of a drawn one. */
  private static final class Repeating extends Run {
    private final SplittableRandom random;

    // By piece: the number of the document whose context it stands in.
    private final int[] contexts;
    private int context;

    Repeating(OrderingProblem problem) {
      super(problem);
      random = Shuffle.random(problem.context().seed(), "nextlong pieces");
      contexts = new int[problem.size()];
    }

    DocumentOrder order() {
      long budget = 0;
      for (int d = 0; d < documents(); d++) {
        budget += size(d, 1);
      }
      long full = Division.roundedUp(budget, problem.contextLength());
      int[] draws = Shuffle.permutation(documents(), problem.context().seed(), "nextlong");
      for (int d = 0; d < draws.length && room.context() < full; d++) {
        addBreak();
        extend(draws[d]);
        problem.context().progress(Math.min(full, room.context()), full);
      }
      return DocumentOrder.repeating(order.toIntArray(), breaks.toIntArray());
    }

    private void extend(int document) {
      context++;
      int first = firsts.getInt(document);
      int pieces = pieces(document);
      long between = Math.max(0, room.left() - size(document, pieces));
      long used = 0;
      for (int i = 1; i <= pieces; i++) {
        int piece = first + i - 1;
        add(piece);
        long begun = room.context();
        boolean last = i == pieces;
        long wanted = between * i / pieces;
        search.begin(piece);
        int near = search.next();
        for (; near >= 0 && (last ? isOpen(begun) : used < wanted); near = search.next()) {
          if (documents[near] != document && contexts[near] != context) {
            contexts[near] = context;
            add(near);
            used += problem.tokens(near) + problem.separatorTokens();
          }
        }
        if (last) {
          fillUp(document, begun);
        }
      }
    }

    /** Adds drawn pieces where nothing similar is left. */
    private void fillUp(int document, long begun) {
      for (int tries = 0; tries < problem.size() && isOpen(begun); tries++) {
        int drawn = random.nextInt(problem.size());
        if (documents[drawn] != document) {
          add(drawn);
        }
      }
    }
  }
}
