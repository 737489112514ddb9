package dev.icp;

import dev.icp.internal.contexts.Stretches;
import dev.icp.internal.documents.Pieces;
import dev.icp.internal.documents.TokenStore;
import dev.icp.settings.CheckedSettings;
import dev.icp.spi.DocumentOrder;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is put in order, by number: the documents that stay, or the pieces of all. */
final class Units {
  private final TokenStore tokens;
  private final @Nullable Pieces pieces;
  private final int[] kept;
  private final int[] counts;

  /**
   * @param pieces that the documents were cut into; null where they are whole
   * @param kept the numbers of those that stay, ascending; all pieces
   */
  Units(TokenStore tokens, @Nullable Pieces pieces, int[] kept) {
    this.tokens = tokens;
    this.pieces = pieces;
    this.kept = kept;
    counts = new int[kept.length];
    Arrays.setAll(
        counts,
        i -> pieces == null ? tokens.count(kept[i]) : pieces.to(kept[i]) - pieces.from(kept[i]));
  }

  /** Returns the tokens of each; not copied. */
  int[] counts() {
    return counts;
  }

  /** Returns the tokens of each with the one that begins a document where documents have one. */
  int[] withBegins(CheckedSettings settings) {
    Pieces cut = pieces;
    return cut == null || settings.beginTokens() == 0
        ? settings.withBegins(counts)
        : IntStream.range(0, counts.length)
            .map(i -> counts[i] + (cut.isFirst(kept[i]) ? 1 : 0))
            .toArray();
  }

  /** Returns the ordinal of the document that a unit is, or is a piece of. */
  int document(int unit) {
    return pieces == null ? kept[unit] : pieces.document(kept[unit]);
  }

  /** Returns the documents that stay, by ordinal. */
  int[] documents() {
    return pieces == null ? kept : IntStream.range(0, tokens.size()).toArray();
  }

  /**
   * Returns the documents that some units are, by ordinal.
   *
   * @param some numbers of whole documents
   */
  int[] documents(int[] some) {
    return IntStream.of(some).map(i -> kept[i]).toArray();
  }

  /** Returns what is to be laid out. */
  Stretches stretches(int[] order) {
    if (pieces != null) {
      return stretches(order, pieces);
    }
    int[] documents = IntStream.of(order).map(i -> kept[i]).toArray();
    return Stretches.whole(documents, IntStream.of(order).map(i -> counts[i]).toArray());
  }

  /**
   * Returns what is to be laid out of documents that the order has cut.
   *
   * @param begins tokens that begin each document, which the order has counted: 0 or 1
   */
  Stretches stretches(DocumentOrder order, int begins) {
    int[] documents = IntStream.of(order.documents()).map(i -> kept[i]).toArray();
    int[] froms = IntStream.of(order.froms()).map(i -> Math.max(0, i - begins)).toArray();
    int[] counts = IntStream.of(order.tos()).map(i -> Math.max(0, i - begins)).toArray();
    Arrays.setAll(counts, i -> counts[i] - froms[i]);
    return new Stretches(documents, froms, counts);
  }

  /** Pieces in an order, those that go on where the one before ends in one. */
  private static Stretches stretches(int[] order, Pieces pieces) {
    IntArrayList documents = new IntArrayList();
    IntArrayList froms = new IntArrayList();
    IntArrayList counts = new IntArrayList();
    for (int i = 0; i < order.length; ) {
      int first = order[i];
      int last = first;
      for (i++; i < order.length && order[i] == last + 1 && !pieces.isFirst(order[i]); i++) {
        last++;
      }
      documents.add(pieces.document(first));
      froms.add(pieces.from(first));
      counts.add(pieces.to(last) - pieces.from(first));
    }
    return new Stretches(documents.toIntArray(), froms.toIntArray(), counts.toIntArray());
  }
}
