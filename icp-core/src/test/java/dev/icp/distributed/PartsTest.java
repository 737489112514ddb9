package dev.icp.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.Document;
import dev.icp.Embedders;
import dev.icp.NeighbourIndexes;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Tokenizers;
import dev.icp.contract.DenseSamples;
import dev.icp.contract.ExactNeighbours;
import dev.icp.settings.CheckedSettings;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageResources;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parts make of pieces of a corpus is what a packing run makes of the whole. */
class PartsTest {
  private static final int K = 10;

  private static List<Document> documents(int count) {
    Random random = new Random(5);
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      int topic = random.nextInt(12);
      int words = random.nextInt(60);
      for (int w = 0; w < words; w++) {
        text.append(random.nextBoolean() ? "topic" + topic + "w" + random.nextInt(20) : "common")
            .append(random.nextInt(30))
            .append(' ');
      }
      documents.add(new Document("doc-" + i, text.toString()));
    }
    return documents;
  }

  private static String lists(NeighbourGraph graph) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < graph.size(); i++) {
      for (int r = 0; r < graph.degree(i); r++) {
        all.append(graph.neighbour(i, r)).append('/').append(graph.cosine(i, r)).append(' ');
      }
      all.append('\n');
    }
    return all.toString();
  }

  /** Every cell by itself, with only those documents that live there or visit it. */
  @Test
  void partialJoinsOfTheCellsAddUpToTheBlockedIndex() {
    DenseVectors vectors = DenseSamples.clustered(12_000, 16, 80, 0.5, 7);
    int n = vectors.size();
    try (StageResources resources = StageResources.open(2, 3)) {
      int[] training = Cells.trainingSample(n, Cells.countFor(n), 3);
      Cells cells = Cells.train(vectors.subset(training), Cells.countFor(n), resources);
      float margin = margin(cells, vectors, 0.9, resources);
      int[] homes = new int[n];
      float[] rows = new float[n * vectors.dimension()];
      vectors.read(0, n, rows, 0);
      char[][] visits = cells.chooser(margin).choose(rows, n, homes);

      NeighbourGraph.Builder merged = NeighbourGraph.builder(n, K);
      List<List<long[]>> offers = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        offers.add(new ArrayList<>());
      }
      for (int cell = 0; cell < cells.count(); cell++) {
        joinOne(cells, (char) cell, vectors, homes, visits, offers, resources);
      }
      for (int i = 0; i < n; i++) {
        set(merged, i, offers.get(i));
      }
      NeighbourGraph expected = NeighbourIndexes.blocked(0.9).neighbours(vectors, K, resources);
      assertThat(expected.recall()).isBetween(0.85, 0.999);
      assertThat(lists(merged.build())).isEqualTo(lists(expected));
    }
  }

  private static float margin(
      Cells cells, DenseVectors vectors, double recall, StageResources resources) {
    int[] sample = Cells.recallSample(vectors.size(), resources.seed());
    QueryNeighbours<DenseVectors> truth = QueryNeighbours.dense(vectors.subset(sample), sample, K);
    int[] all = new int[vectors.size()];
    Arrays.setAll(all, i -> i);
    truth.compare(vectors, all);
    TreeSet<Integer> involved = new TreeSet<>();
    for (int q = 0; q < sample.length; q += 2) {
      involved.add(sample[q]);
      for (int r = 0; r < truth.degree(q); r++) {
        involved.add(truth.neighbour(q, r));
      }
    }
    int[] some = involved.stream().mapToInt(i -> i).toArray();
    NeighbourGraph.Builder graph = NeighbourGraph.builder(some.length, K);
    int[] documents = new int[sample.length / 2];
    for (int q = 0; q < sample.length; q += 2) {
      int[] places = new int[truth.degree(q)];
      float[] cosines = new float[places.length];
      for (int r = 0; r < places.length; r++) {
        places[r] = Arrays.binarySearch(some, truth.neighbour(q, r));
        cosines[r] = truth.cosine(q, r);
      }
      documents[q / 2] = Arrays.binarySearch(some, sample[q]);
      graph.set(documents[q / 2], places, cosines, places.length);
    }
    return cells.margin(recall, vectors.subset(some), graph.build(), documents, resources);
  }

  private static void joinOne(
      Cells cells,
      char cell,
      DenseVectors vectors,
      int[] homes,
      char[][] visits,
      List<List<long[]>> offers,
      StageResources resources) {
    int[] here = new int[homes.length];
    int count = 0;
    for (int i = 0; i < homes.length; i++) {
      if (new String(visits[i]).indexOf(cell) >= 0) {
        here[count++] = i;
      }
    }
    int[] some = Arrays.copyOf(here, count);
    int[] someHomes = new int[count];
    char[][] someVisits = new char[count][];
    for (int i = 0; i < count; i++) {
      someHomes[i] = homes[some[i]] == cell ? cell : -1;
      someVisits[i] = new char[] {cell};
    }
    NeighbourGraph part = cells.join(vectors.subset(some), someHomes, someVisits, K, resources);
    for (int i = 0; i < count; i++) {
      for (int r = 0; r < part.degree(i); r++) {
        offers
            .get(some[i])
            .add(new long[] {some[part.neighbour(i, r)], Float.floatToIntBits(part.cosine(i, r))});
      }
    }
  }

  private static void set(NeighbourGraph.Builder graph, int document, List<long[]> offers) {
    List<long[]> best =
        offers.stream()
            .sorted(
                (a, b) -> {
                  int byCosine =
                      Float.compare(
                          Float.intBitsToFloat((int) b[1]), Float.intBitsToFloat((int) a[1]));
                  return byCosine != 0 ? byCosine : Long.compare(a[0], b[0]);
                })
            .toList();
    int[] neighbours = best.stream().mapToInt(o -> (int) o[0]).distinct().limit(K).toArray();
    float[] cosines = new float[neighbours.length];
    for (int r = 0; r < neighbours.length; r++) {
      for (long[] offer : best) {
        if (offer[0] == neighbours[r]) {
          cosines[r] = Float.intBitsToFloat((int) offer[1]);
        }
      }
    }
    graph.set(document, neighbours, cosines, neighbours.length);
  }

  @Test
  void queriesFindTheirExactNeighboursPartByPart() {
    DenseVectors vectors = DenseSamples.clustered(3001, 24, 40, 0.6, 9);
    ExactNeighbours exact = ExactNeighbours.of(vectors, false);
    int[] queries = {0, 17, 2999, 3000};
    QueryNeighbours<DenseVectors> found =
        QueryNeighbours.dense(vectors.subset(queries), queries, K);
    for (int first = 0; first < vectors.size(); first += 777) {
      int[] part = new int[Math.min(777, vectors.size() - first)];
      int begin = first;
      Arrays.setAll(part, i -> begin + i);
      found.compare(vectors.subset(part), part);
    }
    try (StageResources resources = StageResources.open(1, 0)) {
      NeighbourGraph all = NeighbourIndexes.exact().neighbours(vectors, K, resources);
      assertThat(exact.recall(all, K)).isEqualTo(1);
      for (int q = 0; q < queries.length; q++) {
        for (int r = 0; r < K; r++) {
          assertThat(found.neighbour(q, r)).isEqualTo(all.neighbour(queries[q], r));
          assertThat(found.cosine(q, r)).isEqualTo(all.cosine(queries[q], r));
        }
      }
    }
  }

  /** Statistics of parts, merged in any order, give the lexical embedder's vectors. */
  @Test
  void wordStatisticsAddUp() {
    List<String> texts = documents(500).stream().map(Document::text).toList();
    TermStatistics even = new TermStatistics();
    TermStatistics odd = new TermStatistics();
    for (int i = 0; i < texts.size(); i++) {
      (i % 2 == 0 ? even : odd).add(TermStatistics.count(texts.get(i)));
    }
    TermStatistics.Weights weights = odd.merge(even).weights();
    try (StageResources resources = StageResources.open(1, 0);
        EmbeddingSession<SparseVectors> session = Embedders.lexical().open(resources)) {
      session.add(0, texts);
      try (SparseVectors expected = session.finish()) {
        assertThat(weights.terms()).isEqualTo(expected.terms());
        SparseRows ours = new SparseRows();
        SparseRows theirs = new SparseRows();
        for (int i = 0; i < texts.size(); i++) {
          ours.clear();
          weights.add(TermStatistics.count(texts.get(i)), ours);
          expected.read(i, 1, theirs);
          assertThat(ours.start(1)).isEqualTo(theirs.start(1));
          for (int t = 0; t < ours.start(1); t++) {
            assertThat(ours.terms()[t]).isEqualTo(theirs.terms()[t]);
            assertThat(ours.weights()[t]).isEqualTo(theirs.weights()[t]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cohesive", "paper", "reference", "input", "random"})
  void groupsArePackedAsARunPacksThem(String name) throws Exception {
    List<Document> documents = documents(300);
    ContextOrderer orderer = copy(ContextOrderers.byName(name));
    try (StageResources resources = StageResources.open(1, 4);
        SparseVectors vectors = vectors(documents, resources)) {
      NeighbourGraph graph = NeighbourIndexes.exactSparse().neighbours(vectors, K, resources);
      CheckedSettings settings = settings(PackingSettings.defaults().orderer(orderer), 1000);
      GroupPacker packer = new GroupPacker(settings, resources);
      int[] counts = new int[documents.size()];
      for (int i = 0; i < counts.length; i++) {
        int[] tokens = Tokenizers.utf8Bytes().encode(documents.get(i).text());
        counts[i] = tokens.length;
        packer.add(documents.get(i).id(), tokens);
      }
      GroupLayout layout =
          GroupLayout.of(
              settings, GroupDocuments.of(graph, counts, i -> documents.get(i).id()), resources);
      Iterator<PackedContext> along = packer.pack(GroupLayout.ofBytes(layout.toBytes()));
      try (PackedContexts expected =
          ContextBuilder.of(documents)
              .graph(graph)
              .orderer(orderer)
              .seed(4)
              .keepPathOrder()
              .pack(1000)) {
        for (PackedContext context : expected) {
          assertThat(along.next()).isEqualTo(context);
        }
      }
      assertThat(along.hasNext()).isFalse();
    }
  }

  private static SparseVectors vectors(List<Document> documents, StageResources resources) {
    try (EmbeddingSession<SparseVectors> session = Embedders.lexical().open(resources)) {
      session.add(0, documents.stream().map(Document::text).toList());
      return session.finish();
    }
  }

  /** Orderers go to other machines. */
  private static ContextOrderer copy(ContextOrderer orderer)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(orderer);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ContextOrderer) in.readObject();
    }
  }

  @Test
  void leavingOrderIsTheOneOfARun() {
    List<Document> documents = documents(200);
    // Without vectors: with them, neighbours that are alike are parted afterwards.
    NeighbourGraph graph = NeighbourGraph.builder(200, 1).build();
    Supplier<ContextBuilder> builder = () -> ContextBuilder.of(documents).graph(graph).seed(8);
    try (PackedContexts along = builder.get().keepPathOrder().pack(100);
        PackedContexts shuffled = builder.get().pack(100)) {
      int[] order = GroupPacker.leavingOrder(along.size() - 1, 8);
      List<PackedContext> path = along.stream().toList();
      List<PackedContext> left = shuffled.stream().toList();
      for (int place = 0; place < order.length; place++) {
        assertThat(left.get(place).segments()).isEqualTo(path.get(order[place]).segments());
      }
    }
  }

  @Test
  void ordersThatRepeatAndIdsThatRepeatAreRefused() {
    CheckedSettings settings =
        settings(PackingSettings.defaults().orderer(ContextOrderers.nearestWithRepeats()), 8);
    try (StageResources resources = StageResources.open(1, 0);
        GroupPacker packer = new GroupPacker(settings, resources)) {
      packer.add("a", new int[] {1, 2});
      assertThatIllegalArgumentException()
          .isThrownBy(() -> packer.add("a", new int[] {3}))
          .withMessage("duplicate id \"a\"");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  GroupLayout.of(
                      settings,
                      GroupDocuments.of(
                          NeighbourGraph.builder(1, 1).build(), new int[] {2}, i -> "a"),
                      resources))
          .withMessageContaining("nearest-with-repeats");
    }
  }

  private static CheckedSettings settings(PackingSettings settings, int contextLength) {
    return settings
        .set(PackingSettings.CONTEXT_LENGTH, contextLength)
        .check(Tokenizers.utf8Bytes());
  }

  /** Leftovers of groups: every token once, and contexts begin with documents. */
  @Test
  void whatGroupsLeaveOverIsLaidOutTogether() {
    CheckedSettings settings = settings(PackingSettings.defaults(), 10);
    List<GroupLayout.Part> left =
        List.of(
            new GroupLayout.Part(4, 0, 3, 0, 0, false, true),
            new GroupLayout.Part(2, 6, 4, 0, 4, false, true),
            new GroupLayout.Part(7, 0, 5, 0, 0, false, true),
            new GroupLayout.Part(1, 0, 0, 0, 6, false, false),
            new GroupLayout.Part(3, 9, 2, 0, 6, false, true));
    GroupLayout layout = GroupLayout.ofRests(settings, left);
    assertThat(layout.parts())
        .containsExactly(
            new GroupLayout.Part(0, 0, 3, 0, 0, false, true),
            new GroupLayout.Part(1, 6, 4, 0, 4, false, true),
            new GroupLayout.Part(4, 9, 1, 0, 9, false, false),
            new GroupLayout.Part(2, 0, 5, 1, 0, false, true),
            new GroupLayout.Part(4, 10, 1, 1, 6, false, true),
            new GroupLayout.Part(3, 0, 0, 1, 8, false, false));
    assertThat(layout.full()).isEqualTo(1);
    assertThat(layout.restTokens()).isEqualTo(8);
    // The empty one begins here, and so do the two that are whole.
    assertThat(layout.content(true)).isEqualTo(new GroupLayout.Content(4, 0, 0, 0, 3, 14, 0, 1, 1));
  }
}
