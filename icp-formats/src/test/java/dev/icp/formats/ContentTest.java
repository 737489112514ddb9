package dev.icp.formats;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.icp.CorpusFiles;
import dev.icp.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What a file is, its content says. */
class ContentTest {
  private static final String LINES =
      "{\"id\": 1, \"text\": \"a\"}\n{\"id\": 2, \"text\": \"b\"}\n";

  @TempDir Path folder;

  private Path file(String name, String text) {
    return TestFiles.write(folder.resolve(name), text);
  }

  private static List<String> kinds(Path input) {
    try (OpenCorpus corpus = CorpusReader.of(input).onBadDocument(e -> {}).open()) {
      assertThat(corpus.documents()).isNotEmpty();
      return corpus.files().read().stream().map(CorpusFiles.Read::kind).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"c4.json", "part-00000", "data.txt", "x.jsonlines", "y.JSON", "000000_0"})
  void jsonLinesUnderAnyName(String name) {
    assertThat(TestFiles.ids(CorpusReader.of(file(name, LINES)))).containsExactly("1", "2");
    Path folder = requireNonNull(file("folder/" + name, LINES).getParent());
    assertThat(TestFiles.ids(CorpusReader.of(folder))).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"id\": 1, \"text\": \"a\"}, {\"id\": 2, \"text\": \"b\"}]",
        "\ufeff [\n  {\"id\": 1, \"text\": \"a\"},\n  {\"id\": 2, \"text\": \"b\"}\n]\n",
        "{\n  \"id\": 1,\n  \"text\": \"a\"\n}\n{\n  \"id\": 2,\n  \"text\": \"b\"\n}\n",
        "{\n  \"id\": 1, \"text\": \"a\"}\ufeff{\"id\": 2, \"text\": \"b\"}",
      })
  void arraysAndObjectsOverSeveralLines(String text) {
    for (String name : List.of("c.json", "c.jsonl", "c", "c.txt")) {
      assertThat(TestFiles.read(file(name, text)))
          .containsExactly(new Document("1", "a"), new Document("2", "b"));
    }
  }

  @Test
  void valuesOfAnArrayAreNumbered() {
    Path array =
        file("c.json", "[{\"text\": \"a]}\\\"\"},\n\n{\"text\": 1}, 17 ,\"x\" , {\"text\": \"\"}]");
    List<String> bad = new ArrayList<>();

    assertThat(TestFiles.read(CorpusReader.of(array).onBadDocument(e -> bad.add(e.getMessage()))))
        .containsExactly(new Document(array + ":1", "a]}\""), new Document(array + ":5", ""));
    assertThat(bad)
        .containsExactly(
            array + ", document 2 (line 3): field \"text\" is not a string but a number",
            array + ", document 3 (line 3): not a JSON object but a number",
            array + ", document 4 (line 3): not a JSON object but a string");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "[{\"text\": \"a\"} | , behind document 1 (line 1): cannot be read: the array ends too"
            + " early",
        "[{\"text\": \"a\"},`n` | , document 2 (line 2): cannot be read: the array ends too early",
        "[{\"text\": \"a\"}} | the array is broken: byte 0x7D stands where , or ] belongs",
        "[{\"text\": \"a\"}] x | something follows the array",
        "[{\"text\": \"a\"}, {\"text\": \"b\" | , document 2 (line 1): not JSON: Unexpected"
            + " end-of-input",
      })
  void brokenArraysAreErrors(String text, String reason) {
    Path array = file("c.json", text.replace("`n`", "\n"));

    assertThatThrownBy(() -> TestFiles.read(array))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aFewBytesCannotAskForGigabytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XZOutputStream xz = new XZOutputStream(out, new LZMA2Options(0))) {
      xz.write(TestFiles.utf8(LINES));
    }
    byte[] bytes = out.toByteArray();
    // The header of the first block: its size, flags, the filter and the size of its dictionary.
    int header = 12;
    int end = header + 4 * (bytes[header] + 1) - 4;
    bytes[header + 4] = 37;
    CRC32 crc = new CRC32();
    crc.update(bytes, header, end - header);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(end, (int) crc.getValue());
    Path file = TestFiles.write(folder.resolve("c.jsonl.xz"), bytes);
    assumeTrue(Runtime.getRuntime().maxMemory() < 3L << 30);

    assertThatThrownBy(() -> TestFiles.read(file))
        .hasMessageStartingWith(
            file
                + ": cannot be read: the xz data needs 1536 MB of memory to be decompressed, more"
                + " than half of the heap of ");
  }

  @Test
  void parquetWithinGzipIsRefusedAsSuch() {
    Path parquet =
        TestFiles.write(
            folder.resolve("in/c.parquet.gz"),
            TestFiles.gzip(TestFiles.utf8("PAR1\u0015\u0004\u0000 and so on PAR1")));
    String reason = "Parquet within gzip, which is not read: decompress it";

    assertThatThrownBy(() -> TestFiles.read(parquet)).hasMessage(parquet + ": " + reason);
    file("in/a.txt", "a text");
    List<String> left = new ArrayList<>();
    assertThat(
            TestFiles.read(
                CorpusReader.of(requireNonNull(parquet.getParent()))
                    .onSkippedFile(e -> left.add(e.getMessage()))))
        .hasSize(1);
    assertThat(left).containsExactly(parquet + ": " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "package.json | {`n`  \"name\": \"x\",`n`  \"version\": \"1\"`n`} | JSON as text",
        "min.json | {\"name\": \"x\"} | JSON as text",
        "list.json | [{\"name\": \"x\"}, {\"name\": \"y\"}] | JSON as text",
        "numbers.json | [1, 2, 3] | text",
        "tsconfig.json | {`n`  // a comment`n`  \"a\": 1`n`} | text",
        "a.j2 | {% if x %}`n`{{ y }}`n`{% endif %} | text",
        "a.tex | {\\bf x} and more | text",
        "a.md | [a link](b.md)`n` and text | text",
        "b.md | Text`n`{\"text\": \"an example\"}`n` goes on | text",
        "c.txt | {\"a\": 1 and no JSON | text",
      })
  void whatOnlyLooksLikeJsonStaysText(String name, String text, String kind) {
    String lines = text.replace("`n`", "\n");
    file("code/" + name, lines);
    file("code/other.md", "x");

    assertThat(TestFiles.read(folder.resolve("code")))
        .contains(new Document(folder + "/code/" + name, lines));
    assertThat(kinds(folder.resolve("code"))).contains(kind);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"content\": \"a\"}`n`{\"content\": \"b\"} | :1: no field \"text\"",
        "{\"text\": \"a`n`{\"text\": \"b\"} | , document 1 (line 1): not JSON: ",
        "oops`n`{\"text\": \"b\"}`n` | :1: not JSON: ",
        "oops`n`{\"text\": \"b\"} | :1: not JSON: ",
        "{\"text\": \"a\", \"q\": [1, [2}`n` | , document 1 (line 1): not JSON: Unexpected close"
            + " marker '}': expected ']' (for Array starting at line: 1, column: ",
        "{\"text\": \"a\"}`n`oops | :2: not JSON: ",
        "[{\"content\": \"a\"}] | , document 1 (line 1): no field \"text\"",
        "{`n`\"content\": \"a\"}{`n`\"content\": \"b\"} | , document 1 (line 1): no field \"text\"",
      })
  void whatIsMeantAsJsonIsRefused(String text, String reason) {
    Path json = file("c.json", text.replace("`n`", "\n"));

    assertThatThrownBy(() -> TestFiles.read(json))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith(json + reason);
  }

  @Test
  void looksAtFirstObjectsOfAnySize() {
    String large = "x".repeat(300_000);
    String late = "{\"a\": \"" + large + "\", \"text\": \"1\", \"id\": 1}\n";
    String pretty = "{\n\"a\": \"" + large + "\",\n\"text\": \"" + large + "\", \"id\": 2}\n";

    assertThat(TestFiles.ids(CorpusReader.of(file("a", late.repeat(1))))).containsExactly("1");
    assertThat(TestFiles.ids(CorpusReader.of(file("b", pretty + late)))).containsExactly("2", "1");
    assertThat(TestFiles.ids(CorpusReader.of(file("c", "[" + late + "," + pretty + "]"))))
        .containsExactly("1", "2");
    String text = "{\"a\": \"" + large;
    assertThat(TestFiles.read(file("d.txt", text)))
        .extracting(Document::text)
        .containsExactly(text);
  }

  @Test
  void streamsAreJsonOrRefused() throws Exception {
    Path fifo = folder.resolve("fifo");
    for (String text :
        List.of(LINES, "[" + LINES.replace("}\n{", "},{") + "]", LINES.replace(", ", ",\n"))) {
      assertThat(fifo(fifo, text)).containsExactly("1", "2");
    }
    assertThatThrownBy(() -> fifo(fifo, "plain text\n"))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith(fifo + ":1: not JSON: ");
  }

  private static List<String> fifo(Path fifo, String text) throws Exception {
    if (!fifo.toFile().exists()) {
      assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    }
    Process writer = new ProcessBuilder("sh", "-c", "cat > \"$0\"", fifo.toString()).start();
    try (var out = writer.getOutputStream()) {
      out.write(TestFiles.utf8(text));
    }
    try {
      return TestFiles.ids(CorpusReader.of(fifo));
    } finally {
      writer.waitFor();
    }
  }
}
