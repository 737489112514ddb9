package dev.icp.internal.neighbours.sparse;

import dev.icp.internal.base.Division;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Which cells each document visits: those whose centroids are the most similar. Holds the visits of
 * some ranks, rank 0 being the document's home, with 2 bytes each.
 */
final class SparseVisits {
  private static final int BLOCK = 256;

  /** Where a document has fewer visits. */
  private static final char NONE = Character.MAX_VALUE;

  private final int cells;
  private final int first;
  private final int ranks;
  private final char[][] blocks;

  /** Finds the visits of ranks {@code from} to {@code to − 1}. */
  SparseVisits(SparseVectors vectors, SparseCells cells, int from, int to, StageContext context) {
    int n = vectors.size();
    this.cells = cells.count();
    first = from;
    ranks = to - from;
    blocks = new char[Division.roundedUp(n, BLOCK)][];
    ConcurrentLinkedQueue<SparseCells.Finder> idle = new ConcurrentLinkedQueue<>();
    context.forEach(
        blocks.length,
        block -> {
          SparseCells.Finder finder = idle.poll();
          if (finder == null) {
            finder = cells.finder();
          }
          SparseRows rows = new SparseRows();
          int begin = block * BLOCK;
          vectors.read(begin, Math.min(BLOCK, n - begin), rows);
          blocks[block] = visits(finder, rows, from, to);
          idle.add(finder);
        });
  }

  private static char[] visits(SparseCells.Finder finder, SparseRows rows, int from, int to) {
    char[] visits = new char[rows.rows() * (to - from)];
    char[] nearest = new char[to];
    for (int r = 0; r < rows.rows(); r++) {
      // A document of no terms has no neighbours to be found anywhere.
      boolean empty = rows.start(r) == rows.start(r + 1);
      int found = empty ? 0 : finder.nearest(rows, r, to, nearest, 0);
      for (int rank = from; rank < to; rank++) {
        visits[r * (to - from) + rank - from] = rank < found ? nearest[rank] : NONE;
      }
    }
    return visits;
  }

  /** Returns how many ranks there are. */
  int ranks() {
    return ranks;
  }

  /** Returns whether a document visits a cell at one of the ranks below {@code end}. */
  boolean visits(int document, int cell, int end) {
    char[] block = blocks[document / BLOCK];
    int at = document % BLOCK * ranks;
    for (int i = at; i < at + end - first; i++) {
      if (block[i] == cell) {
        return true;
      }
    }
    return false;
  }

  /** Returns who visits each cell at ranks {@code from} to {@code to − 1}, ascending. */
  CellMembers visitors(int from, int to) {
    return new CellMembers(
        cells,
        receiver -> {
          int document = 0;
          for (char[] block : blocks) {
            for (int at = 0; at < block.length; at += ranks, document++) {
              for (int i = at + from - first; i < at + to - first && block[i] != NONE; i++) {
                receiver.accept(block[i], document);
              }
            }
          }
        });
  }
}
