package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.Embedders;
import dev.icp.NearDuplicates;
import dev.icp.NearDuplicates.Candidate;
import dev.icp.NeighbourIndexes;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Segment;
import dev.icp.spark.internal.join.DropNearDuplicates;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageResources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Near duplicates on Spark go as they do on one machine. */
class NearDuplicatesTest {
  private static final int K = 4;

  private final SparkSession spark = LocalSpark.open();

  /** Copies, chains of edits that lead far away, more of both than a list has room for. */
  static List<Document> documents() {
    List<Document> documents = new ArrayList<>(Samples.documents(250, 8));
    Random random = new Random(4);
    for (int source = 3; source < 250; source += 10) {
      String text = documents.get(source).text();
      for (int copy = 0; copy < (source < 100 ? 12 : 2); copy++) {
        if (random.nextInt(4) > 0) {
          text = text.replaceFirst("w" + random.nextInt(30), "x" + random.nextInt(9));
        }
        documents.add(new Document(String.format("copy-%03d-%02d", source, copy), text));
      }
    }
    documents.add(new Document("empty-1", ""));
    documents.add(new Document("empty-2", ""));
    documents.sort(Comparator.comparing(Document::id));
    return documents;
  }

  /** What a run makes, by what is comparable. */
  private record Outcome(List<PackedContext> contexts, Map<String, String> dropped) {}

  private static Outcome single(ContextBuilder builder) {
    try (PackedContexts packed = builder.keepPathOrder().pack(300)) {
      return new Outcome(
          packed.stream().toList(),
          packed
              .dropped()
              .collect(
                  Collectors.toMap(
                      d -> d.id() + " " + d.ordinal(),
                      d -> d.keptId() + " " + d.keptOrdinal() + digits(d.cosine()))));
    }
  }

  private static String digits(float cosine) {
    return String.format(" %.4f", cosine);
  }

  private Outcome onSpark(SparkContexts packing) throws IOException {
    Map<String, String> dropped = new HashMap<>();
    List<SparkReport> reports = new ArrayList<>();
    try (packing) {
      List<PackedContext> contexts =
          Samples.collect(packing.neighbours(K).keepPathOrder().onReport(reports::add).pack(300));
      for (Row row : packing.dropped().collectAsList()) {
        dropped.put(
            row.getString(0) + " " + row.getInt(1),
            row.getString(2) + " " + row.getInt(3) + digits(row.getFloat(4)));
      }
      assertThat(reports.get(0).duplicates().dropped()).isEqualTo(dropped.size());
      return new Outcome(contexts, dropped);
    }
  }

  @Test
  void byWordsTheSameGoAndTheSameContextsAreMade() throws IOException {
    List<Document> documents = documents();
    NearDuplicates policy = NearDuplicates.drop(0.85);
    Outcome expected =
        single(
            ContextBuilder.of(documents)
                .neighbours(Embedders.lexical(), NeighbourIndexes.exactSparse(), K)
                .nearDuplicates(policy));
    assertThat(expected.dropped()).hasSizeGreaterThan(50);
    assertThat(
            onSpark(SparkContexts.of(Samples.dataset(spark, documents, 3)).nearDuplicates(policy)))
        .isEqualTo(expected);
  }

  /** In several groups; equal vectors of different texts. */
  @Test
  void byVectorsThoseGoThatAreNearAnEarlierOneThatStays() throws IOException {
    int n = 300;
    List<Document> documents = Samples.documents(n, 10);
    float[][] vectors = Samples.vectors(n, 4, 12);
    for (int i = 0; i < 40; i++) {
      vectors[3 * i + 150] = vectors[i % 7];
    }
    DenseVectors all = DenseVectors.of(vectors);
    TreeSet<String> kept = new TreeSet<>();
    List<Integer> stay = new ArrayList<>();
    NearDuplicates policy = NearDuplicates.drop(0.97);
    for (int i = 0; i < n; i++) {
      int document = i;
      if (stay.stream().noneMatch(o -> all.cosine(o, document) >= policy.threshold())) {
        stay.add(i);
        kept.add(documents.get(i).id());
      }
    }
    assertThat(stay).hasSizeBetween(30, 250);
    Outcome outcome =
        onSpark(
            SparkContexts.of(Samples.dataset(spark, documents, vectors, 3))
                .vectors("vector")
                .documentsPerGroup(30)
                .nearDuplicates(policy));
    TreeSet<String> packed = new TreeSet<>();
    for (PackedContext context : outcome.contexts()) {
      for (Segment segment : context.segments()) {
        packed.add(segment.id());
        assertThat(documents.get(segment.ordinal()).id()).isEqualTo(segment.id());
      }
    }
    assertThat(packed).isEqualTo(kept);
    assertThat(outcome.dropped()).hasSize(n - kept.size());
    outcome
        .dropped()
        .values()
        .forEach(keeper -> assertThat(kept).contains(keeper.split(" ", 2)[0]));
  }

  @Test
  void ofAGivenGraphNothingElseIsKnown() throws IOException {
    List<Document> documents = documents();
    float[][] vectors = Samples.vectors(documents.size(), 4, 30);
    try (StageResources resources = StageResources.open(1, 0)) {
      NeighbourGraph graph =
          NeighbourIndexes.exact().neighbours(DenseVectors.of(vectors), K, resources);
      List<Row> edges = new ArrayList<>();
      for (int i = 0; i < graph.size(); i++) {
        for (int r = 0; r < graph.degree(i); r++) {
          edges.add(
              RowFactory.create(
                  documents.get(i).id(),
                  documents.get(graph.neighbour(i, r)).id(),
                  graph.cosine(i, r)));
        }
      }
      StructType schema =
          new StructType()
              .add("id", DataTypes.StringType)
              .add("neighbour", DataTypes.StringType)
              .add("cosine", DataTypes.FloatType);
      List<Outcome> outcomes = new ArrayList<>();
      for (NearDuplicates policy :
          List.of(NearDuplicates.drop(0.97), NearDuplicates.separate(0.97))) {
        Outcome outcome =
            onSpark(
                SparkContexts.of(Samples.dataset(spark, documents, 2))
                    .graph(spark.createDataFrame(edges, schema))
                    .nearDuplicates(policy));
        assertThat(outcome)
            .isEqualTo(single(ContextBuilder.of(documents).graph(graph).nearDuplicates(policy)));
        outcomes.add(outcome);
      }
      assertThat(outcomes.get(0).dropped()).hasSizeGreaterThan(50);
      assertThat(outcomes.get(1)).isNotEqualTo(single(ContextBuilder.of(documents).graph(graph)));
    }
  }

  @Test
  void tooManyAreRefusedAndSoIsAnotherPreference() {
    SparkContexts packing = SparkContexts.of(Samples.dataset(spark, documents(), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DropNearDuplicates.requireFew(73_000_000, 50_000_000, "in the lists"))
        .withMessage(
            "near duplicates: 73,000,000 in the lists, at most 50,000,000: choose a higher cosine");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                packing.nearDuplicates(
                    NearDuplicates.drop(0.9).keeping(Comparator.comparingInt(Candidate::tokens))))
        .withMessage(
            "nearDuplicates: drop:0.9 keeping by a comparator,"
                + " but here the first by orderedBy(column) stays");
    assertThatIllegalStateException()
        .isThrownBy(packing::dropped)
        .withMessage("dropped() before pack(contextLength)");
  }
}
