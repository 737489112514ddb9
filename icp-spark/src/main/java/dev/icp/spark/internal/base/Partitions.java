package dev.icp.spark.internal.base;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Dataset;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;

/** Sends rows to partitions of given numbers. */
public final class Partitions {
  /** The seed of the hashes by which Spark chooses a partition. */
  private static final int SEED = 42;

  private Partitions() {}

  /**
   * Returns rows in the partitions that they name. (Spark has this as {@code repartitionById}, but
   * only from 4.1 on.)
   *
   * @param column of numbers of partitions, from 0 on
   */
  public static <T> Dataset<T> byId(Dataset<T> rows, int partitions, String column) {
    return rows.repartition(partitions, element_at(lit(keys(partitions)), col(column).plus(1)));
  }

  /** Returns for each partition a number that Spark sends there, as it sends any by its hash. */
  static int[] keys(int partitions) {
    int[] keys = new int[partitions];
    boolean[] known = new boolean[partitions];
    int missing = partitions;
    for (int key = 0; missing > 0; key++) {
      int partition = Math.floorMod(Murmur3_x86_32.hashInt(key, SEED), partitions);
      if (!known[partition]) {
        known[partition] = true;
        keys[partition] = key;
        missing--;
      }
    }
    return keys;
  }
}
