package dev.icp.lucene;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/** The vectors of a segment's documents that are not deleted. Thread-safe. */
final class SegmentVectors {
  private final FloatVectorValues values;
  private final int firstDocument;

  /** Where Lucene counts the vectors, the deleted documents' among them. */
  private final int[] ordinals;

  // Reading moves a position: each thread takes a copy for itself and puts it back.
  private final ConcurrentLinkedQueue<FloatVectorValues> idle = new ConcurrentLinkedQueue<>();

  private SegmentVectors(FloatVectorValues values, int firstDocument, int[] ordinals) {
    this.values = values;
    this.firstDocument = firstDocument;
    this.ordinals = ordinals;
  }

  /** Returns null if none of the segment's documents has the field. */
  static @Nullable SegmentVectors of(LeafReaderContext leaf, String field) throws IOException {
    FloatVectorValues values = leaf.reader().getFloatVectorValues(field);
    if (values == null) {
      return null;
    }
    Bits live = leaf.reader().getLiveDocs();
    int[] ordinals = new int[values.size()];
    int size = 0;
    KnnVectorValues.DocIndexIterator documents = values.iterator();
    while (documents.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      if (live == null || live.get(documents.docID())) {
        ordinals[size++] = documents.index();
      }
    }
    return new SegmentVectors(values, leaf.docBase, Arrays.copyOf(ordinals, size));
  }

  int size() {
    return ordinals.length;
  }

  /** Returns the document's number in the whole index. */
  int document(int place) {
    return firstDocument + values.ordToDoc(ordinals[place]);
  }

  void copy(int place, float[] target, int offset) throws IOException {
    FloatVectorValues own = idle.poll();
    if (own == null) {
      own = values.copy();
    }
    float[] vector = own.vectorValue(ordinals[place]);
    System.arraycopy(vector, 0, target, offset, vector.length);
    idle.add(own);
  }
}
