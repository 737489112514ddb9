package dev.icp.spark.internal.join;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.md5;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import dev.icp.spark.internal.input.Corpus;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Documents of which an earlier one of the same value has the same vector: copies, and what differs
 * in nothing that is compared. Those that are related to none are not.
 */
final class EqualVectors {
  private EqualVectors() {}

  /**
   * Finds them by hashes of 128 bits.
   *
   * @return of each its ordinal and that of the first with the same vector, in turn
   * @throws IllegalArgumentException if there are more than {@code most}
   */
  static int[] find(Corpus corpus, VectorKind<?> kind, long most) {
    Dataset<Row> hashes =
        corpus
            .rows()
            .select(col("ordinal"), md5(col("features")).as("hash"), col("features"), col("value"));
    Dataset<Row> repeated =
        hashes
            .groupBy("hash", "value")
            .agg(min("ordinal").as("first"), count(lit(1)).as("times"))
            .where(col("times").gt(1));
    Row all = repeated.agg(sum(col("times").minus(1))).first();
    if (all.isNullAt(0)) {
      return new int[0];
    }
    DropNearDuplicates.requireFew(all.getLong(0), most, "documents like an earlier one");
    return hashes
        .join(repeated, new String[] {"hash", "value"})
        .where(col("ordinal").notEqual(col("first")))
        .select("ordinal", "first", "features")
        .toJavaRDD()
        .mapPartitions(rows -> related(rows, kind))
        .collect()
        .stream()
        .flatMapToInt(IntStream::of)
        .toArray();
  }

  private static Iterator<int[]> related(Iterator<Row> rows, VectorKind<?> kind) {
    VectorKind.Packer packer = kind.packer();
    IntArrayList pairs = new IntArrayList();
    while (rows.hasNext()) {
      Row row = rows.next();
      if (kind.position(packer.payload(row.getAs(2))) != null) {
        pairs.add(row.getInt(0));
        pairs.add(row.getInt(1));
      }
    }
    return List.of(pairs.toIntArray()).iterator();
  }
}
