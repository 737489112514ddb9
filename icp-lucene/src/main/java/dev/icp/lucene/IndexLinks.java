package dev.icp.lucene;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/**
 * The graphs of a Lucene index, one a segment, followed from the document itself in its own segment
 * and from the entry in the others. Confined to one thread.
 */
final class IndexLinks implements NodeSearch.Links {
  private final LuceneVectors vectors;
  private final DistinctVectors distinct;
  private final List<Segment> segments = new ArrayList<>();
  private final float[] row;
  private final IntOpenHashSet seen = new IntOpenHashSet();

  IndexLinks(LuceneVectors vectors, DistinctVectors distinct) throws IOException {
    this.vectors = vectors;
    this.distinct = distinct;
    row = new float[vectors.dimension()];
    int first = 0;
    for (SegmentVectors segment : vectors.segments()) {
      segments.add(
          new Segment(segment, first, segment.values(), Objects.requireNonNull(segment.graph())));
      first += segment.size();
    }
  }

  private record Segment(
      SegmentVectors vectors, int firstRow, FloatVectorValues values, HnswGraph graph) {

    KnnSearchStrategy from(int row) {
      int place = row - firstRow;
      if (place < 0 || place >= vectors.size()) {
        return KnnSearchStrategy.Hnsw.DEFAULT;
      }
      int ordinal = vectors.ordinal(place);
      return new KnnSearchStrategy.Seeded(
          DocIdSetIterator.range(ordinal, ordinal + 1), 1, KnnSearchStrategy.Hnsw.DEFAULT);
    }

    /** Vectors of documents that are deleted lead on, but are not found. */
    Bits live() {
      return new Bits() {
        @Override
        public boolean get(int ordinal) {
          return vectors.place(ordinal) >= 0;
        }

        @Override
        public int length() {
          return values.size();
        }
      };
    }
  }

  @Override
  public long search(
      int node,
      UpdateableRandomVectorScorer scorer,
      CollectedLists known,
      int width,
      IntArrayList found)
      throws IOException {
    int document = distinct.first(node);
    vectors.read(document, 1, row, 0);
    seen.clear();
    long visited = 0;
    for (Segment segment : segments) {
      // The field's own similarity may be another one, and its vectors of other lengths.
      RandomVectorScorer cosines =
          FlatVectorScorerUtil.getLucene99FlatVectorsScorer()
              .getRandomVectorScorer(VectorSimilarityFunction.COSINE, segment.values, row);
      TopKnnCollector near = new TopKnnCollector(width, Integer.MAX_VALUE, segment.from(document));
      HnswGraphSearcher.search(cosines, near, segment.graph, segment.live());
      visited += near.visitedCount();
      for (ScoreDoc hit : near.topDocs().scoreDocs) {
        int other = distinct.node(segment.firstRow + segment.vectors.place(hit.doc));
        if (seen.add(other)) {
          found.add(other);
        }
      }
    }
    return visited;
  }
}
