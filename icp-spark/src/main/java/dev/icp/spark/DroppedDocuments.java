package dev.icp.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import dev.icp.spark.internal.input.Corpus;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * The near duplicates that were dropped, by their ordinals in the whole corpus.
 *
 * @param ordinals ascending
 * @param keepers for each of them the most similar document that stays
 * @param cosines their cosines
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record DroppedDocuments(int[] ordinals, int[] keepers, float[] cosines)
    implements Serializable {
  static final DroppedDocuments NONE = new DroppedDocuments(new int[0], new int[0], new float[0]);

  /** Returns them as {@link SparkContexts#dropped} does. */
  Dataset<Row> rows(Corpus whole, JavaSparkContext context) {
    Broadcast<DroppedDocuments> all = context.broadcast(this);
    UDF1<Integer, Integer> place = o -> Arrays.binarySearch(all.value().ordinals, o);
    UDF1<Integer, Integer> keeper = at -> all.value().keepers[at];
    UDF1<Integer, Float> cosine = at -> all.value().cosines[at];
    Dataset<Row> ids = whole.rows().select("ordinal", "id");
    return ids.withColumn("at", udf(place, DataTypes.IntegerType).apply(col("ordinal")))
        .where(col("at").geq(0))
        .withColumn("keptOrdinal", udf(keeper, DataTypes.IntegerType).apply(col("at")))
        .withColumn("cosine", udf(cosine, DataTypes.FloatType).apply(col("at")))
        .join(ids.toDF("keptOrdinal", "keptId"), "keptOrdinal")
        .select("id", "ordinal", "keptId", "keptOrdinal", "cosine")
        .sort("ordinal");
  }
}
