package dev.icp.formats;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.Document;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Segment;
import dev.icp.Tail;
import dev.icp.Tokenizers;
import dev.icp.formats.OutputInspection.Beside;
import dev.icp.formats.OutputInspection.KnownDocuments;
import dev.icp.formats.OutputInspection.Neighbourhood;
import dev.icp.formats.OutputInspection.Relations;
import dev.icp.formats.OutputInspection.SamplePiece;
import dev.icp.formats.internal.files.RecordJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an inspection says of how documents are related. */
class RelationsTest {
  private static final int TOPICS = 6;
  private static final int EACH = 30;
  private static final int LENGTH = 1000;

  @TempDir Path folder;

  private final List<Document> documents = new ArrayList<>();

  RelationsTest() {
    for (int i = 0; i < TOPICS * EACH; i++) {
      int topic = i % TOPICS;
      StringBuilder text = new StringBuilder("Number %d tells of ".formatted(i));
      for (int word = 0; word < 12; word++) {
        text.append((char) ('k' + topic))
            .append("topic")
            .append((char) ('a' + (i * 7 + word) % 15));
        text.append(word % 5 == 0 ? ". " : " ");
      }
      documents.add(new Document("doc " + i, text.toString()));
    }
  }

  private static int topic(String id) {
    return Integer.parseInt(id.substring(4)) % TOPICS;
  }

  private List<PackedContext> write(OutputFormat format) throws IOException {
    try (OutputFolder output = OutputFolder.open(folder);
        PackedContexts contexts =
            ContextBuilder.of(documents)
                .orderer(ContextOrderers.cohesive())
                .tail(Tail.PAD)
                .pack(LENGTH)) {
      contexts.writeTo(output.contexts(format, OutputOptions.defaults()));
      output.commit(contexts.report());
      return contexts.stream().toList();
    }
  }

  private OutputInspector inspector() throws IOException {
    return OutputInspector.open(folder).samples(5);
  }

  private static Relations relations(OutputInspector inspector) throws IOException {
    return requireNonNull(inspector.inspect().relations());
  }

  private static List<List<String>> stand(KnownDocuments known) {
    List<List<String>> places = new ArrayList<>();
    for (int at = 0; at < known.pieces().length; at += 4) {
      int[] pieces = known.pieces();
      places.add(
          List.of(
              "context " + pieces[at],
              known.ids().get(pieces[at + 1]),
              pieces[at + 2] + " + " + pieces[at + 3]));
    }
    return places;
  }

  private static List<List<String>> stand(List<PackedContext> contexts) {
    List<List<String>> places = new ArrayList<>();
    for (PackedContext context : contexts) {
      for (Segment segment : context.segments()) {
        places.add(
            List.of(
                "context " + context.index(),
                segment.id(),
                segment.from() + " + " + segment.length()));
      }
    }
    return places;
  }

  @ParameterizedTest
  @EnumSource(names = {"JSONL", "MEGATRON", "MDS"})
  void everyDocumentIsKnownWithItsPlaceAndItsBeginning(OutputFormat format) throws IOException {
    List<PackedContext> written = write(format);

    Relations relations = relations(inspector().tokenizer(Tokenizers.utf8Bytes()));

    KnownDocuments known = relations.documents();
    assertThat(relations.by()).isEqualTo("words");
    assertThat(known.all()).isEqualTo(documents.size());
    assertThat(known.ids())
        .containsExactlyInAnyOrderElementsOf(documents.stream().map(Document::id).toList());
    assertThat(stand(known)).isEqualTo(stand(written));
    for (int i = 0; i < known.ids().size(); i++) {
      int number = Integer.parseInt(known.ids().get(i).substring(4));
      // A document that was cut soon is known up to there.
      assertThat(documents.get(number).text()).startsWith(known.begins().get(i));
      assertThat(known.begins().get(i)).isNotEmpty();
    }
  }

  @Test
  void aDocumentIsLikeItsOwnKindAndUnlikeOthers() throws IOException {
    write(OutputFormat.JSONL);

    OutputInspection inspection = inspector().tokenizer(Tokenizers.utf8Bytes()).inspect();

    List<Beside> beside = requireNonNull(inspection.relations()).beside();
    assertThat(beside).hasSameSizeAs(inspection.samples());
    for (int s = 0; s < beside.size(); s++) {
      List<SamplePiece> shown = inspection.samples().get(s).shown();
      checkPairs(shown, beside.get(s).cosines());
      List<SamplePiece> random = beside.get(s).random().shown();
      checkPairs(random, beside.get(s).randomCosines());
      assertThat(new HashSet<>(random.stream().map(SamplePiece::id).toList()))
          .as("drawn without repeating any")
          .hasSameSizeAs(random);
      assertThat(beside.get(s).random().tokens()).isEqualTo(LENGTH);
      assertThat(random).allSatisfy(piece -> assertThat(piece.text()).startsWith("Number "));
    }
  }

