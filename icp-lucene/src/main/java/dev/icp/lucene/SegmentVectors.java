package dev.icp.lucene;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.jspecify.annotations.Nullable;

/** The vectors of a segment's documents that are not deleted. Thread-safe. */
final class SegmentVectors {
  private final LeafReaderContext leaf;
  private final String field;
  private final FloatVectorValues values;

  /** Where Lucene counts the vectors, the deleted documents' among them. */
  private final int[] ordinals;

  // Reading moves a position: each thread takes a copy for itself and puts it back.
  private final ConcurrentLinkedQueue<FloatVectorValues> idle = new ConcurrentLinkedQueue<>();

  private SegmentVectors(
      LeafReaderContext leaf, String field, FloatVectorValues values, int[] ordinals) {
    this.leaf = leaf;
    this.field = field;
    this.values = values;
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
    return new SegmentVectors(leaf, field, values, Arrays.copyOf(ordinals, size));
  }

  int size() {
    return ordinals.length;
  }

  /** Returns the document's number in the whole index. */
  int document(int place) {
    return leaf.docBase + values.ordToDoc(ordinals[place]);
  }

  /** Returns where Lucene counts a vector. */
  int ordinal(int place) {
    return ordinals[place];
  }

  /** Returns the place of the vector that Lucene counts there; negative if it is deleted. */
  int place(int ordinal) {
    return Arrays.binarySearch(ordinals, ordinal);
  }

  /** Returns all vectors by ordinal, for one thread. */
  FloatVectorValues values() throws IOException {
    return values.copy();
  }

  /** Returns a cursor over the graph of all vectors by ordinal; null where there is none. */
  @Nullable HnswGraph graph() throws IOException {
    if (!(leaf.reader() instanceof CodecReader codec)) {
      return null;
    }
    KnnVectorsReader reader = codec.getVectorReader();
    if (reader instanceof PerFieldKnnVectorsFormat.FieldsReader fields) {
      reader = fields.getFieldReader(field);
    }
    if (!(reader instanceof HnswGraphProvider provider)) {
      return null;
    }
    HnswGraph graph = provider.getGraph(field);
    return graph == null || graph.size() == 0 ? null : graph;
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
