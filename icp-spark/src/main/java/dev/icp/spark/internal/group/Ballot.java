package dev.icp.spark.internal.group;

import dev.icp.spark.internal.input.Corpus;
import it.unimi.dsi.fastutil.longs.Long2LongMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.Arrays;
import java.util.Iterator;
import scala.Tuple2;

/**
 * The cells that the neighbours of one partition's documents are in, with the sum of the weights of
 * their edges: for each document as many pairs as it has neighbours, at most.
 */
public final class Ballot {
  private final int[] homes;
  private final int neighbours;
  private final int[] cells;
  private final int[] weights;

  /**
   * @param answers (document, cell of a neighbour, weight) in turn, in any order
   * @param homes the cells of the documents, which are consecutive
   * @param firsts see {@link Corpus#firsts}
   * @param neighbours a document has no more
   */
  public Ballot(Iterator<int[]> answers, int[] homes, int[] firsts, int neighbours) {
    this.homes = homes;
    this.neighbours = neighbours;
    cells = new int[homes.length * neighbours];
    Arrays.fill(cells, -1);
    weights = new int[cells.length];
    while (answers.hasNext()) {
      int[] triples = answers.next();
      int first = firsts[Corpus.partition(firsts, triples[0])];
      for (int t = 0; t < triples.length; t += 3) {
        int at = (triples[t] - first) * neighbours;
        while (cells[at] >= 0 && cells[at] != triples[t + 1]) {
          at++;
        }
        cells[at] = triples[t + 1];
        weights[at] += triples[t + 2];
      }
    }
  }

  /**
   * Returns the cell with the highest sum for each document: of equals its home, else the lowest.
   */
  public int[] elected() {
    int[] elected = homes.clone();
    for (int i = 0; i < homes.length; i++) {
      int most = 0;
      for (int at = i * neighbours; at < (i + 1) * neighbours && cells[at] >= 0; at++) {
        boolean better =
            weights[at] > most
                || (weights[at] == most
                    && elected[i] != homes[i]
                    && (cells[at] == homes[i] || cells[at] < elected[i]));
        if (better) {
          elected[i] = cells[at];
          most = weights[at];
        }
      }
    }
    return elected;
  }

  /** Returns (home · 2³² + cell, sum) over all documents. */
  public Iterator<Tuple2<Long, Long>> edges() {
    Long2LongOpenHashMap sums = new Long2LongOpenHashMap();
    for (int at = 0; at < cells.length; at++) {
      if (cells[at] >= 0) {
        sums.addTo((long) homes[at / neighbours] << Integer.SIZE | cells[at], weights[at]);
      }
    }
    Iterator<Long2LongMap.Entry> entries = sums.long2LongEntrySet().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Tuple2<Long, Long> next() {
        Long2LongMap.Entry entry = entries.next();
        return new Tuple2<>(entry.getLongKey(), entry.getLongValue());
      }
    };
  }
}
