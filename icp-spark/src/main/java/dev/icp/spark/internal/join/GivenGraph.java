package dev.icp.spark.internal.join;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import dev.icp.spark.DocumentException;
import dev.icp.spark.internal.base.Schemas;
import dev.icp.spark.internal.input.Corpus;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A neighbour graph from outside.
 *
 * @param edges (id, neighbour, cosine), a row for each neighbour of each document
 */
public record GivenGraph(Dataset<Row> edges) {
  /**
   * Returns lists of one neighbour each, and an empty one of each document, as {@link
   * Schemas#LISTED}.
   *
   * @param corpus edges to or from other documents, or those of another value, are left out
   * @param sent the documents as {@link Schemas#SENT}, which says their homes
   */
  Dataset<Row> lists(Corpus corpus, Dataset<Row> sent) {
    Dataset<Row> documents = corpus.rows().select("id", "ordinal", "value");
    int[] firsts = corpus.firsts();
    Dataset<Row> homes =
        sent.select("ordinal", "home")
            .map(
                (MapFunction<Row, Row>)
                    row ->
                        RowFactory.create(
                            Corpus.partition(firsts, row.getInt(0)),
                            row.get(0),
                            row.get(1),
                            NeighbourList.EMPTY.toBytes()),
                Schemas.encoder(Schemas.LISTED));
    return given()
        .join(documents.toDF("from", "ordinal", "value"), "from")
        .join(documents.toDF("to", "other", "otherValue"), "to")
        .where(col("ordinal").notEqual(col("other")))
        .where(col("value").equalTo(col("otherValue")))
        .select("ordinal", "other", "cosine")
        .map(
            (MapFunction<Row, Row>)
                edge ->
                    RowFactory.create(
                        Corpus.partition(firsts, edge.getInt(0)),
                        edge.get(0),
                        -1,
                        new NeighbourList(
                                new int[] {edge.getInt(1)}, new float[] {edge.getFloat(2)})
                            .toBytes()),
            Schemas.encoder(Schemas.LISTED))
        .union(homes);
  }

  private Dataset<Row> given() {
    return edges.select(
        col("id").cast("string").as("from"),
        col("neighbour").cast("string").as("to"),
        col("cosine").cast("float").as("cosine"));
  }

  /**
   * Checks.
   *
   * @throws DocumentException if an edge names a document that there is not, or has no cosine
   */
  public void requireValid(Corpus corpus) {
    Dataset<Row> given = given();
    Dataset<Row> documents = corpus.rows().select("id", "ordinal");
    Row unknown =
        given
            .select(explode(array(col("from"), col("to"))).as("id"))
            .join(documents, new String[] {"id"}, "left_anti")
            .agg(count(lit(1)), min("id"))
            .first();
    if (unknown.getLong(0) > 0) {
      throw new DocumentException("graph: no document \"" + unknown.getString(1) + "\"");
    }
    Row bad =
        given
            .where(col("cosine").isNull().or(col("cosine").isNaN()))
            .agg(count(lit(1)), min("from"))
            .first();
    if (bad.getLong(0) > 0) {
      throw new DocumentException(
          "graph: a neighbour of document \"" + bad.getString(1) + "\" has no cosine");
    }
  }
}
