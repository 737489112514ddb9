package dev.icp.internal.order;

import dev.icp.spi.Vectors;
import it.unimi.dsi.fastutil.ints.IntIterator;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;

/** Asks for the cosine of each pair. */
final class DrawnOfAnyKind extends DrawnDocuments {
  private final Vectors vectors;
  private final IntLinkedOpenHashSet here;

  DrawnOfAnyKind(Vectors vectors, int capacity) {
    this.vectors = vectors;
    here = new IntLinkedOpenHashSet(capacity);
  }

  @Override
  void add(int document) {
    here.add(document);
  }

  @Override
  void remove(int document) {
    here.remove(document);
  }

  @Override
  void forEach(int document, Action action) {
    for (IntIterator i = here.iterator(); i.hasNext(); ) {
      int other = i.nextInt();
      action.accept(other, vectors.cosine(document, other));
    }
  }
}
