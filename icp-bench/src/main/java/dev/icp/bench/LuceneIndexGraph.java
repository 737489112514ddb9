package dev.icp.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;

/** A Lucene index with a vector field, written by several threads and merged into one segment. */
final class LuceneIndexGraph implements SearchableGraph {
  private static final String VECTOR = "vector";
  private static final String ROW = "row";
  private static final int BUFFER_MEGABYTES = 1024;

  private final float[][] rows;
  private final Path folder;
  private final Directory directory;
  private final DirectoryReader reader;
  private final LeafReader segment;

  /** The row of each document: threads bring them out of order. */
  private final int[] rowOf;

  private LuceneIndexGraph(float[][] rows, Path folder, Directory directory, DirectoryReader reader)
      throws IOException {
    this.rows = rows;
    this.folder = folder;
    this.directory = directory;
    this.reader = reader;
    segment = reader.leaves().getFirst().reader();
    rowOf = new int[rows.length];
    StoredFields stored = segment.storedFields();
    for (int document = 0; document < rows.length; document++) {
      rowOf[document] = stored.document(document).getField(ROW).numericValue().intValue();
    }
  }

  static LuceneIndexGraph build(float[][] rows, int connections, int beamWidth, int threads)
      throws IOException {
    Path folder = Files.createTempDirectory("icp-lucene-");
    Directory directory = FSDirectory.open(folder);
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      Codec codec =
          new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
              return new Lucene99HnswVectorsFormat(connections, beamWidth, threads, workers);
            }
          };
      IndexWriterConfig settings =
          new IndexWriterConfig().setCodec(codec).setRAMBufferSizeMB(BUFFER_MEGABYTES);
      try (IndexWriter writer = new IndexWriter(directory, settings)) {
        List<Future<?>> parts = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
          int from = (int) ((long) t * rows.length / threads);
          int to = (int) ((t + 1L) * rows.length / threads);
          parts.add(
              workers.submit(
                  () -> {
                    add(writer, rows, from, to);
                    return null;
                  }));
        }
        for (Future<?> part : parts) {
          part.get();
        }
        writer.forceMerge(1);
      } catch (InterruptedException | ExecutionException e) {
        throw new IOException(e);
      }
    }
    return new LuceneIndexGraph(rows, folder, directory, DirectoryReader.open(directory));
  }

  private static void add(IndexWriter writer, float[][] rows, int from, int to) throws IOException {
    for (int row = from; row < to; row++) {
      Document document = new Document();
      document.add(
          new KnnFloatVectorField(VECTOR, rows[row], VectorSimilarityFunction.DOT_PRODUCT));
      document.add(new StoredField(ROW, row));
      writer.addDocument(document);
    }
  }

  @Override
  public int[] near(int row, int width, int k) throws IOException {
    ScoreDoc[] found =
        segment.searchNearestVectors(
                VECTOR,
                rows[row],
                width,
                AcceptDocs.fromLiveDocs(null, segment.maxDoc()),
                Integer.MAX_VALUE)
            .scoreDocs;
    return Arrays.stream(found)
        .mapToInt(hit -> rowOf[hit.doc])
        .filter(other -> other != row)
        .limit(k)
        .toArray();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(reader, directory);
    IOUtils.rm(folder);
  }
}
