package dev.icp.lucene;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Writes an index of three segments, in the Lucene of its class path: documents 0 … 89, every tenth
 * without a vector, every seventh deleted.
 */
public final class IndexMaker {
  static final int DOCUMENTS = 90;

  private IndexMaker() {}

  public static void main(String[] arguments) throws IOException {
    make(Path.of(arguments[0]));
  }

  static void make(Path folder) throws IOException {
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer =
            new IndexWriter(
                directory, new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE))) {
      for (int i = 0; i < DOCUMENTS; i++) {
        Document document = new Document();
        document.add(new StringField("id", "d" + i, Field.Store.YES));
        if (i % 10 != 0) {
          document.add(new KnnFloatVectorField("v", vector(i), VectorSimilarityFunction.EUCLIDEAN));
        }
        document.add(new KnnByteVectorField("bytes", new byte[] {1, (byte) i}));
        writer.addDocument(document);
        if (i % 30 == 29) {
          writer.commit();
        }
      }
      for (int i = 0; i < DOCUMENTS; i += 7) {
        writer.deleteDocuments(new Term("id", "d" + i));
      }
      writer.commit();
    }
  }

  static boolean isLive(int document) {
    return document % 10 != 0 && document % 7 != 0;
  }

  static float[] vector(int document) {
    return new float[] {document, 3, 90 - document};
  }
}
