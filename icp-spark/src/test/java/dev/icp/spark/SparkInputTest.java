package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.spi.DocumentOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is read, and what is refused of it. */
class SparkInputTest {
  private final SparkSession spark = LocalSpark.open();

  private static List<PackedContext> pack(SparkContexts packing, int contextLength) {
    try (packing) {
      return Samples.collect(packing.pack(contextLength));
    }
  }

  @Test
  void badDocumentsAreNamedOrSkippedAndCounted() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rows.add(row("doc-" + (10 + i), "text " + i, 1, i));
    }
    requireBad(rows, row("doc-20", "another text", 1, 2), "duplicate id \"doc-20\"");
    requireBad(rows, row("doc-5", null, 1, 2), "document \"doc-5\": no text");
    requireBad(rows, row(null, "a text", 1, 2), "a document: no id");
    requireBad(
        rows, row("doc-6", "a text", 1, 2, 3), "document \"doc-6\": vector: 3 values, expected 2");
    requireBad(rows, row("doc-7", "a text", 0, 0), "document \"doc-7\": vector is zero");
    requireBad(
        rows,
        row("doc-8", "a text", 0, Float.NaN),
        "document \"doc-8\": vector has a value that is not a finite number");
    List<Row> all = new ArrayList<>(rows);
    all.add(row("doc-20", "another text", 1, 2));
    all.add(row("doc-20", "a third text", 1, 2));
    all.add(row("doc-5", null, 1, 2));
    all.add(row(null, "a text", 1, 2));
    all.add(row("doc-6", "a text", 1, 2, 3));
    List<SparkReport> reports = new ArrayList<>();
    List<List<PackedContext>> results = new ArrayList<>();
    for (int partitions : new int[] {2, 5}) {
      results.add(
          pack(
              SparkContexts.of(spark.createDataFrame(all, Samples.DOCUMENT).repartition(partitions))
                  .vectors("vector")
                  .skipBadDocuments()
                  .onReport(reports::add),
              50));
    }
    assertThat(reports.get(0).input().documentsSkipped()).isEqualTo(5);
    assertThat(reports.get(0).input().documents()).isEqualTo(30);
    assertThat(results.get(1)).isEqualTo(results.get(0));
  }

  private static Row row(@Nullable String id, @Nullable String text, float... vector) {
    return RowFactory.create(id, text, scala.collection.immutable.ArraySeq.unsafeWrapArray(vector));
  }

  private void requireBad(List<Row> rows, Row bad, String message) {
    List<Row> all = new ArrayList<>(rows);
    all.add(bad);
    Dataset<Row> input = spark.createDataFrame(all, Samples.DOCUMENT).repartition(4);
    assertThatExceptionOfType(DocumentException.class)
        .isThrownBy(() -> SparkContexts.of(input).vectors("vector").pack(50))
        .withMessage(message);
  }

  @Test
  void whatCannotBeIsRefusedAtOnce() throws IOException {
    SparkContexts packing = SparkContexts.of(Samples.dataset(spark, Samples.documents(2, 1), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> packing.columns("id", "body"))
        .withMessage("no column \"body\" among the columns of the documents: id, text, vector");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> packing.orderer(problem -> DocumentOrder.of(new int[0])))
        .withMessageContaining("is not java.io.Serializable");
    assertThatIllegalArgumentException().isThrownBy(() -> packing.recall(1));
    assertThatIllegalArgumentException().isThrownBy(() -> packing.documentsPerGroup(0));
    assertThatIllegalArgumentException().isThrownBy(() -> packing.pack(0));
  }

  @Test
  void columnsAreWhatTheyShouldBe() {
    Dataset<Row> odd =
        spark.sql(
            "select array('a') id, struct(1 b) text, map(1, 2) place, array('x') words,"
                + " 'one' `a.b`, 'the text' `a.text`, array(1, 2) `a``v`, 1 twice, 2 twice");
    SparkContexts packing = SparkContexts.of(odd);
    requireRefused(
        () -> packing.pack(10),
        "column \"id\" of the documents: array<string>,"
            + " expected a string, a number, a date or a timestamp");
    requireRefused(
        () -> packing.columns("a.b", "text"),
        "column \"text\" of the documents: struct<b:int>, expected a string");
    requireRefused(
        () -> packing.orderedBy("place"),
        "column \"place\" of the documents: map<int,int>, expected something that can be sorted");
    requireRefused(
        () -> packing.vectors("words"),
        "column \"words\" of the documents: array<string>, expected an array of numbers");
    requireRefused(
        () -> packing.orderedBy("twice"),
        "more than one column \"twice\" among the columns of the documents:"
            + " id, text, place, words, a.b, a.text, a`v, twice, twice");
    requireRefused(
        () -> packing.graph(odd.limit(0)),
        "column \"id\" of the graph: array<string>,"
            + " expected a string, a number, a date or a timestamp");
    List<PackedContext> contexts =
        pack(
            SparkContexts.of(odd)
                .columns("a.b", "a.text")
                .orderedBy("a.b")
                .vectors("a`v")
                .noSeparator(),
            10);
    assertThat(contexts).hasSize(1);
    assertThat(contexts.get(0).segments()).containsExactly(new Segment("one", 0, 0, 8, 0));
  }

  private static void requireRefused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
