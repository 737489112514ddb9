package dev.icp.spark.internal.input;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import dev.icp.PackingReport.SpecialTokenCount;
import dev.icp.spark.internal.base.Schemas;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The documents that are packed, numbered 0 … size − 1 in the order of the ordering column.
 * Partitions hold consecutive ordinals, ascending, and are cached.
 */
public final class Corpus {
  private final Dataset<Row> rows;
  private final int[] firsts;
  private final int size;
  private final long tokens;
  private final long skipped;
  private final List<SpecialTokenCount> specialTokens;
  private final Values values;
  private final @Nullable Broadcast<RoaringBitmap> kept;

  /**
   * @param rows as {@link Schemas#NUMBERED}, cached
   * @param skipped bad documents that were left out
   * @param specialTokens those that are written in the texts
   */
  Corpus(Dataset<Row> rows, long skipped, List<SpecialTokenCount> specialTokens, Values values) {
    this(rows, skipped, specialTokens, values, null);
  }

  private Corpus(
      Dataset<Row> rows,
      long skipped,
      List<SpecialTokenCount> specialTokens,
      Values values,
      @Nullable Broadcast<RoaringBitmap> kept) {
    this.specialTokens = List.copyOf(specialTokens);
    this.rows = rows;
    this.skipped = skipped;
    this.values = values;
    this.kept = kept;
    List<Row> partitions =
        rows.groupBy(spark_partition_id().as("partition"))
            .agg(min(col("ordinal")), count(lit(1)), sum(col("count")))
            .collectAsList();
    firsts = new int[rows.toJavaRDD().getNumPartitions()];
    Arrays.fill(firsts, -1);
    long documents = 0;
    long all = 0;
    for (Row partition : partitions) {
      firsts[partition.getInt(0)] = partition.getInt(1);
      documents += partition.getLong(2);
      all += partition.getLong(3);
    }
    size = Math.toIntExact(documents);
    tokens = all;
    // An empty partition begins where the next one does.
    int next = size;
    for (int p = firsts.length - 1; p >= 0; p--) {
      if (firsts[p] < 0) {
        firsts[p] = next;
      }
      next = firsts[p];
    }
  }

  /**
   * Returns some of the documents, renumbered, each in the partition where it was. Their rows are
   * those of this corpus, cached there; to be asked of the whole corpus only.
   *
   * @param ordinals of those that are wanted
   */
  public Corpus only(RoaringBitmap ordinals, JavaSparkContext context) {
    Broadcast<RoaringBitmap> wanted = context.broadcast(ordinals);
    Column place =
        udf(
                (UDF1<Integer, Integer>)
                    ordinal ->
                        wanted.value().contains(ordinal) ? wanted.value().rank(ordinal) - 1 : -1,
                DataTypes.IntegerType)
            .apply(col("ordinal"));
    return new Corpus(
        rows.withColumn("ordinal", place).where(col("ordinal").geq(0)),
        skipped,
        specialTokens,
        values,
        wanted);
  }

  /**
   * Returns which documents of the whole corpus these are, by their places in ascending order; null
   * if they are all.
   */
  public @Nullable Broadcast<RoaringBitmap> kept() {
    return kept;
  }

  public Dataset<Row> rows() {
    return rows;
  }

  public int size() {
    return size;
  }

  /** Returns the number of tokens, without separators. */
  public long tokens() {
    return tokens;
  }

  public long skipped() {
    return skipped;
  }

  /** Returns the special tokens that are written in the texts of the whole corpus, by id. */
  public List<SpecialTokenCount> specialTokens() {
    return specialTokens;
  }

  /** Returns which documents may share a context. */
  public Values values() {
    return values;
  }

  /** Returns the first ordinal of each partition, ascending. */
  public int[] firsts() {
    return firsts;
  }

  /** Returns the partition of an ordinal. */
  public static int partition(int[] firsts, int ordinal) {
    int at = Arrays.binarySearch(firsts, ordinal);
    if (at < 0) {
      return -at - 2;
    }
    // Of partitions that begin at the same ordinal all but the last are empty.
    while (at + 1 < firsts.length && firsts[at + 1] == ordinal) {
      at++;
    }
    return at;
  }
}
