package dev.icp.internal.contexts;

import dev.icp.Tail;
import dev.icp.internal.base.Apart;
import it.unimi.dsi.fastutil.ints.IntArrayFIFOQueue;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lays documents out context by context: whole ({@link dev.icp.Boundary#KEEP_WHOLE}), or with a
 * document's beginning at the beginning of every context, or both. Each document is taken from a
 * window over the order that begins at the first one not placed yet. Used once.
 */
public final class ContextFiller {
  /** Gaps that are larger are filled in order first: the sums of a gap would be too many. */
  private static final int MOST_SUMS = 1 << 16;

  /** The part of a context that may be left over rather than bring near duplicates together. */
  private static final int SLACK_APART = 64;

  /** How often it is chosen anew because of near duplicates among those chosen. */
  private static final int ROUNDS = 8;

  private final Stretches stretches;
  private final int[] documents;
  // With the tokens that begin the documents.
  private final int[] counts;
  private final int begins;
  private final int separators;
  private final int length;
  private final boolean whole;
  private final boolean startAtDocument;
  private final int lookAhead;
  private final @Nullable Apart apart;

  // Places of the order that are next to be placed, ascending; all before are placed.
  private final IntArrayList window = new IntArrayList();
  private int next;

  // Documents of which a part is placed, and from where on the rest is to be.
  private final IntArrayFIFOQueue rests = new IntArrayFIFOQueue();
  private final IntArrayFIFOQueue restFroms = new IntArrayFIFOQueue();
  private boolean restsWait;

  private final GapFill gapFill;
  private final IntArrayList sizes = new IntArrayList();
  private final IntArrayList chosen = new IntArrayList();

  private final PlacedPieces pieces = new PlacedPieces();
  private long base;
  private int filled;
  private int limit = Integer.MAX_VALUE;
  private int documentsHere;

  // Of the documents in the context those that should not share it with some others.
  private final IntArrayList here = new IntArrayList();
  private final boolean[] waited;
  private long documentsCut;
  private long separatorsLeftOut;
  private long broughtForward;
  private long pairsTogether;

  /**
   * @param stretches what is packed, in order; not copied
   * @param begins tokens that begin each document: 0 or 1
   * @param separators separator tokens after each document: 0 or 1
   * @param length tokens in a context, more than {@code begins}
   * @param whole whether documents that fit into a context are kept whole
   * @param startAtDocument whether contexts are to begin with a document's beginning
   * @param lookAhead how many documents beyond the next one are looked at for one that fits
   * @param apart documents that should not share a context, by ordinal; null for none
   */
  public ContextFiller(
      Stretches stretches,
      int begins,
      int separators,
      int length,
      boolean whole,
      boolean startAtDocument,
      int lookAhead,
      @Nullable Apart apart) {
    this.stretches = stretches;
    documents = stretches.documents();
    counts = stretches.lengths(begins);
    this.begins = begins;
    this.separators = separators;
    this.length = length;
    this.whole = whole;
    this.startAtDocument = startAtDocument;
    this.lookAhead = whole || apart != null ? lookAhead : 0;
    this.apart = apart;
    gapFill = new GapFill(length);
    waited = new boolean[apart == null ? 0 : documents.length];
  }

  /**
   * Sets of how many documents a context may have tokens; any number if it is not set.
   *
   * @param most 1 or more
   */
  public ContextFiller limit(int most) {
    limit = most;
    return this;
  }

  /**
   * Lays out all documents, those stretches that do not begin one as what is left of it: none of
   * them begins a context while there are others.
   */
  public ContextLayout fillWithRests(Tail tail) {
    for (int place = 0; place < documents.length; place++) {
      if (stretches.from(place, begins) > 0) {
        rests.enqueue(place);
        restFroms.enqueue(0);
      }
    }
    restsWait = true;
    return fill(tail);
  }

  /** Lays out all documents. */
  public ContextLayout fill(Tail tail) {
    refill();
    while (!window.isEmpty() || !rests.isEmpty()) {
      placeEmpty();
      if (filled == 0 && !window.isEmpty() && (whole || startAtDocument)) {
        place(take(whole ? 0 : nextApart()));
      }
      while (room() > 0 && takesMore() && !rests.isEmpty()) {
        placePart(rests.dequeueInt(), restFroms.dequeueInt());
      }
      if (whole) {
        fillWithWhole();
      } else {
        // A token that begins a document does not stand alone.
        while (room() > begins && takesMore() && !window.isEmpty()) {
          place(take(nextApart()));
        }
      }
      placeEmpty();
      close();
    }
    return pieces.layout(
        begins,
        separators,
        length,
        tail,
        stretches.froms() == null ? documentsCut : pieces.documentsCut(length),
        separatorsLeftOut);
  }

  private boolean takesMore() {
    return documentsHere < limit;
  }

  private int room() {
    return length - filled;
  }

  private void refill() {
    while (window.size() <= lookAhead && next < documents.length) {
      if (!restsWait || stretches.from(next, begins) == 0) {
        window.add(next);
      }
      next++;
    }
  }

  private int take(int choice) {
    int place = window.removeInt(choice);
    refill();
    return place;
  }

  /** Returns the next one that is near none of the context, nor what goes on there. */
  private int nextApart() {
    if (apart == null) {
      return 0;
    }
    for (int choice = 0; choice < window.size(); choice++) {
      int place = window.getInt(choice);
      if (!isNearOneHere(place) && !isNearTheRest(place)) {
        for (int before = 0; before < choice; before++) {
          waited[window.getInt(before)] = true;
        }
        broughtForward += choice > 0 ? 1 : 0;
        return choice;
      }
    }
    return 0;
  }

  private boolean isNearTheRest(int place) {
    return apart != null
        && !rests.isEmpty()
        && apart.any(documents[place])
        && apart.near(documents[rests.firstInt()], documents[place]);
  }

  /** Places the empty documents that are next, so that no context has nothing else. */
  private void placeEmpty() {
    while (!window.isEmpty() && counts[window.getInt(0)] == 0) {
      place(take(0));
    }
  }

  private void fillWithWhole() {
    while (room() > MOST_SUMS
        && takesMore()
        && !window.isEmpty()
        && size(window.getInt(0)) <= room()
        && !isNearOneHere(window.getInt(0))) {
      place(take(0));
    }
    fillGap(true);
    if (apart != null && room() > length / SLACK_APART) {
      fillGap(false);
    }
  }

  /** Chooses from the window until the gap is as good as filled, or nothing fits any more. */
  private void fillGap(boolean keepApart) {
    int[] choices = {0};
    while (room() > 0 && takesMore() && choices.length > 0) {
      sizes.clear();
      for (int place : window) {
        boolean near = keepApart && isNearOneHere(place);
        if (near) {
          waited[place] = true;
        }
        sizes.add(near ? -1 : weight(place));
      }
      // The last separator may be left out, for which there is one token more room.
      choices = gapFill.choose(sizes, room() + separators);
      for (int round = 1; keepApart && apart != null && excludeNear(choices); round++) {
        choices = gapFill.choose(sizes, room() + separators);
        if (round == ROUNDS) {
          excludeNear(choices);
          choices = Arrays.stream(choices).filter(c -> sizes.getInt(c) >= 0).toArray();
        }
      }
      boolean all = choices.length <= limit - documentsHere;
      choices = all ? choices : Arrays.copyOf(choices, limit - documentsHere);
      placeAll(choices);
      if (gapFill.nearEnough()) {
        return;
      }
    }
  }

  /** Excludes choices that are near an earlier one; returns whether there were any. */
  private boolean excludeNear(int[] choices) {
    boolean found = false;
    chosen.clear();
    for (int choice : choices) {
      int place = window.getInt(choice);
      if (countNear(place, 1, chosen) > 0) {
        sizes.set(choice, -1);
        found = true;
      } else {
        chosen.add(documents[place]);
      }
    }
    return found;
  }

  private void placeAll(int[] choices) {
    for (int i = 0; i < choices.length; i++) {
      broughtForward += choices[i] > i ? 1 : 0;
    }
    int[] places = new int[choices.length];
    for (int i = choices.length - 1; i >= 0; i--) {
      places[i] = window.removeInt(choices[i]);
    }
    for (int place : places) {
      place(place);
    }
    refill();
  }

  /** Returns the room that a document needs, or what is left of it beside full contexts. */
  private int size(int place) {
    int count = counts[place];
    return startAtDocument || count <= length ? count : count % length;
  }

  /** Returns the room that a document needs with its separator; empty ones have none. */
  private int weight(int place) {
    return counts[place] == 0 ? 0 : Math.max(1, size(place) + separators);
  }

  private boolean isNearOneHere(int place) {
    return countNear(place, 1, here) > 0;
  }

  private int countNear(int place, int limit, IntArrayList others) {
    int count = 0;
    if (apart != null && apart.any(documents[place])) {
      for (int i = 0; i < others.size() && count < limit; i++) {
        count += apart.near(others.getInt(i), documents[place]) ? 1 : 0;
      }
    }
    return count;
  }

  private void place(int place) {
    int count = counts[place];
    if (!whole || startAtDocument || count <= length) {
      placePart(place, 0);
      return;
    }
    int full = count - count % length;
    pieces.add(documents[place], 0, full, base);
    base += full;
    pieces.end(base);
    documentsCut++;
    if (full < count) {
      add(place, full, count - full);
    } else {
      separatorsLeftOut += separators;
    }
  }

  /** Places as much of a document as there is room for. */
  private void placePart(int place, int from) {
    int part = Math.min(room(), counts[place] - from);
    add(place, from, part);
    if (from + part == counts[place]) {
      return;
    }
    if (from == 0) {
      documentsCut++;
      rests.enqueue(place);
      restFroms.enqueue(part);
    } else {
      rests.enqueueFirst(place);
      restFroms.enqueueFirst(from + part);
    }
  }

  private void add(int place, int from, int part) {
    int document = documents[place];
    pieces.addOpen(document, stretches.from(place, begins) + from, part, filled);
    filled += part;
    documentsHere += part > 0 ? 1 : 0;
    if (from + part == counts[place] && separators > 0) {
      if (part == 0 || filled == length) {
        separatorsLeftOut++;
      } else {
        filled++;
      }
    }
    pairsTogether += countNear(place, Integer.MAX_VALUE, here);
    if (apart != null && apart.any(document)) {
      here.add(document);
    }
  }

  private void close() {
    pieces.close(base);
    pieces.end(base + filled);
    base += filled > 0 ? length : 0;
    filled = 0;
    documentsHere = 0;
    here.clear();
  }

  /** Returns how many documents were taken before one that stands before them in the order. */
  public long broughtForward() {
    return broughtForward;
  }

  /** Returns whether a document, by its place in the order, waited for a near duplicate's sake. */
  public boolean waited(int place) {
    return apart != null && waited[place];
  }

  /** Returns how many pairs that should not share a context do. */
  public long pairsTogether() {
    return pairsTogether;
  }
}
