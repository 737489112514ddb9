package dev.icp.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.util.hnsw.HnswConcurrentMergeBuilder;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/** Lucene's HNSW on the heap, searched from its entry on as an index is. */
record LuceneHeapGraph(OnHeapHnswGraph graph, RandomVectorScorerSupplier scorers)
    implements SearchableGraph {

  static LuceneHeapGraph build(float[][] rows, int connections, int beamWidth, int threads)
      throws IOException {
    RandomVectorScorerSupplier scorers =
        FlatVectorScorerUtil.getLucene99FlatVectorsScorer()
            .getRandomVectorScorerSupplier(
                VectorSimilarityFunction.DOT_PRODUCT,
                FloatVectorValues.fromFloats(List.of(rows), rows[0].length));
    OnHeapHnswGraph empty =
        HnswGraphBuilder.create(scorers, connections, beamWidth, 0, rows.length).getGraph();
    try (ExecutorService others = Executors.newFixedThreadPool(Math.max(1, threads - 1))) {
      OnHeapHnswGraph graph =
          new HnswConcurrentMergeBuilder(
                  new TaskExecutor(others), threads, scorers, connections, beamWidth, empty, null)
              .build(rows.length);
      return new LuceneHeapGraph(graph, scorers);
    }
  }

  @Override
  public int[] near(int document, int width, int k) throws IOException {
    UpdateableRandomVectorScorer scorer = scorers.copy().scorer();
    scorer.setScoringOrdinal(document);
    ScoreDoc[] found =
        HnswGraphSearcher.search(scorer, width, graph, null, Integer.MAX_VALUE).topDocs().scoreDocs;
    return Arrays.stream(found)
        .mapToInt(hit -> hit.doc)
        .filter(node -> node != document)
        .limit(k)
        .toArray();
  }
}
