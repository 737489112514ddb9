package dev.icp.internal.neighbours.sparse;

import dev.icp.spi.SparseRows;
import it.unimi.dsi.fastutil.HashCommon;
import java.util.Arrays;

/**
 * The inverted index of some rows, as many as one asks for at a time and whichever; reused for
 * others. Its terms are in a hash table, so that it is as small as what it holds, however many
 * terms there are in the corpus.
 */
public final class RowIndex {
  private static final int FREE = -1;
  private static final int SLOT = 4;
  private static final int START = 1;
  private static final int END = 2;

  // Slots of four numbers, which are in the cache together or not at all: the term, where its
  // postings start, where they end, and nothing.
  private int[] slots = new int[SLOT << 10];
  private int mask;
  private int used;
  private int size;

  private char[] places = new char[0];
  private float[] weights = new float[0];

  /** Indexes rows, at most 65,536, in place of what was here. */
  public void index(SparseRows rows) {
    size = rows.rows();
    int entries = rows.start(size);
    if (entries > places.length) {
      places = new char[entries + entries / 4];
      weights = new float[places.length];
    }
    clear(1 << 10);
    used = 0;
    for (int i = 0; i < entries; i++) {
      int slot = slotToFill(rows.terms()[i]);
      slots[slot + END]++;
    }
    int next = 0;
    for (int slot = 0; slot < SLOT * (mask + 1); slot += SLOT) {
      slots[slot + START] = next;
      next += slots[slot + END];
      slots[slot + END] = slots[slot + START];
    }
    for (int r = 0; r < size; r++) {
      for (int i = rows.start(r); i < rows.start(r + 1); i++) {
        int posting = slots[slot(rows.terms()[i]) + END]++;
        places[posting] = (char) r;
        weights[posting] = rows.weights()[i];
      }
    }
  }

  private void clear(int count) {
    mask = count - 1;
    if (SLOT * count > slots.length) {
      slots = new int[SLOT * count];
    }
    for (int slot = 0; slot < SLOT * count; slot += SLOT) {
      slots[slot] = FREE;
      slots[slot + END] = 0;
    }
  }

  /** Returns the slot of a term, which it gets if it has none. */
  private int slotToFill(int term) {
    int slot = slot(term);
    if (slots[slot] == FREE) {
      if (2 * used > mask) {
        grow();
        slot = slot(term);
      }
      slots[slot] = term;
      used++;
    }
    return slot;
  }

  private void grow() {
    int[] old = Arrays.copyOf(slots, SLOT * (mask + 1));
    clear(2 * (mask + 1));
    for (int from = 0; from < old.length; from += SLOT) {
      if (old[from] != FREE) {
        int slot = slot(old[from]);
        slots[slot] = old[from];
        slots[slot + END] = old[from + END];
      }
    }
  }

  /** Returns where the slot of a term begins, or the free one where it would be. */
  private int slot(int term) {
    int slot = HashCommon.mix(term) & mask;
    while (slots[SLOT * slot] != term && slots[SLOT * slot] != FREE) {
      slot = (slot + 1) & mask;
    }
    return SLOT * slot;
  }

  /** Returns the number of rows. */
  int size() {
    return size;
  }

  /**
   * Adds a row's dot product with each indexed row to {@code scores}. Summed in the order of terms,
   * so that it has the same bits whichever of two rows is indexed.
   */
  public void score(SparseRows rows, int row, float[] scores) {
    for (int i = rows.start(row); i < rows.start(row + 1); i++) {
      int slot = slot(rows.terms()[i]);
      float weight = rows.weights()[i];
      for (int p = slots[slot + START], end = slots[slot + END]; p < end; p++) {
        scores[places[p]] += weight * weights[p];
      }
    }
  }
}
