package dev.icp.spark;

import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.PackedContext;
import dev.icp.Segment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Made documents, and what a single machine makes of them. */
final class Samples {
  static final StructType DOCUMENT =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("text", DataTypes.StringType)
          .add("vector", DataTypes.createArrayType(DataTypes.FloatType));

  private Samples() {}

  /** Documents in the order of their ids, each about one of some topics; a few are empty. */
  static List<Document> documents(int count, int topics) {
    Random random = new Random(count);
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int topic = random.nextInt(topics);
      int words = i % 97 == 5 ? 0 : 3 + (int) (20 * -Math.log(1 - random.nextDouble()));
      StringBuilder text = new StringBuilder();
      for (int w = 0; w < words; w++) {
        text.append(
            random.nextInt(3) > 0
                ? "t" + topic + "w" + random.nextInt(30)
                : "common" + random.nextInt(200));
        text.append(random.nextInt(9) == 0 ? ".\n" : " ");
      }
      documents.add(new Document(String.format("doc-%06d", i), text.toString()));
    }
    return documents;
  }

  /** Clustered vectors of length 1. */
  static float[][] vectors(int count, int dimension, int clusters) {
    Random random = new Random(dimension);
    float[][] centres = new float[clusters][dimension];
    for (float[] centre : centres) {
      for (int i = 0; i < dimension; i++) {
        centre[i] = (float) random.nextGaussian();
      }
    }
    float[][] vectors = new float[count][dimension];
    for (float[] vector : vectors) {
      float[] centre = centres[random.nextInt(clusters)];
      for (int i = 0; i < dimension; i++) {
        vector[i] = centre[i] + (float) random.nextGaussian() * 0.7f;
      }
    }
    return vectors;
  }

  /** In another order than that of the ids. */
  static Dataset<Row> dataset(SparkSession spark, List<Document> documents, int partitions) {
    return dataset(spark, documents, null, partitions);
  }

  static Dataset<Row> dataset(
      SparkSession spark,
      List<Document> documents,
      float @org.jspecify.annotations.Nullable [][] vectors,
      int partitions) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      rows.add(
          RowFactory.create(
              documents.get(i).id(),
              documents.get(i).text(),
              vectors == null
                  ? null
                  : scala.collection.immutable.ArraySeq.unsafeWrapArray(vectors[i])));
    }
    Collections.shuffle(rows, new Random(1));
    return spark.createDataFrame(rows, DOCUMENT).repartition(partitions);
  }

  static List<PackedContext> collect(Dataset<Row> contexts) {
    List<PackedContext> all = new ArrayList<>();
    for (Row row : contexts.collectAsList()) {
      List<Segment> segments = new ArrayList<>();
      for (Row s : row.<Row>getList(2)) {
        segments.add(
            new Segment(s.getString(0), s.getInt(1), s.getInt(2), s.getInt(3), s.getInt(4)));
      }
      int[] tokens = row.<Integer>getList(1).stream().mapToInt(i -> i).toArray();
      all.add(new PackedContext(row.getLong(0), tokens, segments, row.getInt(3)));
    }
    return all;
  }

  static List<PackedContext> single(ContextBuilder builder, int contextLength) {
    try (var contexts = builder.pack(contextLength)) {
      return contexts.stream().toList();
    }
  }
}
