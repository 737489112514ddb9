package dev.icp.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.icp.contract.DenseSamples;
import dev.icp.contract.ExactNeighbours;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageResources;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexLinksTest {
  private static final int DOCUMENTS = 3000;
  private static final int DIMENSION = 24;

  @TempDir Path folder;

  /** Every fifth document has the vector of the one before, every seventh is deleted. */
  private void write(int segments, VectorSimilarityFunction similarity) throws IOException {
    DenseVectors vectors = DenseSamples.clustered(DOCUMENTS, DIMENSION, 60, 0.7, 21);
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer =
            new IndexWriter(
                directory, new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE))) {
      for (int i = 0; i < DOCUMENTS; i++) {
        float[] row = new float[DIMENSION];
        vectors.read(i % 5 == 4 ? i - 1 : i, 1, row, 0);
        Document document = new Document();
        document.add(new StringField("id", "d" + i, Field.Store.YES));
        document.add(new KnnFloatVectorField("v", row, similarity));
        writer.addDocument(document);
        if ((i + 1) % (DOCUMENTS / segments) == 0) {
          writer.commit();
        }
      }
      for (int i = 0; i < DOCUMENTS; i += 7) {
        writer.deleteDocuments(new Term("id", "d" + i));
      }
      writer.commit();
    }
  }

  private static NeighbourGraph run(LuceneHnswIndex index, LuceneVectors vectors, int threads) {
    try (StageResources resources = StageResources.open(threads, 1)) {
      return index.neighbours(vectors, 10, resources);
    }
  }

  private static int[] neighbours(NeighbourGraph graph, int ordinal) {
    return IntStream.range(0, graph.degree(ordinal))
        .map(rank -> graph.neighbour(ordinal, rank))
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({"1,DOT_PRODUCT", "3,DOT_PRODUCT", "3,EUCLIDEAN"})
  void theGraphsOfAnIndexAreSearched(int segments, VectorSimilarityFunction similarity)
      throws IOException {
    write(segments, similarity);
    try (LuceneVectors vectors = LuceneVectors.open(folder, "v", "id")) {
      assertThat(vectors.hasGraph()).isTrue();
      NeighbourGraph graph = run(LuceneHnswIndex.create(), vectors, 1);

      double recall = ExactNeighbours.of(vectors, false).recall(graph, 10);
      assertThat(recall).isGreaterThanOrEqualTo(0.94);
      assertThat(graph.recall()).isCloseTo(recall, within(0.03));
      for (int threads : new int[] {2, 4}) {
        NeighbourGraph again = run(LuceneHnswIndex.create(), vectors, threads);
        for (int i = 0; i < vectors.size(); i++) {
          assertThat(neighbours(again, i)).as("of %d", i).isEqualTo(neighbours(graph, i));
        }
      }
    }
  }

  @Test
  void aSearchComparesFewAndFindsRowsOnce() throws IOException {
    write(2, VectorSimilarityFunction.DOT_PRODUCT);
    try (LuceneVectors vectors = LuceneVectors.open(folder, "v")) {
      DistinctVectors distinct =
          DistinctVectors.of(VectorRows.of(vectors, StageResources.open(1, 1).storage()).values());
      UpdateableRandomVectorScorer unused =
          FlatVectorScorerUtil.getLucene99FlatVectorsScorer()
              .getRandomVectorScorerSupplier(
                  VectorSimilarityFunction.DOT_PRODUCT, distinct.values())
              .scorer();
      IndexLinks links = new IndexLinks(vectors, distinct);
      CollectedLists none = new CollectedLists(distinct.size(), 10);
      for (int node = 0; node < distinct.size(); node += 100) {
        IntArrayList found = new IntArrayList();
        long visited = links.search(node, unused, none, 20, found);
        assertThat(visited).isBetween(20L, vectors.size() / 2L);
        assertThat(found.toIntArray()).contains(node).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void withoutReusingAGraphIsBuilt() throws IOException {
    write(1, VectorSimilarityFunction.DOT_PRODUCT);
    try (LuceneVectors vectors = LuceneVectors.open(folder, "v");
        StageResources resources = StageResources.open(1, 1)) {
      LuceneHnswIndex building = LuceneHnswIndex.builder().reusing(false).searchWidth(11).build();
      NeighbourGraph built = run(building, vectors, 1);
      float[] rows = new float[vectors.size() * DIMENSION];
      vectors.read(0, vectors.size(), rows, 0);
      float[][] copied = new float[vectors.size()][DIMENSION];
      for (int i = 0; i < copied.length; i++) {
        System.arraycopy(rows, i * DIMENSION, copied[i], 0, DIMENSION);
      }
      NeighbourGraph expected = building.neighbours(DenseVectors.of(copied), 10, resources);
      for (int i = 0; i < vectors.size(); i++) {
        assertThat(neighbours(built, i)).as("of %d", i).isEqualTo(neighbours(expected, i));
      }
    }
  }
}
