package dev.icp.internal.documents;

import dev.icp.Document;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;

/**
 * Which documents of a corpus an earlier state of it had already: those of an id that it knew, with
 * the same text. Documents come in order, batch by batch; what is known of those that came may be
 * asked for from other threads meanwhile.
 */
public final class EarlierDocuments {
  private static final int FRESH = -1;

  private final IdStore ids;
  private final ContentHashes hashes;

  /** By ordinal, the earlier ordinal, or −1 − the place among the fresh ones. */
  private final IntArrayList places = new IntArrayList();

  private int fresh;
  private int changed;
  private boolean findable;

  /**
   * @param ids of the earlier state
   * @param hashes of its texts
   */
  public EarlierDocuments(IdStore ids, ContentHashes hashes) {
    this.ids = ids;
    this.hashes = hashes;
  }

  /** Looks the next documents up, of whose texts the SHA-256 are known. */
  public synchronized void add(List<Document> documents, List<byte[]> textHashes) {
    if (!findable) {
      ids.unseal();
      findable = true;
    }
    for (int i = 0; i < documents.size(); i++) {
      int earlier = ids.find(documents.get(i).id());
      boolean same = earlier >= 0 && hashes.same(earlier, textHashes.get(i));
      if (earlier >= 0 && !same) {
        changed++;
      }
      places.add(same ? earlier : FRESH - fresh++);
    }
  }

  /** Takes the next documents for what they were, of earlier ordinals that follow each other. */
  public synchronized void carry(int from, int count) {
    for (int i = 0; i < count; i++) {
      places.add(from + i);
    }
  }

  /** Returns the earlier id of a document. */
  public String id(int earlier) {
    return ids.get(earlier);
  }

  /** Returns the SHA-256 of its text. */
  public byte[] hash(int earlier) {
    return hashes.get(earlier);
  }

  /**
   * Some documents that follow each other, all of which are fresh or none.
   *
   * @param from their first
   * @param count how many there are
   * @param place of the first: its earlier ordinal, or its place among the fresh ones
   */
  public record Stretch(int from, int count, boolean fresh, int place) {}

  /**
   * Returns documents that have come, in as few stretches as there can be: those of earlier ones
   * stood side by side before.
   */
  public synchronized List<Stretch> stretches(int first, int count) {
    List<Stretch> stretches = new ArrayList<>();
    for (int from = first; from < first + count; ) {
      int place = places.getInt(from);
      int step = place < 0 ? -1 : 1;
      int to = from + 1;
      while (to < first + count && places.getInt(to) == place + step * (to - from)) {
        to++;
      }
      stretches.add(new Stretch(from, to - from, place < 0, place < 0 ? FRESH - place : place));
      from = to;
    }
    return stretches;
  }

  /**
   * Returns for some fresh documents that follow each other the place, among the fresh ones, of the
   * first one with the same text: their own where that is an earlier document.
   *
   * @param originals the first documents of all with the same texts
   */
  public synchronized int[] originals(Stretch stretch, int[] originals) {
    int[] places = new int[stretch.count];
    for (int i = 0; i < places.length; i++) {
      int place = this.places.getInt(originals[i]);
      places[i] = place < 0 ? FRESH - place : stretch.place + i;
    }
    return places;
  }

  /** Returns the earlier ordinals of all documents, by ordinal; −1 for the fresh ones. */
  public synchronized int[] earlier() {
    return places.intStream().map(place -> Math.max(FRESH, place)).toArray();
  }

  /** Returns how many documents are new, or have another text. */
  public synchronized int fresh() {
    return fresh;
  }

  /** Returns how many documents have another text than before. */
  public synchronized int changed() {
    return changed;
  }
}
