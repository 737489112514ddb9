package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.Document;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
  @TempDir Path folder;

  private Path corpus(String text) {
    return TestFiles.write(folder.resolve("corpus.jsonl"), text);
  }

  private List<Document> read(String text) {
    return TestFiles.read(corpus(text));
  }

  private String place(int line) {
    return folder + "/corpus.jsonl:" + line;
  }

  @Test
  void readsTextsAndIds() {
    assertThat(
            read(
                """
                {"id": "a", "text": "Alpha", "label": "x"}
                {"text":"B\\u00e9ta \\ud83d\\ude00 \\u0000 e\\u0301\\n","meta":{"text":[1,{"id":2}]},"id":17}
                {"text": "", "id": "😀"}
                """))
        .containsExactly(
            new Document("a", "Alpha"),
            new Document("17", "Béta 😀 \0 e\u0301\n"),
            new Document("😀", ""));
  }

  @Test
  void passesOverBlankLinesByteOrderMarkAndCarriageReturns() {
    assertThat(read("\ufeff{\"text\": \"a\"}\r\n\r\n \t\n{\"text\": \"b\"}"))
        .containsExactly(new Document(place(1), "a"), new Document(place(4), "b"));
  }

  @Test
  void byteOrderMarksStandWhereverFilesWereJoined() {
    assertThat(
            read(
                """
                \ufeff{"text": "a"}
                \ufeff{"text": "\ufeffb"}
                \ufeff
                {"text": "c"}
                """))
        .containsExactly(
            new Document(place(1), "a"),
            new Document(place(2), "\ufeffb"),
            new Document(place(4), "c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "[1, NaN]", "{\"a\": [-Infinity]}"})
  void numbersThatOnlyPythonWritesMatterToNoText(String number) {
    assertThat(read("{\"n\": " + number + ", \"text\": \"a\", \"id\": 1, \"m\": " + number + "}"))
        .containsExactly(new Document("1", "a"));
  }

  @Test
  void aByteOrderMarkCanStandAloneOnTheFirstLine() {
    assertThat(read("\ufeff\n{\"id\": \"a\", \"text\": \"b\"}"))
        .containsExactly(new Document("a", "b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n \n", "[]", "\ufeff"})
  void noDocumentsAtAllAreAnError(String text) {
    Path corpus = TestFiles.write(folder.resolve("none.jsonl"), text);
    assertThatThrownBy(() -> TestFiles.read(corpus))
        .isInstanceOf(CorpusException.class)
        .hasMessage(corpus + ": nothing to read: no documents");
    Path other = TestFiles.write(folder.resolve("one.jsonl"), "{\"text\": \"a\"}");
    assertThat(TestFiles.read(CorpusReader.of(corpus, other))).hasSize(1);
  }

  @Test
  void callsDocumentsWithoutIdByTheirPlace() {
    assertThat(read("{\"text\": \"a\"}\n{\"text\": \"b\", \"id\": null}\n"))
        .extracting(Document::id)
        .containsExactly(place(1), place(2));
  }

  @Test
  void takesOtherFields() {
    CorpusReader reader =
        CorpusReader.of(corpus("{\"body\": \"b\", \"text\": 1, \"id\": [], \"url\": \"u\"}"))
            .textField("body")
            .idField("url");

    assertThat(TestFiles.read(reader)).containsExactly(new Document("u", "b"));
  }

  @Test
  void fieldsWithinObjects() {
    Path corpus =
        corpus(
            """
            {"data": {"text": "a", "x": {"id": 7, "y": [1]}}, "text": 1}
            {"data.text": "b", "data": {"x": 3}}
            {"data": [{"text": "no"}], "data.x.id": "c", "data.text": "c"}
            """);
    CorpusReader reader = CorpusReader.of(corpus).textField("data.text").idField("data.x.id");

    assertThat(TestFiles.read(reader))
        .containsExactly(
            new Document("7", "a"), new Document(place(2), "b"), new Document("c", "c"));
    assertThat(TestFiles.ids(reader.withoutIds())).containsExactly(place(1), place(2), place(3));
  }

  @Test
  void oneFieldMayBeWithinAnother() {
    CorpusReader reader =
        CorpusReader.of(corpus("{\"a\": {\"b\": \"text\"}}")).textField("a.b").idField("a");

    assertThat(TestFiles.read(reader)).containsExactly(new Document(place(1), "text"));
  }

  @Test
  void theSameFieldTwiceIsWrongHoweverItIsReached() {
    assertThatThrownBy(
            () ->
                TestFiles.read(
                    CorpusReader.of(corpus("{\"a\": {\"b\": \"1\"}, \"a.b\": \"2\"}"))
                        .textField("a.b")))
        .hasMessage(place(1) + ": two fields \"a.b\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "-0", "1.50", "1e400", "123456789012345678901234567890"})
  void numericIdsStayAsTheyAreWritten(String id) {
    assertThat(read("{\"id\": " + id + ", \"text\": \"\"}")).containsExactly(new Document(id, ""));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "no json | not JSON: Unrecognized token 'no'",
        "{\"text\": \"a\" | not JSON: Unexpected end-of-input",
        "{\"text\": \"a | not JSON: Unexpected end-of-input",
        "{\"text\": \"a\"} x | not JSON: Unrecognized token 'x'",
        "{'text': 'a'} | not JSON: Unexpected character",
        "{\"text\": \"a\tb\"} | not JSON: Illegal unquoted character",
        "{\"text\": \"\\x\"} | not JSON: Unrecognized character escape",
        "{\"text\": NaN} | field \"text\" is not a string but a number",
        "{\"text\": \"a\", \"id\": NaN} | field \"id\" is not a string but NaN",
        "{\"text\": \"a\", \"n\": nan} | not JSON: Unrecognized token 'nan'",
        "[1, | not JSON: Unexpected end-of-input",
        "{\"text\": \"a\"} {\"text\": \"b\"} | more than one JSON value on the line",
        "{\"text\": \"a\"} 1 | more than one JSON value on the line",
        "[{\"text\": \"a\"}] | not a JSON object but an array",
        "\"text\" | not a JSON object but a string",
        "17 | not a JSON object but a number",
        "null | not a JSON object but null",
        "true | not a JSON object but a boolean",
        "{\"id\": \"a\"} | no field \"text\"",
        "{} | no field \"text\"",
        "{\"meta\": {\"text\": \"a\"}} | no field \"text\"",
        "{\"text\": 17} | field \"text\" is not a string but a number",
        "{\"text\": null} | field \"text\" is not a string but null",
        "{\"text\": [\"a\"]} | field \"text\" is not a string but an array",
        "{\"text\": \"a\", \"id\": true} | field \"id\" is not a string but a boolean",
        "{\"text\": \"a\", \"id\": {}} | field \"id\" is not a string but an object",
        "{\"text\": \"a\", \"id\": [1]} | field \"id\" is not a string but an array",
        "{\"text\": \"a\", \"text\": \"b\"} | two fields \"text\"",
        "{\"text\": \"a\", \"id\": 1, \"id\": 2} | two fields \"id\"",
        "{\"text\": \"a\\ud800\"} | field \"text\" has a lone surrogate (\\ud800), which has no"
            + " UTF-8",
        "{\"text\": \"\\udc00\\ud800\"} | field \"text\" has a lone surrogate (\\udc00)",
        "{\"text\": \"a\", \"id\": \"\\uDBFF\"} | field \"id\" has a lone surrogate (\\udbff)",
      })
  void saysWhereAndWhatIsWrong(String line, String reason) {
    Path corpus = corpus("{\"text\": \"good\"}\n\n" + line + "\n{\"text\": \"also good\"}\n");

    assertThatThrownBy(() -> TestFiles.read(corpus))
        .isInstanceOfSatisfying(
            CorpusException.class,
            e -> {
              assertThat(e.location()).isEqualTo(place(3));
              assertThat(e.reason()).startsWith(reason);
              assertThat(e.getMessage()).isEqualTo(place(3) + ": " + e.reason());
              assertThat(e.getMessage()).hasLineCount(1);
            });
    List<String> bad = new ArrayList<>();
    assertThat(TestFiles.read(CorpusReader.of(corpus).onBadDocument(e -> bad.add(e.location()))))
        .containsExactly(new Document(place(1), "good"), new Document(place(4), "also good"));
    assertThat(bad).containsExactly(place(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c080", "eda080", "f8888080", "80", "c3", "e282", "fe"})
  void refusesWhatIsNotUtf8(String hex) {
    byte[] text =
        TestFiles.joined(
            TestFiles.utf8("{\"text\": \"a\"}\n{\"text\": \""),
            HexFormat.of().parseHex(hex),
            TestFiles.utf8("\"}\n"));
    Path corpus = TestFiles.write(folder.resolve("corpus.jsonl"), text);

    assertThatThrownBy(() -> TestFiles.read(corpus))
        .isInstanceOf(CorpusException.class)
        .hasMessage(
            place(2)
                + ": not UTF-8: byte 0x"
                + hex.substring(0, 2).toUpperCase(Locale.ROOT)
                + " at column 11");
  }

  @Test
  void refusesUtf16RatherThanGuess() {
    byte[] utf16 = "{\"text\": \"a\"}".getBytes(StandardCharsets.UTF_16LE);
    Path corpus = TestFiles.write(folder.resolve("corpus.jsonl"), utf16);

    assertThatThrownBy(() -> TestFiles.read(corpus))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith(place(1) + ": not JSON: ");
  }

  @Test
  void refusesNestingWithoutEnd() {
    Path corpus = corpus("{\"text\": \"a\", \"x\": " + "[".repeat(100_000));

    assertThatThrownBy(() -> TestFiles.read(corpus))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining(":1: not JSON: Document nesting depth");
  }

  @Test
  void survivesVeryManyAndVeryLongFieldNames() {
    StringBuilder line = new StringBuilder("{");
    for (int i = 0; i < 100_000; i++) {
      line.append("\"field").append(i).append("\": 0, ");
    }
    line.append('"').append("n".repeat(200_000)).append("\": 1").append("0".repeat(5000));

    assertThat(read(line + ", \"id\": \"a\", \"text\": \"b\"}"))
        .containsExactly(new Document("a", "b"));
  }

  @Test
  void readsALineOfFiftyMegabytesAndTheOnesAround() {
    String large = "0123456789abcdef é😀\0".repeat(2_200_000);
    String line = "{\"text\": \"" + large.replace("\0", "\\u0000") + "\", \"id\": \"large\"}\n";
    assertThat(TestFiles.utf8(line).length).isGreaterThan(50_000_000);

    List<Document> documents =
        read("{\"id\": 1, \"text\": \"x\"}\n" + line + "{\"id\": 3, \"text\": \"y\"}\n".repeat(3));

    assertThat(documents).extracting(Document::id).containsExactly("1", "large", "3", "3", "3");
    assertThat(documents.get(1).text().equals(large)).isTrue();
    assertThat(documents.get(4).text()).isEqualTo("y");
  }

  @Test
  void readsLinesOfEverySizeAroundTheBuffer() {
    StringBuilder text = new StringBuilder();
    List<Integer> lengths = new ArrayList<>();
    for (int size : new int[] {1 << 18, 1 << 19, 1 << 21, 10, 1 << 17}) {
      for (int more = -4; more <= 4; more++) {
        // So that the line with its quotes, braces and line feed has about this size.
        int length = Math.max(0, size - 14 + more);
        lengths.add(length);
        text.append("{\"text\": \"").append("x".repeat(length)).append("\"}\n");
      }
    }

    assertThat(read(text.toString()))
        .extracting(d -> d.text().length())
        .containsExactlyElementsOf(lengths);
  }
}
