package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Boundary;
import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.Tail;
import dev.icp.settings.PackingSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents kept whole, and contexts that begin with one, over groups and within one. */
class SparkBoundariesTest {
  private static final int LENGTH = 700;

  private final SparkSession spark = LocalSpark.open();

  private static PackingSettings settings(Boundary boundary, boolean start) {
    return PackingSettings.defaults()
        .boundary(boundary)
        .set(PackingSettings.START_AT_DOCUMENT, start)
        .tail(boundary == Boundary.SPLIT ? Tail.SHORT : Tail.PAD)
        .keepPathOrder();
  }

  private List<PackedContext> pack(
      List<Document> documents, PackingSettings settings, int group, List<SparkReport> reports) {
    try (SparkContexts packing =
        SparkContexts.of(Samples.dataset(spark, documents, 3))
            .settings(settings)
            .documentsPerGroup(group)
            .onReport(reports::add)) {
      return Samples.collect(packing.pack(LENGTH));
    }
  }

  @ParameterizedTest
  @CsvSource({"SPLIT, true", "KEEP_WHOLE, true", "KEEP_WHOLE, false", "SPLIT, false"})
  void oneGroupIsWhatOneMachineMakesAndSeveralLoseNothing(Boundary boundary, boolean start) {
    List<Document> documents = Samples.documents(400, 10);
    PackingSettings settings = settings(boundary, start);
    List<SparkReport> reports = new ArrayList<>();
    assertThat(pack(documents, settings, 1000, reports))
        .isEqualTo(Samples.single(ContextBuilder.of(documents).settings(settings), LENGTH));

    List<PackedContext> several = pack(documents, settings, 100, reports);
    SparkContextsTest.requireLossless(documents, several, LENGTH);
    long padding = 0;
    long within = 0;
    for (PackedContext context : several) {
      Segment first = context.segments().get(0);
      padding += context.padding();
      within += first.at() == 0 && first.from() == 0 ? 0 : 1;
    }
    SparkReport report = reports.get(1);
    assertThat(report.cluster().groups()).isGreaterThan(3);
    assertThat(report.contexts().count()).isEqualTo(several.size());
    assertThat(report.contexts().padding()).isEqualTo(padding);
    long tokens = several.stream().mapToLong(PackedContext::length).sum();
    assertThat(report.input().tokens() + report.contexts().separators() + padding)
        .isEqualTo(tokens);
    if (start) {
      assertThat(report.contexts().beginningWithin()).isEqualTo(within).isZero();
    }
  }
}
