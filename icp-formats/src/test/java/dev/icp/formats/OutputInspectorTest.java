package dev.icp.formats;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Segment;
import dev.icp.Tail;
import dev.icp.Tokenizers;
import dev.icp.formats.OutputInspection.Distribution;
import dev.icp.formats.OutputInspection.SampleContext;
import dev.icp.formats.OutputInspection.SamplePiece;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutputInspectorTest {
  private static final int LENGTH = 64;

  @TempDir Path folder;

  private List<PackedContext> write(OutputFormat format, List<Document> documents)
      throws IOException {
    try (OutputFolder output = OutputFolder.open(folder);
        PackedContexts contexts =
            ContextBuilder.of(documents).tail(Tail.PAD).keepTexts().pack(LENGTH)) {
      contexts.writeTo(output.contexts(format, OutputOptions.defaults().shardBytes(1000)));
      output.commit(contexts.report());
      return contexts.stream().toList();
    }
  }

  private OutputInspector inspector() throws IOException {
    return OutputInspector.open(folder);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"PARQUET", "TEXT_PARQUET"},
      mode = EnumSource.Mode.EXCLUDE)
  void countsWhatContextsHold(OutputFormat format) throws IOException {
    List<PackedContext> written = write(format, Samples.documents());

    OutputInspection inspection = inspector().inspect();

    assertThat(inspection.manifest()).isEqualTo(OutputManifest.read(folder));
    assertThat(inspection.report().input().documents()).isEqualTo(Samples.documents().size());
    List<Segment> segments = written.stream().flatMap(c -> c.segments().stream()).toList();
    assertThat(inspection.contents().pieces()).isEqualTo(segments.size());
    assertThat(inspection.contents().continued())
        .isEqualTo(segments.stream().filter(s -> s.from() > 0).count());
    Distribution pieces = inspection.contents().piecesPerContext();
    assertThat(pieces.mean()).isEqualTo(segments.size() / (double) written.size());
    assertThat(pieces.counts().stream().mapToLong(n -> n).sum()).isEqualTo(written.size());
    assertThat(pieces.most())
        .isEqualTo(written.stream().mapToInt(c -> c.segments().size()).max().orElseThrow());
    Distribution fill = inspection.contents().fill();
    assertThat(fill.least())
        .isEqualTo(
            written.stream()
                .mapToInt(c -> 100 * c.segments().stream().mapToInt(Segment::length).sum() / LENGTH)
                .min()
                .orElseThrow());
    assertThat(fill.most()).isEqualTo(100);
  }

  @Test
  void samplesAreSpreadEvenly() throws IOException {
    List<PackedContext> written = write(OutputFormat.JSONL, Samples.documents());

    List<SampleContext> samples = inspector().samples(4).inspect().samples();

    int each = written.size() / 4;
    for (int i = 0; i < 4; i++) {
      SampleContext sample = samples.get(i);
      assertThat(sample.index()).isBetween((long) i * each, (i + 1L) * each + 1);
      PackedContext context = written.get((int) sample.index());
      assertThat(sample.pieces()).isEqualTo(context.segments().size());
      assertThat(sample.padding()).isEqualTo(context.padding());
      assertThat(sample.shown())
          .extracting(SamplePiece::id, SamplePiece::from, SamplePiece::to, SamplePiece::at)
          .isEqualTo(
              context.segments().stream()
                  .map(s -> tuple(s.id(), s.from(), s.to(), s.at()))
                  .toList());
    }
    assertThat(inspector().samples(1000).inspect().samples()).hasSameSizeAs(written);
    assertThat(inspector().samples(0).inspect().samples()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "JSONL, 1000",
    "MEGATRON, 7",
    "MEGATRON, 1000",
    "MDS, 7",
    "MDS, 1000",
    "NPY, 7",
    "DATATROVE, 7"
  })
  void tokensSayHowPiecesRead(OutputFormat format, int samples) throws IOException {
    write(format, Samples.documents());
    Map<String, String> texts =
        Samples.documents().stream().collect(Collectors.toMap(Document::id, Document::text));

    OutputInspection inspection =
        inspector().samples(samples).tokenizer(Tokenizers.utf8Bytes()).inspect();

    assertThat(inspection.samples()).hasSizeGreaterThanOrEqualTo(7);
    for (SampleContext sample : inspection.samples()) {
      for (SamplePiece piece : sample.shown()) {
        // The texts are ASCII.
        String part = requireNonNull(texts.get(piece.id())).substring(piece.from(), piece.to());
        assertThat(piece.text()).isEqualTo(part.stripLeading());
        assertThat(piece.beginning()).isEqualTo(piece.from() == 0 && !part.isBlank());
        assertThat(piece.more()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MEGATRON", "MDS", "NPY", "DATATROVE"})
  void damagedTokensEndInOneLineAtWorst(OutputFormat format) throws IOException {
    write(format, Samples.documents());
    List<Path> files;
    try (Stream<Path> all = Files.list(folder.resolve(format.label()))) {
      files = all.sorted().toList();
    }
    Random random = new Random(5);
    int refused = 0;
    for (int round = 0; round < 60; round++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] whole = Files.readAllBytes(file);
      byte[] damaged =
          round % 5 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
      if (damaged.length > 0) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, damaged);
      try {
        inspector().samples(7).tokenizer(Tokenizers.utf8Bytes()).inspect();
      } catch (BadOutputException e) {
        assertThat(e.getMessage()).startsWith(folder.toString()).doesNotContain("\n");
        refused++;
      }
      Files.write(file, whole);
    }
    assertThat(refused).isPositive();
  }

  @Test
  void theCorpusSaysHowDocumentsBegin() throws IOException {
    write(OutputFormat.MEGATRON, Samples.documents());
    List<Document> documents = Samples.documents();
    Document first = documents.getFirst();

    OutputInspection inspection =
        inspector().samples(1000).documents(documents.stream().skip(1)).inspect();

    for (SampleContext sample : inspection.samples()) {
      for (SamplePiece piece : sample.shown()) {
        String text =
            documents.stream()
                .filter(d -> d.id().equals(piece.id()))
                .findAny()
                .orElseThrow()
                .text();
        boolean known = !piece.id().equals(first.id());
        assertThat(piece.text()).isEqualTo(known ? text : "");
        assertThat(piece.beginning()).isEqualTo(known && !text.isEmpty());
      }
    }
  }

  @Test
  void ofLongContextsTheFirstPiecesAreShown() throws IOException {
    List<Document> documents =
        IntStream.range(0, 500).mapToObj(i -> new Document("d" + i, "")).toList();
    write(OutputFormat.JSONL, documents);

    SampleContext sample = inspector().inspect().samples().getFirst();

    assertThat(sample.pieces()).isGreaterThan(60);
    assertThat(sample.shown()).hasSize(60);
  }

  @ParameterizedTest
  @EnumSource(names = {"JSONL", "MEGATRON"})
  void metadataIsKnownFieldByField(OutputFormat format) throws IOException {
    String emoji = "\ud83d\ude00";
    List<Document> documents =
        List.of(
            new Document("a", "some text", Map.of("source", "git")),
            new Document("b", "other text", Map.of("year", 1999)),
            new Document("c", "more text", Map.of("source", "web")),
            new Document("d", "last text", Map.of("source", "web")),
            new Document("e", "no text", Map.of("source", "x".repeat(98) + emoji.repeat(2))));
    write(format, documents);

    OutputInspection.KnownDocuments known =
        requireNonNull(inspector().tokenizer(Tokenizers.utf8Bytes()).inspect().relations())
            .documents();

    Map<String, OutputInspection.MetadataField> fields =
        known.metadata().stream().collect(Collectors.toMap(f -> f.name(), f -> f));
    assertThat(fields).containsOnlyKeys("source", "year");
    OutputInspection.MetadataField source = requireNonNull(fields.get("source"));
    assertThat(source.values()).containsExactly("web", "git", "x".repeat(98) + "…");
    assertThat(requireNonNull(fields.get("year")).values()).containsExactly("1999");
    for (Document document : documents) {
      int value = source.of()[known.ids().indexOf(document.id())];
      Object wanted = document.metadata().get("source");
      assertThat(value < 0 ? null : source.values().get(value))
          .isEqualTo(document.id().equals("e") ? "x".repeat(98) + "…" : wanted);
    }
  }

  @Test
  void nothingIsNothing() throws IOException {
    write(OutputFormat.JSONL, List.of());
    OutputInspection inspection = inspector().inspect();
    assertThat(inspection.samples()).isEmpty();
    assertThat(inspection.contents().pieces()).isZero();
    assertThat(inspection.contents().fill().mean()).isNaN();
  }

  @Test
  void anotherTokenizerIsRefused() throws IOException {
    write(OutputFormat.JSONL, Samples.documents());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inspector().tokenizer(new OtherTokenizer()))
        .withMessage("tokenizer: its fingerprint is other, the output's utf8-bytes");
  }

  @Test
  void tokensThatAreNoneAreNamed() throws IOException {
    write(OutputFormat.JSONL, List.of(new Document("d", "some text")));
    Path file = folder.resolve("contexts-00000.jsonl");
    Files.writeString(file, Files.readString(file).replace("[115,", "[7777,"));

    assertThatThrownBy(() -> inspector().tokenizer(Tokenizers.utf8Bytes()).inspect())
        .isInstanceOf(BadOutputException.class)
        .hasMessage(folder + ": context 0: token 7777: expected 0 to 256");
  }

  private static final class OtherTokenizer implements Tokenizer {
    @Override
    public int[] encode(String text) {
      return new int[text.length()];
    }

    @Override
    public String decode(int[] tokens) {
      return "?".repeat(tokens.length);
    }

    @Override
    public int vocabularySize() {
      return 1;
    }

    @Override
    public OptionalInt separator() {
      return OptionalInt.empty();
    }

    @Override
    public String fingerprint() {
      return "other";
    }
  }
}
