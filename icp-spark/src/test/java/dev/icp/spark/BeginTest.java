package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.Begin;
import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.Tail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Begin tokens on Spark in this JVM. */
class BeginTest {
  private static final int BEGIN = 1;

  private final SparkSession spark = LocalSpark.open();

  private static List<String> pack(SparkContexts packing, int contextLength) {
    try (packing) {
      return shown(Samples.collect(packing.pack(contextLength)));
    }
  }

  private static List<String> shown(List<PackedContext> contexts) {
    return contexts.stream()
        .map(c -> c.segments() + Arrays.toString(c.tokens()) + c.padding())
        .toList();
  }

  private SparkContexts packing(List<Document> documents) {
    return SparkContexts.of(Samples.dataset(spark, documents, 3)).tail(Tail.PAD).keepPathOrder();
  }

  @ParameterizedTest
  @EnumSource(Begin.class)
  void inOneGroupTheyStandWhereASingleMachinePutsThem(Begin begin) {
    List<Document> documents = Samples.documents(300, 6);
    List<SparkReport> reports = new ArrayList<>();
    assertThat(pack(packing(documents).begin(begin, BEGIN).onReport(reports::add), 200))
        .isEqualTo(
            shown(
                Samples.single(
                    ContextBuilder.of(documents).tail(Tail.PAD).keepPathOrder().begin(begin, BEGIN),
                    200)));
    SparkReport report = reports.get(0);
    assertThat(
            report.input().tokens()
                + report.contexts().separators()
                + report.contexts().begins()
                + report.contexts().padding())
        .isEqualTo(200L * report.contexts().count());
    assertThat(report.settings().begin()).isEqualTo(begin.toString());
  }

  @ParameterizedTest
  @EnumSource(
      value = Begin.class,
      names = {"DOCUMENT", "CONTEXT"})
  void inManyGroups(Begin begin) {
    List<Document> documents = Samples.documents(600, 9);
    List<PackedContext> contexts;
    Dataset<Row> rows;
    try (SparkContexts packing =
        packing(documents).begin(begin, BEGIN).documentsPerGroup(100).neighbours(6)) {
      rows = packing.pack(150);
      contexts = Samples.collect(rows);
    }
    long begins = 0;
    long tokens = 0;
    for (PackedContext context : contexts) {
      int[] all = context.tokens();
      // No byte of these texts is a begin token.
      begins += Arrays.stream(all).filter(token -> token == BEGIN).count();
      for (Segment segment : context.segments()) {
        tokens += segment.length();
        int at = begin == Begin.CONTEXT ? 0 : segment.at() - 1;
        if (begin == Begin.CONTEXT || (segment.from() == 0 && at >= 0)) {
          assertThat(all[at]).isEqualTo(BEGIN);
        }
      }
    }
    // Where contexts begin with a document, empty ones have no token of their own.
    long some = documents.stream().filter(document -> !document.text().isEmpty()).count();
    assertThat(begins).isEqualTo(begin == Begin.CONTEXT ? contexts.size() : some);
    assertThat(tokens).isEqualTo(documents.stream().mapToLong(d -> d.text().length()).sum());
  }

  @Test
  void tokensMustBeTheTokenizers() {
    List<Document> documents = Samples.documents(3, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> packing(documents).separator(257).settings(8))
        .withMessage("separator: 257, expected one of the tokenizer's tokens, 0 to 256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> packing(documents).begin(Begin.CONTEXT, 0).settings(1))
        .withMessageContaining("contextLength: 1");
    assertThatIllegalStateException()
        .isThrownBy(() -> packing(documents).begin(Begin.CONTEXT).settings(8))
        .withMessage("the tokenizer names no begin token: set begin(where, token)");
  }
}
