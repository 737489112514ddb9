package dev.icp.spark.internal.base;

import java.util.List;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Lists as Spark wants them in a row. */
public final class ScalaLists {
  private ScalaLists() {}

  /** Returns a view. */
  @SuppressWarnings("deprecation") // What took its place is not in Scala 2.12.
  public static <T> Seq<T> of(List<T> list) {
    return JavaConverters.asScalaBuffer(list);
  }
}
