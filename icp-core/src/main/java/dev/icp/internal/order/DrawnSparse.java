package dev.icp.internal.order;

import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compares only with those that share a term: an inverted index of the documents, which places are
 * given to and taken from as they come and go. Sums in order of terms, as {@link SparseRows#dot}
 * does.
 */
final class DrawnSparse extends DrawnDocuments {
  private final SparseVectors vectors;
  private final Int2ObjectOpenHashMap<Postings> index = new Int2ObjectOpenHashMap<>();
  private final SparseRows row = new SparseRows();

  // By place.
  private final int[] documents;
  private final int[][] terms;
  private final float[] sums;
  private final Int2IntOpenHashMap places;
  private final IntArrayList free = new IntArrayList();

  // The places that share a term with the document that is asked for.
  private final IntArrayList sharing = new IntArrayList();
  private final boolean[] shares;

  DrawnSparse(SparseVectors vectors, int capacity) {
    this.vectors = vectors;
    documents = new int[capacity];
    terms = new int[capacity][];
    sums = new float[capacity];
    shares = new boolean[capacity];
    places = new Int2IntOpenHashMap(capacity);
    for (int place = capacity - 1; place >= 0; place--) {
      free.add(place);
    }
  }

  @Override
  void add(int document) {
    int place = free.popInt();
    vectors.read(document, 1, row);
    documents[place] = document;
    terms[place] = Arrays.copyOf(row.terms(), row.start(1));
    places.put(document, place);
    for (int i = 0; i < row.start(1); i++) {
      index.computeIfAbsent(row.terms()[i], t -> new Postings()).add(place, row.weights()[i]);
    }
  }

  @Override
  void remove(int document) {
    int place = places.remove(document);
    for (int term : terms[place]) {
      Postings postings = index.get(term);
      if (postings.remove(place)) {
        index.remove(term);
      }
    }
    free.push(place);
  }

  @Override
  void forEach(int document, Action action) {
    vectors.read(document, 1, row);
    for (int i = 0; i < row.start(1); i++) {
      @Nullable Postings postings = index.get(row.terms()[i]);
      if (postings != null) {
        add(row.weights()[i], postings);
      }
    }
    for (int place : sharing) {
      action.accept(documents[place], Math.min(1, sums[place]));
      sums[place] = 0;
      shares[place] = false;
    }
    sharing.clear();
  }

  private void add(float weight, Postings postings) {
    for (int p = 0; p < postings.count; p++) {
      int place = postings.places[p];
      if (!shares[place]) {
        shares[place] = true;
        sharing.add(place);
      }
      sums[place] += weight * postings.weights[p];
    }
  }

  /** The places of the documents that have a term, and its weight in them. */
  private static final class Postings {
    private int[] places = new int[2];
    private float[] weights = new float[2];
    private int count;

    void add(int place, float weight) {
      if (count == places.length) {
        places = Arrays.copyOf(places, count * 2);
        weights = Arrays.copyOf(weights, count * 2);
      }
      places[count] = place;
      weights[count++] = weight;
    }

    /** Returns whether none is left. */
    boolean remove(int place) {
      int at = 0;
      while (places[at] != place) {
        at++;
      }
      count--;
      places[at] = places[count];
      weights[at] = weights[count];
      return count == 0;
    }
  }
}
