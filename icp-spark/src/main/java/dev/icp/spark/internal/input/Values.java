package dev.icp.spark.internal.input;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import dev.icp.spark.internal.base.MetadataJson;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Which documents may share a context: those with the same value of one of the metadata, those
 * without one among themselves. Values are numbered in the order of the corpus. The driver has all
 * of them, and each executor.
 */
public final class Values implements Serializable {
  /** All documents may. */
  static final Values ONE = new Values("", null, new long[] {Integer.MAX_VALUE});

  private static final long serialVersionUID = 1L;
  private static final String NONE = "";

  private final String name;
  private final @Nullable Broadcast<Object2IntOpenHashMap<String>> numbers;
  private final long[] sizes;

  private Values(
      String name, @Nullable Broadcast<Object2IntOpenHashMap<String>> numbers, long[] sizes) {
    this.name = name;
    this.numbers = numbers;
    this.sizes = sizes;
  }

  /**
   * Finds the values.
   *
   * @param documents with columns order, id and metadata
   * @param name of the metadata
   * @throws IllegalArgumentException if no document has any of that name
   */
  static Values of(Dataset<Row> documents, String name, JavaSparkContext context) {
    UDF1<String, String> key = metadata -> key(metadata, name);
    List<Row> found =
        documents
            .withColumn("key", udf(key, DataTypes.StringType).apply(col("metadata")))
            .groupBy("key")
            .agg(min(struct(col("order"), col("id"))).as("first"), count(lit(1)).as("documents"))
            .sort("first")
            .select("key", "documents")
            .collectAsList();
    Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
    long[] sizes = new long[found.size()];
    for (Row value : found) {
      sizes[numbers.size()] = value.getLong(1);
      numbers.put(value.getString(0), numbers.size());
    }
    if (numbers.size() == 1 && numbers.containsKey(NONE)) {
      throw new IllegalArgumentException(
          "groupBy: " + name + ", which no document has among its metadata");
    }
    return new Values(name, context.broadcast(numbers), sizes);
  }

  /** No value is empty: each begins with the letter of its type. */
  private static String key(@Nullable String metadata, String name) {
    Object value = metadata == null ? null : MetadataJson.read(metadata).get(name);
    return value == null
        ? NONE
        : value instanceof String
            ? "s" + value
            : Objects.requireNonNull(MetadataJson.of(Map.of("n", value)));
  }

  /** Returns the number of a document's value. */
  int number(@Nullable String metadata) {
    return numbers == null ? 0 : numbers.value().getInt(key(metadata, name));
  }

  /** Returns how many documents have each value, those that were dropped later included. */
  public long[] sizes() {
    return sizes;
  }

  /** Returns whether some documents may not share a context. */
  public boolean areSeveral() {
    return sizes.length > 1;
  }

  /** Returns how many of some documents have the same value, at most. */
  public int most(int documents) {
    return (int) Math.min(documents, LongStream.of(sizes).max().orElse(0));
  }
}
