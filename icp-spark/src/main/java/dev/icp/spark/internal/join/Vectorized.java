package dev.icp.spark.internal.join;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of some documents, brought to the driver.
 *
 * @param documents (ordinal, features, value) of all
 */
record Vectorized(Dataset<Row> documents, VectorKind<?> kind) {
  private static final StructType FOUND =
      new StructType()
          .add("ordinal", DataTypes.IntegerType, false)
          .add("payload", DataTypes.BinaryType, false)
          .add("value", DataTypes.IntegerType, false);

  /** Documents' payloads and values. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Some(List<byte[]> payloads, int[] values) {}

  /** Returns what they are, in the order of the ordinals, which ascend. */
  Some payloads(int[] ordinals) {
    VectorKind<?> ofKind = kind;
    List<Row> found =
        new ArrayList<>(
            documents
                .mapPartitions(
                    (MapPartitionsFunction<Row, Row>) rows -> new Chosen(rows, ordinals, ofKind),
                    Encoders.row(FOUND))
                .collectAsList());
    found.sort((a, b) -> Integer.compare(a.getInt(0), b.getInt(0)));
    List<byte[]> payloads = new ArrayList<>(found.size());
    int[] values = new int[found.size()];
    for (Row row : found) {
      values[payloads.size()] = row.getInt(2);
      payloads.add(row.getAs(1));
    }
    if (payloads.size() != ordinals.length) {
      throw new IllegalStateException(
          payloads.size() + " of " + ordinals.length + " documents found: the input has changed");
    }
    return new Some(payloads, values);
  }

  /** Returns where they are; zero for those that are related to none. */
  RowVectors positions(int[] ordinals) {
    return positions(kind, payloads(ordinals).payloads());
  }

  static RowVectors positions(VectorKind<?> kind, List<byte[]> payloads) {
    float[][] rows = new float[payloads.size()][];
    for (int i = 0; i < rows.length; i++) {
      float[] position = kind.position(payloads.get(i));
      rows[i] = position == null ? new float[kind.dimension()] : position;
    }
    return new RowVectors(rows, kind.dimension());
  }

  private static final class Chosen implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final int[] ordinals;
    private final VectorKind.Packer packer;
    private @Nullable Row ahead;

    Chosen(Iterator<Row> rows, int[] ordinals, VectorKind<?> kind) {
      this.rows = rows;
      this.ordinals = ordinals;
      packer = kind.packer();
    }

    @Override
    public boolean hasNext() {
      while (ahead == null && rows.hasNext()) {
        Row row = rows.next();
        if (Arrays.binarySearch(ordinals, row.getInt(0)) >= 0) {
          ahead = RowFactory.create(row.getInt(0), packer.payload(row.getAs(1)), row.get(2));
        }
      }
      return ahead != null;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Row result = ahead;
      ahead = null;
      return java.util.Objects.requireNonNull(result);
    }
  }
}
