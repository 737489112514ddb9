package dev.icp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every failure is one line, names where, has its exit code and leaves nothing. */
class FailingPackTest {
  private static final String GOOD = "{\"id\": \"a\", \"text\": \"good\"}\n";

  @TempDir Path folder;
  private Path output = Path.of("");

  @BeforeEach
  void paths() {
    output = folder.resolve("out");
  }

  private Path corpus(String lines) {
    return Cli.write(folder.resolve("corpus.jsonl"), lines);
  }

  private void failsAndLeavesNothing(Path input, String message) throws IOException {
    Cli.run("pack", input, "--output", output).failed(1, message);
    if (Files.exists(output)) {
      assertThat(output).isEmptyDirectory();
    }
    // An earlier result stays as it was.
    Path good = Cli.write(folder.resolve("good.jsonl"), GOOD);
    Cli.run("pack", good, "--output", output).succeeded();
    String old = Cli.read(output.resolve("contexts.jsonl"));
    Cli.run("pack", input, "--output", output, "--overwrite").failed(1, message);
    assertThat(output.resolve("contexts.jsonl")).hasContent(old);
    Cli.run("verify", output).succeeded();
    assertThat(output.toFile().list())
        .containsExactlyInAnyOrder("contexts.jsonl", "manifest.json", "report.json");
    Cli.run("pack", good, "--output", output).succeeded();
    assertThat(output.resolve(".icp-stages")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"id\": \"b\", \"text\" | not JSON: Unexpected end-of-input within/between Object entries"
            + " at column 19",
        "{\"id\": \"b\"} | no field \"text\"",
        "{\"id\": \"b\", \"text\": 1} | field \"text\" is not a string but a number",
        "[] | not a JSON object but an array",
        "{\"id\": \"b\", \"text\": \"\\ud800\"} | field \"text\" has a lone surrogate (\\ud800),"
            + " which has no UTF-8",
        "{\"id\": \"a\", \"text\": \"again\"} | duplicate id \"a\"",
      })
  void aBadLineIsNamed(String line, String reason) throws IOException {
    Path corpus = corpus(GOOD + "\n" + line + "\n" + GOOD.replace("\"a\"", "\"c\""));

    failsAndLeavesNothing(corpus, corpus + ":3: " + reason);
  }

  @Test
  void invalidUtf8IsNamed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes((GOOD + "{\"text\": \"").getBytes(UTF_8));
    bytes.writeBytes(HexFormat.of().parseHex("eda080"));
    bytes.writeBytes("\"}\n".getBytes(UTF_8));
    Path corpus = Cli.write(folder.resolve("corpus.jsonl"), bytes.toByteArray());

