package dev.icp.spark.internal.base;

import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** Documents and their lists side by side: two partitions of rows that begin with an ordinal. */
public record Zipped(Iterator<Row> documents, Iterator<Row> lists, Joiner joiner)
    implements Iterator<Row> {
  /** Joins a document's row and its list's row. */
  @FunctionalInterface
  public interface Joiner extends Serializable {
    Row join(Row document, Row list);
  }

  @Override
  public boolean hasNext() {
    // Spark's iterators want to be asked before each row.
    boolean more = documents.hasNext();
    if (lists.hasNext() != more) {
      throw new IllegalStateException("not as many lists as documents in a partition");
    }
    return more;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row document = documents.next();
    Row list = lists.next();
    if (document.getInt(0) != list.getInt(0)) {
      throw new IllegalStateException(
          "document " + document.getInt(0) + " beside the list of " + list.getInt(0));
    }
    return joiner.join(document, list);
  }
}