  private static void checkPairs(List<SamplePiece> shown, short[] cosines) {
    assertThat(cosines).hasSize(shown.size() * (shown.size() - 1) / 2);
    int alike = 0;
    int ofOneTopic = 0;
    for (int j = 1; j < shown.size(); j++) {
      for (int i = 0; i < j; i++) {
        boolean same = topic(shown.get(i).id()) == topic(shown.get(j).id());
        short cosine = cosines[j * (j - 1) / 2 + i];
        String both = shown.get(i).id() + " and " + shown.get(j).id();
        // Two of a topic may have taken different words of it.
        assertThat(cosine).as(both).isBetween((short) 0, (short) (same ? 10_000 : 1_000));
        alike += same && cosine > 1_000 ? 1 : 0;
        ofOneTopic += same ? 1 : 0;
      }
    }
    assertThat(alike).isGreaterThanOrEqualTo(ofOneTopic * 3 / 4);
  }

  @Test
  void cosinesAlongContextsAreThoseOfThePairs() throws IOException {
    write(OutputFormat.JSONL);

    OutputInspection inspection = inspector().tokenizer(Tokenizers.utf8Bytes()).inspect();

    Relations relations = requireNonNull(inspection.relations());
    KnownDocuments known = relations.documents();
    for (int s = 0; s < relations.beside().size(); s++) {
      long context = inspection.samples().get(s).index();
      int[] places =
          IntStream.range(0, known.cosines().length)
              .filter(p -> known.pieces()[4 * p] == context)
              .toArray();
      assertThat(known.cosines()[places[0]]).isEqualTo(Short.MIN_VALUE);
      for (int j = 1; j < places.length; j++) {
        assertThat(known.cosines()[places[j]])
            .isEqualTo(relations.beside().get(s).cosines()[j * (j - 1) / 2 + j - 1]);
      }
    }
  }

  @Test
  void theMapKeepsTopicsTogetherAndNamesThem() throws IOException {
    write(OutputFormat.JSONL);

    Relations relations = relations(inspector().tokenizer(Tokenizers.utf8Bytes()));

    KnownDocuments known = relations.documents();
    int nearestIsAlike = 0;
    for (int i = 0; i < known.ids().size(); i++) {
      int nearest = nearest(known, i);
      if (topic(known.ids().get(i)) == topic(known.ids().get(nearest))) {
        nearestIsAlike++;
      }
    }
    assertThat(nearestIsAlike).isGreaterThan(documents.size() * 9 / 10);
    List<Neighbourhood> large =
        relations.neighbourhoods().stream().filter(n -> n.level() == 0).toList();
    assertThat(large).isNotEmpty();
    assertThat(large)
        .allSatisfy(
            named ->
                assertThat(named.words()).allSatisfy(word -> assertThat(word).contains("topic")));
  }

  private static int nearest(KnownDocuments known, int i) {
    return IntStream.range(0, known.ids().size())
        .filter(j -> j != i)
        .boxed()
        .min(
            (a, b) ->
                Double.compare(
                    Math.hypot(known.x()[a] - known.x()[i], known.y()[a] - known.y()[i]),
                    Math.hypot(known.x()[b] - known.x()[i], known.y()[b] - known.y()[i])))
        .orElseThrow();
  }

  @Test
  void theCorpusSaysTheSameAsTokensOfWholeDocuments() throws IOException {
    write(OutputFormat.JSONL);

    Relations byCorpus = relations(inspector().documents(documents.stream()));

    assertThat(byCorpus.by()).isEqualTo("words");
    assertThat(byCorpus.documents().ids()).isEqualTo(documents.stream().map(Document::id).toList());
    assertThat(byCorpus.documents().begins().getFirst()).startsWith("Number 0 tells of ");
    assertThat(byCorpus.beside()).hasSize(5);
  }

  @Test
  void ofMoreThanAreToBeKnownTheSameOnesAreDrawn() throws IOException {
    write(OutputFormat.JSONL);

    OutputInspector inspector = inspector().samples(1).known(20).tokenizer(Tokenizers.utf8Bytes());
    OutputInspection first = inspector.inspect();
    OutputInspection second = inspector.inspect();

    KnownDocuments known = requireNonNull(first.relations()).documents();
    Set<String> shown = new HashSet<>();
    first.samples().getFirst().shown().forEach(piece -> shown.add(piece.id()));
    assertThat(known.all()).isEqualTo(documents.size());
    assertThat(known.ids()).containsAll(shown).hasSizeBetween(20, 20 + shown.size());
    assertThat(RecordJson.bytes(first)).isEqualTo(RecordJson.bytes(second));
  }

  @Test
  void withoutTextsItIsKnownWhatStandsWhere() throws IOException {
    List<PackedContext> written = write(OutputFormat.JSONL);

    Relations relations = relations(inspector());

    assertThat(relations.by()).isEmpty();
    assertThat(relations.beside()).isEmpty();
    assertThat(stand(relations.documents())).isEqualTo(stand(written));
    assertThat(relations.documents().begins()).containsOnly("");
    assertThat(relations.documents().cosines()).containsOnly(Short.MIN_VALUE);
  }

  @Test
  void nothingIsKnownWhereNothingIsAskedFor() throws IOException {
    write(OutputFormat.JSONL);

    assertThat(inspector().known(0).inspect().relations()).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inspector().known(-1))
        .withMessage("documents: -1 is negative");
  }
}
