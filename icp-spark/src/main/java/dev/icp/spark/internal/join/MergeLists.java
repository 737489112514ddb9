package dev.icp.spark.internal.join;

import dev.icp.spark.internal.base.Schemas;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Merges the lists of each document to the best k; rows are {@link Schemas#LISTED} by ordinal. */
final class MergeLists implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final int k;

  MergeLists(int k) {
    this.k = k;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> partial) {
    return new Iterator<>() {
      private @Nullable Row ahead = partial.hasNext() ? partial.next() : null;

      @Override
      public boolean hasNext() {
        return ahead != null;
      }

      @Override
      public Row next() {
        Row first = ahead;
        if (first == null) {
          throw new NoSuchElementException();
        }
        NeighbourList best = NeighbourList.of(first.getAs(3));
        int home = first.getInt(2);
        ahead = null;
        while (ahead == null && partial.hasNext()) {
          Row other = partial.next();
          if (other.getInt(1) != first.getInt(1)) {
            ahead = other;
          } else {
            best = best.merge(NeighbourList.of(other.getAs(3)), k);
            home = Math.max(home, other.getInt(2));
          }
        }
        return RowFactory.create(first.get(0), first.get(1), home, best.toBytes());
      }
    };
  }
}
