package dev.icp.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.icp.Boundary;
import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.ContextWriters;
import dev.icp.formats.CorpusException;
import dev.icp.formats.CorpusReader;
import dev.icp.formats.OutputFolder;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.OutputVerifier;
import dev.icp.formats.TrainerPreset;
import dev.icp.formats.spi.ParquetSupport;
import dev.icp.formats.spi.ParquetSupport.IntLists;
import dev.icp.formats.spi.ParquetSupport.IntListsWriter;
import dev.icp.spi.ContextWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetTest {
  private static final List<String> COLUMNS =
      List.of("input_ids", "seq_lengths", "document_lengths");

  @TempDir Path folder;

  private static ParquetSupport parquet() {
    return ParquetSupport.find().orElseThrow();
  }

  private static List<Document> read(CorpusReader reader) {
    try (Stream<Document> documents = reader.documents()) {
      return documents.toList();
    }
  }

  @Test
  void aDocumentARow() throws IOException {
    Path file =
        ParquetFiles.documents(
            folder.resolve("c.parquet"),
            Arrays.asList(1, "one é😀", "a"),
            Arrays.asList(2, "", "b"),
            Arrays.asList(null, "three", null));

    assertThat(read(CorpusReader.of(file)))
        .containsExactly(
            new Document("a", "one é😀"),
            new Document("b", ""),
            new Document(file + ":3", "three"));
    assertThat(read(CorpusReader.of(folder))).as("in a folder").hasSize(3);
    assertThat(read(CorpusReader.of(file).idField("x")))
        .extracting(Document::id)
        .containsExactly("1", "2", file + ":3");
    assertThat(read(CorpusReader.of(file).idField("none")))
        .extracting(Document::id)
        .containsExactly(file + ":1", file + ":2", file + ":3");
    assertThat(read(CorpusReader.of(file).textField("id").idField("text").onBadDocument(b -> {})))
        .containsExactly(new Document("one é😀", "a"), new Document("", "b"));
  }

  @Test
  void manyRows() throws IOException {
    Path file = ParquetFiles.many(folder.resolve("c.parquet"), 30_000);

    List<Document> documents = read(CorpusReader.of(file));
    assertThat(documents).hasSize(30_000);
    for (int i = 0; i < 30_000; i += 997) {
      assertThat(documents.get(i)).isEqualTo(new Document("id" + i, ParquetFiles.text(i)));
    }
  }

  @Test
  void aNullTextIsABadDocument() throws IOException {
    Path file =
        ParquetFiles.documents(
            folder.resolve("c.parquet"), Arrays.asList(1, "x", "a"), Arrays.asList(2, null, "b"));

    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> read(CorpusReader.of(file)))
        .withMessage(file + ":2: column \"text\" is null");
  }

  @Test
  void columnsAreChecked() throws IOException {
    Path file = ParquetFiles.documents(folder.resolve("c.parquet"), Arrays.asList(1, "x", "a"));

    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> read(CorpusReader.of(file).textField("body")))
        .withMessage(file + ": no column \"body\"");
    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> read(CorpusReader.of(file).textField("x")))
        .withMessage(file + ": column \"x\" is not one of strings but \"optional int32 x\"");
    Path lists = folder.resolve("l.parquet");
    try (OutputStream out = Files.newOutputStream(lists);
        IntListsWriter writer = parquet().write(out, List.of("text"))) {
      writer.write(new int[] {1});
    }
    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> read(CorpusReader.of(lists)))
        .withMessageStartingWith(lists + ": column \"text\" is not one of strings but ");
  }

  @Test
  void invalidUtf8IsABadDocument() throws IOException {
    Path file =
        ParquetFiles.bytes(
            folder.resolve("c.parquet"),
            new byte[] {'o', 'k'},
            new byte[] {'x', (byte) 0xED, (byte) 0xA0});

    List<String> bad = new ArrayList<>();
    assertThat(read(CorpusReader.of(file).onBadDocument(b -> bad.add(b.getMessage())))).hasSize(1);
    assertThat(bad)
        .containsExactly(file + ":2: column \"text\" is not UTF-8: byte 0xED at offset 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PAR1", "not parquet at all, but long enough to have a footer"})
  void whatIsNoParquetIsNamed(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("c.parquet"), content);

    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> read(CorpusReader.of(file)))
        .withMessageStartingWith(file + ": cannot be read: not Parquet that can be read (")
        .withMessageNotContaining("@");
  }

  @Test
  void listsComeBack() throws IOException {
    Path file = folder.resolve("l.parquet");
    Random random = new Random(3);
    int[][][] rows = new int[2000][3][];
    for (int[][] row : rows) {
      for (int c = 0; c < 3; c++) {
        int bits = random.nextInt(32);
        row[c] = random.ints(random.nextInt(c == 0 ? 3000 : 4)).map(i -> i >>> bits).toArray();
      }
    }
    try (OutputStream out = Files.newOutputStream(file);
        IntListsWriter writer = parquet().write(out, COLUMNS)) {
      for (int[][] row : rows) {
        writer.write(row);
      }
    }

    try (IntLists lists = parquet().lists(file, COLUMNS)) {
      for (int[][] row : rows) {
        assertThat(lists.next()).containsExactly(row);
      }
      assertThat(lists.next()).isNull();
    }
    try (IntLists lists = parquet().lists(file, List.of("document_lengths"))) {
      assertThat(lists.next()).containsExactly(new int[][] {rows[0][2]});
    }
    assertThatIOException()
        .isThrownBy(() -> parquet().lists(file, List.of("labels")))
        .withMessage("no column \"labels\"");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void contexts(boolean documentMask) throws IOException {
    List<Document> documents =
        IntStream.range(0, 60).mapToObj(i -> new Document("d" + i, ParquetFiles.text(i))).toList();
    OutputOptions options = OutputOptions.defaults().documentMask(documentMask).shardBytes(20_000);
    List<PackedContext> expected;
    try (PackedContexts contexts = ContextBuilder.of(documents).pack(200);
        ContextWriter writer = ContextWriters.of(OutputFormat.PARQUET, folder, options)) {
      contexts.writeTo(writer);
      expected = contexts.stream().toList();
    }

    int read = 0;
    for (int shard = 0; read < expected.size(); shard++) {
      Path file = folder.resolve("contexts-%05d.parquet".formatted(shard));
      assertThat(folder.resolve("contexts-%05d.segments.jsonl.zst".formatted(shard))).exists();
      try (IntLists lists = parquet().lists(file, COLUMNS)) {
        for (List<int[]> row = lists.next(); row != null; row = lists.next()) {
          PackedContext context = expected.get(read++);
          int[] ends = context.cumulativeLengths();
          int[] lengths = IntStream.range(1, ends.length).map(r -> ends[r] - ends[r - 1]).toArray();
          int[] whole = {context.length()};
          assertThat(row)
              .containsExactly(
                  new int[][] {context.tokens(), documentMask ? lengths : whole, lengths});
        }
      }
      assertThat(shard).isLessThan(expected.size());
    }
    assertThat(folder.resolve("contexts-00001.parquet")).exists();
  }

  private List<PackedContext> labelled() throws IOException {
    List<Document> documents =
        IntStream.range(0, 60).mapToObj(i -> new Document("d" + i, ParquetFiles.text(i))).toList();
    try (PackedContexts contexts =
            ContextBuilder.of(documents).boundary(Boundary.KEEP_WHOLE).pack(200);
        OutputFolder output = OutputFolder.open(folder)) {
      TrainerPreset preset = TrainerPreset.TRL;
      contexts.writeTo(output.contexts(preset.format(), preset.options(OutputOptions.defaults())));
      output.training(preset);
      output.commit(contexts.report());
      return contexts.stream().toList();
    }
  }

  @Test
  void labelsArePaddingsNot() throws IOException {
    List<PackedContext> expected = labelled();
    OutputVerifier.verify(folder);

    assertThat(expected).anyMatch(context -> context.padding() > 0);
    Path file = folder.resolve("parquet/contexts-00000.parquet");
    try (IntLists lists = parquet().lists(file, List.of("input_ids", "attention_mask", "labels"))) {
      for (PackedContext context : expected) {
        int[] tokens = context.tokens();
        int filled = context.length() - context.padding();
        List<int[]> row = lists.next();
        assertThat(row)
            .containsExactly(
                new int[][] {
                  tokens,
                  IntStream.range(0, tokens.length).map(i -> i < filled ? 1 : 0).toArray(),
                  IntStream.range(0, tokens.length)
                      .map(i -> i < filled ? tokens[i] : -100)
                      .toArray()
                });
      }
      assertThat(lists.next()).isNull();
    }
  }

  /** A label too many or too few, with and without an attention mask that agrees. */
  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true"})
  void oneOffIsFound(boolean inMask, boolean inLabels) throws IOException {
    List<PackedContext> contexts = labelled();
    Path file = folder.resolve("parquet/contexts-00000.parquet");
    List<String> columns =
        List.of("input_ids", "seq_lengths", "document_lengths", "attention_mask", "labels");
    List<int[][]> rows = new ArrayList<>();
    try (IntLists lists = parquet().lists(file, columns)) {
      for (List<int[]> row = lists.next(); row != null; row = lists.next()) {
        rows.add(row.toArray(int[][]::new));
      }
    }
    PackedContext padded =
        contexts.stream().filter(context -> context.padding() > 0).findFirst().orElseThrow();
    int[][] row = rows.get((int) padded.index());
    int first = padded.length() - padded.padding();
    if (inMask) {
      row[3][first] = 1;
    }
    if (inLabels) {
      row[4][first] = row[0][first];
    }
    OutputManifest manifest = OutputManifest.read(folder);
    try (OutputStream out = Files.newOutputStream(file);
        IntListsWriter writer = parquet().write(out, columns)) {
      for (int[][] each : rows) {
        writer.write(each);
      }
    }
    String sealed = Files.readString(folder.resolve("manifest.json"));
    for (OutputManifest.FileEntry entry : manifest.files()) {
      if (entry.path().endsWith(".parquet")) {
        sealed =
            sealed
                .replace(entry.sha256(), sha256(file))
                .replace("\"bytes\": " + entry.bytes(), "\"bytes\": " + Files.size(file));
      }
    }
    Files.writeString(folder.resolve("manifest.json"), sealed);

    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(folder))
        .withMessageContaining(" at " + first + " ");
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