    failsAndLeavesNothing(corpus, corpus + ":2: not UTF-8: byte 0xED at column 11");
  }

  @Test
  void aMissingInputIsNamed() {
    Path missing = folder.resolve("missing.jsonl");

    Cli.run("pack", corpus(GOOD), missing, "-o", output)
        .failed(1, missing + ": no such file or folder");
    assertThat(output).doesNotExist();
  }

  @Test
  void truncatedGzipIsAnErrorEvenWhenSkippingBadDocuments() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(GOOD.getBytes(UTF_8));
    }
    byte[] bytes = Arrays.copyOf(zipped.toByteArray(), zipped.size() - 4);
    Path corpus = Cli.write(folder.resolve("corpus.jsonl.gz"), bytes);
    String message = corpus + ", behind line 1: cannot be read: the gzip data ends too early";

    failsAndLeavesNothing(corpus, message);
    Cli.run("pack", corpus, "-o", folder.resolve("other"), "--skip-bad-documents")
        .failed(1, message);
  }

  @Test
  void anInputThatIsNotTextIsNamed() throws IOException {
    Path image = Cli.write(folder.resolve("a.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});

    failsAndLeavesNothing(image, image + ": not UTF-8 text: byte 0x89 at offset 0");
  }

  @Test
  void controlCharactersDoNotBreakTheLine() {
    Path corpus = corpus(GOOD.replace("\"a\"", "\"a\\n\\u2028b\"").repeat(2));

    Cli.run("pack", corpus, "-o", output).failed(1, corpus + ":2: duplicate id \"a b\"");
  }

  @Test
  void anOutputThatCannotBeWrittenIsFoundBeforeReading() {
    Path file = Cli.write(folder.resolve("file"), "x");
    Path bad = corpus("not json");

    Cli.run("pack", bad, "--output", file)
        .failed(1, file + ": cannot be written: there is a file of this name");
    Cli run = Cli.run("pack", bad, "--output", file.resolve("below"));
    assertThat(run.err())
        .startsWith("icp: " + file + "/below: cannot be written: ")
        .hasLineCount(1);
    assertThat(run.code()).isEqualTo(1);
    assertThat(file).hasContent("x");
  }

  @Test
  void contextsAndNeighboursDoNotReplaceEachOther() {
    Path input = corpus("{\"text\":\"one\"}\n{\"text\":\"two\"}");
    Path packed = folder.resolve("packed");
    Path found = folder.resolve("found");
    Cli.run("pack", input, "--output", packed).succeeded();
    Cli.run("neighbours", input, "--output", found).succeeded();

    Cli.run("neighbours", input, "--output", packed)
        .failed(1, packed + ": holds the contexts of another run: choose another folder");
    Cli.run("verify", packed).succeeded();
    Cli.run("pack", input, "--output", found)
        .failed(
            1,
            found
                + ": holds the output of icp neighbours:"
                + " choose another folder, or ask to overwrite it (--overwrite)");
    Cli.run("pack", input, "--output", found, "--overwrite").succeeded();
  }

  @Test
  void anEmptyPathIsNotTheCurrentFolder() {
    Cli run = Cli.run("pack", corpus("{\"text\":\"one\"}"), "--output", "");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("icp: ").contains("expected a path").hasLineCount(1);
    assertThat(Cli.run("pack", "", "--output", folder.resolve("o")).code()).isEqualTo(2);
    assertThat(Cli.run("verify", "").code()).isEqualTo(2);
  }

  @Test
  void aWorkFolderThatCannotBeMadeIsFoundBeforeReading() {
    Path file = Cli.write(folder.resolve("file"), "x");

    Cli.run("pack", corpus("not json"), "-o", output, "--work-dir", file)
        .failed(1, file + ": cannot be made: there is a file of this name");
    assertThat(output).doesNotExist();
  }

  @Test
  void aFolderInPlaceOfAnOutputFileIsAnError() throws IOException {
    Files.createDirectories(output.resolve("report.json"));

    Cli.run("pack", corpus(GOOD), "-o", output)
        .failed(1, output + "/report.json: cannot be written: not a regular file");
    assertThat(output.resolve("contexts.jsonl")).doesNotExist();
  }

  @Test
  void theOutputOfAnotherRunStaysAsItWas() {
    Cli.run("pack", corpus(GOOD), "-o", output).succeeded();
    Path contexts = output.resolve("contexts.jsonl");
    String before = Cli.read(contexts);

    Cli.run("pack", corpus(GOOD), "-o", output, "--context-length", 3, "--format", "mds,megatron")
        .failed(
            1,
            output
                + ": holds the output of another run (--context-length=8192): choose"
                + " another folder, or ask to overwrite it (--overwrite)");
    assertThat(Cli.read(contexts)).isEqualTo(before);
    assertThat(output.resolve("mds")).doesNotExist();

    Cli.run("pack", corpus(GOOD), "-o", output, "--format", "mds,megatron", "--overwrite")
        .succeeded();
    assertThat(contexts).doesNotExist();
    assertThat(output.resolve("mds/index.json")).exists();
  }

  @Test
  void theOtherRunIsNamedInTheWordsOfTheCommandLine() {
    Cli.run("pack", corpus(GOOD), "-o", output, "--boundary", "keep-whole", "--tail", "drop")
        .succeeded();

    Cli.run("pack", corpus(GOOD), "-o", output)
        .failed(
            1,
            output
                + ": holds the output of another run (--boundary=keep-whole, --tail=drop): choose"
                + " another folder, or ask to overwrite it (--overwrite)");
  }
}
