package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.Boundary;
import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.Document;
import dev.icp.NearDuplicates;
import dev.icp.PackedContext;
import dev.icp.PackingReport;
import dev.icp.Segment;
import dev.icp.Tail;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputVerifier;
import dev.icp.settings.PackingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contexts that never mix, documents that stand several times, epochs, few documents each. */
class SparkGroupByTest {
  private static final int LENGTH = 400;

  private final SparkSession spark = LocalSpark.open();

  @TempDir private Path folder;

  /** One source has half of all documents, some have little, some documents none. */
  private static List<Document> documents(int count) {
    List<Document> documents = new ArrayList<>();
    for (Document document : Samples.documents(count, 5)) {
      int i = documents.size();
      Map<String, Object> known = new LinkedHashMap<>();
      if (i % 2 == 0) {
        known.put("source", "large");
      } else if (i % 7 > 0) {
        known.put("source", "s" + i % 7);
      }
      if (i % 5 == 0) {
        known.put("weight", i % 3 == 0 ? 2.0 : 0.5);
      }
      documents.add(new Document(document.id(), document.text(), known));
    }
    return documents;
  }

  private Dataset<Row> rows(List<Document> documents) {
    try {
      return spark
          .read()
          .schema("id string, text string, source string, weight double")
          .json(SparkMetadataTest.corpus(folder, documents).toString())
          .repartition(3);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static PackingSettings settings() {
    return PackingSettings.defaults().keepPathOrder().neighbours(8);
  }

  private static List<PackedContext> pack(SparkContexts packing) {
    List<PackedContext> contexts = new ArrayList<>();
    try (packing) {
      for (Row row : packing.pack(LENGTH).collectAsList()) {
        contexts.add(SparkOutput.context(row));
      }
    }
    return contexts;
  }

  /** Packs on one machine and on Spark, with all in one group, and returns the contexts. */
  private List<PackedContext> packSame(List<Document> documents, PackingSettings settings) {
    List<SparkReport> reports = new ArrayList<>();
    List<PackedContext> contexts =
        pack(
            SparkContexts.of(rows(documents))
                .metadata("source", "weight")
                .settings(settings)
                .onReport(reports::add));
    try (var single = ContextBuilder.of(documents).settings(settings).pack(LENGTH)) {
      assertThat(contexts).isEqualTo(single.stream().toList());
      PackingReport.Contexts expected = single.report().contexts();
      PackingReport.Contexts found = reports.get(0).contexts();
      assertThat(found.count()).isEqualTo(expected.count());
      assertThat(found.tokens()).isEqualTo(expected.tokens());
      assertThat(found.separators()).isEqualTo(expected.separators());
      assertThat(found.padding()).isEqualTo(expected.padding());
      assertThat(found.wholePadding()).isEqualTo(expected.wholePadding());
      assertThat(found.tailPadding()).isEqualTo(expected.tailPadding());
      assertThat(found.groupPadding()).isEqualTo(expected.groupPadding());
      assertThat(found.groups()).isEqualTo(expected.groups());
      assertThat(found.separatorsLeftOut()).isEqualTo(expected.separatorsLeftOut());
      PackingReport.Order order = reports.get(0).order();
      assertThat(order.repeats()).isEqualTo(single.report().order().repeats());
      assertThat(order.documents()).isEqualTo(single.report().order().documents());
      assertThat(reports.get(0).settings().groupBy())
          .isEqualTo(settings.get(PackingSettings.GROUP_BY));
    }
    return contexts;
  }

  @Test
  void oneGroupIsWhatOneMachineMakes() {
    List<Document> documents = documents(400);
    PackingSettings never = settings().groupBy("source");
    packSame(documents, never);
    packSame(documents, never.startAnywhere().tail(Tail.PAD));
    packSame(
        documents,
        never.boundary(Boundary.KEEP_WHOLE).nearDuplicates(NearDuplicates.separate(0.6)));
    packSame(documents, settings().maxDocuments(3));
    packSame(documents, settings().weightBy("weight").epoch(1));
  }

  @Test
  void ordersGoByMetadata() {
    List<Document> documents = documents(200);
    List<Object> along = new ArrayList<>();
    for (PackedContext context :
        pack(
            SparkContexts.of(rows(documents))
                .settings(settings().startAnywhere())
                .orderer(ContextOrderers.byName("key:source")))) {
      for (Segment segment : context.segments()) {
        Object source = segment.metadata().get("source");
        if (source != null && (along.isEmpty() || !along.getLast().equals(source))) {
          along.add(source);
        }
      }
    }
    // Each in one run, though those without may stand between.
    assertThat(along).doesNotHaveDuplicates().hasSizeGreaterThan(4);
  }

  /** Large values are divided among groups, small ones share them, and no context. */
  @Test
  void severalGroupsNeverMixAndLoseNothing() {
    List<Document> documents = documents(900);
    Map<String, Object> sources = new HashMap<>();
    documents.forEach(d -> sources.put(d.id(), d.metadata().getOrDefault("source", "none")));
    PackingSettings settings = settings().groupBy("source").set(PackingSettings.SEED, 5L);
    List<List<PackedContext>> results = new ArrayList<>();
    List<SparkReport> reports = new ArrayList<>();
    for (int partitions : new int[] {2, 5}) {
      spark.conf().set("spark.sql.shuffle.partitions", partitions);
      results.add(
          pack(
              SparkContexts.of(rows(documents).repartition(partitions))
                  .settings(settings.set(PackingSettings.KEEP_PATH_ORDER, partitions == 2))
                  .documentsPerGroup(150)
                  .documentsPerJoin(200)
                  .onReport(reports::add)));
    }
    spark.conf().set("spark.sql.shuffle.partitions", 3);
    for (int run = 0; run < 2; run++) {
      List<PackedContext> contexts = results.get(run);
      Map<String, BitSet> seen = new HashMap<>();
      long lacking = 0;
      for (PackedContext context : contexts) {
        Set<Object> values = new HashSet<>();
        for (Segment segment : context.segments()) {
          values.add(sources.get(segment.id()));
          BitSet tokens = seen.computeIfAbsent(segment.id(), id -> new BitSet());
          assertThat(tokens.get(segment.from(), segment.to()).isEmpty()).isTrue();
          tokens.set(segment.from(), segment.to());
        }
        assertThat(values).hasSizeLessThanOrEqualTo(1);
        assertThat(context.padding()).isZero();
        lacking += LENGTH - context.length();
      }
      long all = 0;
      for (Document document : documents) {
        assertThat(seen.get(document.id()).cardinality()).isEqualTo(document.text().length());
        all += document.text().length();
      }
      SparkReport report = reports.get(run);
      assertThat(report.cluster().groups()).isBetween(6, 14);
      assertThat(report.cluster().largestGroup()).isLessThanOrEqualTo(150);
      assertThat(report.contexts().count()).isEqualTo(contexts.size());
      assertThat(report.contexts().tokens()).isEqualTo(all);
      assertThat(report.contexts().padding()).isZero();
      assertThat(all + report.contexts().separators())
          .isEqualTo((long) LENGTH * contexts.size() - lacking);
    }
    // The same contexts, one after the other or shuffled.
    assertThat(results.get(1).stream().map(c -> List.of(c.tokens())).count())
        .isEqualTo(results.get(0).size());
    Set<List<Segment>> along = new HashSet<>();
    results.get(0).forEach(context -> along.add(context.segments()));
    assertThat(along).containsAll(results.get(1).stream().map(PackedContext::segments).toList());
  }

  @Test
  void weightsHoldInEveryGroup() {
    List<Document> documents = documents(300);
    long[] copies = new long[documents.size()];
    List<SparkReport> reports = new ArrayList<>();
    List<PackedContext> contexts =
        pack(
            SparkContexts.of(rows(documents))
                .settings(settings().weightBy("weight").tail(Tail.PAD))
                .documentsPerGroup(60)
                .onReport(reports::add));
    for (PackedContext context : contexts) {
      assertThat(context.length()).isEqualTo(LENGTH);
      Set<String> here = new HashSet<>();
      for (Segment segment : context.segments()) {
        assertThat(here.add(segment.id() + segment.from())).isTrue();
        copies[segment.ordinal()] += segment.length();
      }
    }
    long stand = 0;
    for (int i = 0; i < copies.length; i++) {
      Document document = documents.get(i);
      int length = document.text().length();
      double weight = ((Number) document.metadata().getOrDefault("weight", 1.0)).doubleValue();
      long times = length == 0 ? 0 : copies[i] / length;
      assertThat(copies[i]).isEqualTo(times * length);
      if (length > 0) {
        assertThat(times).isBetween((long) Math.floor(weight), (long) Math.ceil(weight));
      }
      stand += times > 0 ? 1 : 0;
    }
    assertThat(reports.get(0).order().repeats()).isTrue();
    assertThat(reports.get(0).order().documents()).isBetween(stand, stand + 5);
    assertThat(reports.get(0).contexts().tokens()).isEqualTo(java.util.Arrays.stream(copies).sum());
  }

  @Test
  void theCommandWritesWhatIcpPackWrites() throws IOException {
    List<Document> documents = documents(200);
    Path out = folder.resolve("out");
    int code =
        Main.run(
            new String[] {
              SparkMetadataTest.corpus(folder, documents).toString(),
              "--never-mix=source",
              "--weights=weight",
              "--epoch=2",
              "--context-length=" + LENGTH,
              "--keep-path-order",
              "--format=mds",
              "--output=" + out
            },
            System.out,
            System.err);
    assertThat(code).isZero();
    OutputManifest manifest = OutputVerifier.verify(out);
    PackingSettings settings =
        PackingSettings.defaults().keepPathOrder().groupBy("source").weightBy("weight").epoch(2);
    Path single = folder.resolve("single");
    try (var contexts = ContextBuilder.of(documents).settings(settings).pack(LENGTH);
        var output = dev.icp.formats.OutputFolder.open(single)) {
      contexts.writeTo(
          output.contexts(
              dev.icp.formats.OutputFormat.MDS, dev.icp.formats.OutputOptions.defaults()));
      output.commit(contexts.report());
    }
    assertThat(manifest.contents()).isEqualTo(OutputManifest.read(single).contents());
    assertThat(manifest.layout()).isEqualTo(OutputManifest.read(single).layout());
    assertThat(manifest.counts()).isEqualTo(OutputManifest.read(single).counts());
  }

  @Test
  void namesAndWeightsThatAreWrongAreRefused() {
    List<Document> documents = new ArrayList<>(documents(20));
    documents.add(new Document("wrong", "a text", Map.of("weight", -1.0)));
    Dataset<Row> rows = rows(documents);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparkContexts.of(rows).weightBy("weight").pack(9))
        .withMessage(
            "weightBy: document \"wrong\" has weight -1.0, expected a number from 0 to 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparkContexts.of(rows).groupBy("licence").pack(9))
        .withMessageContaining("no column \"licence\"");
    Dataset<Row> none = spark.sql("select 'a' id, 'b' text, cast(null as string) source");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparkContexts.of(none).groupBy("source").pack(9))
        .withMessage("groupBy: source, which no document has among its metadata");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparkContexts.of(none).weightBy("source").pack(9))
        .withMessage("weightBy: source, which no document has among its metadata");
  }
}
