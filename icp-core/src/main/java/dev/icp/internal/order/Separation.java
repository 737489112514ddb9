package dev.icp.internal.order;

import dev.icp.internal.base.Apart;
import it.unimi.dsi.fastutil.ints.IntArrayFIFOQueue;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * Repairs an order so that near duplicates share no context and are not next to each other, for
 * contexts that are cut every so many tokens. Documents are laid out from first to last, so at any
 * time it is known exactly where the cuts are: one that would share a context with a near duplicate
 * waits, and goes to the first later context that holds none. Those that still wait at the end of
 * the order are put into the nearest contexts that hold none of theirs, and because that moves all
 * later cuts, everything is laid out again. The time is near linear: how many waiting documents are
 * looked at, how many contexts are tried, and how often it is laid out again are limited. Used
 * once.
 */
public final class Separation {
  private static final int LAYOUTS = 8;

  /** How many waiting documents are looked at when a context begins. */
  private static final int LOOKED_AT = 256;

  /** How many when there is no good place left anyway. */
  private static final int LAST_LOOKED_AT = 8;

  private final Apart pairs;
  private final int[] tokens;
  private final int separators;
  private final int length;
  private final long[] homes;
  private final boolean[] moved;

  // Documents for which no context is free: a second near duplicate does not make them wait.
  private final boolean[] resigned;

  /**
   * @param pairs which documents are to be kept apart
   * @param tokens tokens of each document, without separator; not copied
   * @param separators separator tokens after each document: 0 or 1
   * @param length tokens in a context
   */
  public Separation(Apart pairs, int[] tokens, int separators, int length) {
    this.pairs = pairs;
    this.tokens = tokens;
    this.separators = separators;
    this.length = length;
    homes = new long[tokens.length];
    moved = new boolean[tokens.length];
    resigned = new boolean[tokens.length];
  }

  /** Returns the repaired order; what is given is not changed. */
  public int[] repair(int[] order) {
    ContextFill fill = fill();
    for (int document : order) {
      homes[document] = fill.start() / length;
      fill.place(document);
    }
    int[] current = order;
    for (int round = 1; ; round++) {
      Layout layout = new Layout();
      layout.run(current);
      if (round == LAYOUTS) {
        layout.placeWaiting();
      }
      if (layout.waiting.isEmpty()) {
        return layout.out.toIntArray();
      }
      current = insertWaiting(layout);
    }
  }

  private ContextFill fill() {
    return new ContextFill(pairs, tokens, separators, length);
  }

  private int[] insertWaiting(Layout layout) {
    int[] out = layout.out.toIntArray();
    FreeContexts contexts = new FreeContexts(pairs, out, tokens, separators, length);
    while (!layout.waiting.isEmpty()) {
      int document = layout.waiting.dequeueInt();
      if (!contexts.insert(document, homes[document])) {
        resigned[document] = true;
      }
    }
    return contexts.order();
  }

  /** Returns whether a document has been moved. */
  public boolean moved(int document) {
    return moved[document];
  }

  /** Returns how many documents have been moved. */
  public long moved() {
    long count = 0;
    for (boolean m : moved) {
      count += m ? 1 : 0;
    }
    return count;
  }

  /** Returns how many pairs that are to be kept apart share a context in an order. */
  public long pairsTogether(int[] order) {
    ContextFill fill = fill();
    long count = 0;
    for (int document : order) {
      count += fill.near(document, Integer.MAX_VALUE);
      fill.place(document);
    }
    return count;
  }

  /** One time of laying out. */
  private final class Layout {
    private final ContextFill fill = fill();
    private final IntArrayList out = new IntArrayList(tokens.length);
    private final IntArrayFIFOQueue waiting = new IntArrayFIFOQueue();

    // Resigned ones that only wait until they would not stand next to a near duplicate.
    private final IntArrayFIFOQueue beside = new IntArrayFIFOQueue();

    void run(int[] order) {
      for (int document : order) {
        if (fits(document)) {
          boolean begun = place(document);
          while (begun) {
            begun = placeFitting();
          }
          while (!beside.isEmpty() && fits(beside.firstInt())) {
            place(beside.dequeueInt());
          }
        } else {
          moved[document] = true;
          (resigned[document] ? beside : waiting).enqueue(document);
        }
      }
      while (!beside.isEmpty()) {
        waiting.enqueue(beside.dequeueInt());
      }
      int before = waiting.size() + 1;
      while (waiting.size() < before) {
        before = waiting.size();
        placeFitting();
      }
    }

    private boolean fits(int document) {
      return !pairs.any(document)
          || (!fill.besideNear(document) && (resigned[document] || fill.near(document, 1) == 0));
    }

    private boolean place(int document) {
      out.add(document);
      return fill.place(document);
    }

    /** Places waiting documents that fit, until the next context begins; returns whether it did. */
    private boolean placeFitting() {
      for (int left = Math.min(LOOKED_AT, waiting.size()); left > 0; left--) {
        int document = waiting.dequeueInt();
        if (!fits(document)) {
          waiting.enqueue(document);
        } else if (place(document)) {
          return true;
        }
      }
      return false;
    }

    /** Places all that wait, if possible not next to a near duplicate. */
    void placeWaiting() {
      while (!waiting.isEmpty()) {
        int look = Math.min(LAST_LOOKED_AT, waiting.size());
        while (look > 1 && fill.besideNear(waiting.firstInt())) {
          waiting.enqueue(waiting.dequeueInt());
          look--;
        }
        place(waiting.dequeueInt());
      }
    }
  }
}
