package dev.icp.spark.internal.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.icp.formats.CorpusException;
import dev.icp.formats.CorpusPart;
import dev.icp.formats.CorpusReader;
import dev.icp.spark.internal.base.Locations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same documents, and the same words about bad ones, as on one machine. */
class CorpusFilesTest {
  /** What stands in files, one beside the other. */
  private static final String[][] FILES = {
    {"ids.jsonl", "{\"id\": 1, \"text\": \"a\"}\n{\"id\": 2.50, \"text\": \"b\"}\n"},
    {
      "large.jsonl", "{\"id\": 18446744073709551615, \"text\": \"a\"}\n{\"id\":\"t\",\"text\":\"\"}"
    },
    {"lone.jsonl", "{\"id\": \"l\", \"text\": \"\\ud83d\"}\n{\"id\": \"m\", \"text\": \"good\"}\n"},
    {"two.jsonl", "{\"id\":\"o\",\"text\":\"o\"}{\"id\":\"p\",\"text\":\"p\"}\n"},
    {"types.jsonl", "{\"id\":\"q\",\"text\":5}\n{\"id\":\"r\",\"text\":{}}\n[1]\n\n\"x\"\n"},
    {"none.jsonl", "{\"text\": \"no id\"}\n\n{\"id\": null, \"text\": \"none\"}\n{\"broken\n"},
    {"fields.jsonl", "{\"id\": \"s\", \"text\": \"u\", \"url\": 1, \"URL\": 2, \"Text\": 3}\n"},
    {"crlf.ndjson", "{\"id\": \"v\", \"text\": \"w\"}\r\n{\"id\": \"x\", \"text\": \"y\"}\r\n"},
    {"bom.jsonl", "\uFEFF{\"id\": \"y\", \"text\": \"z\"}\n"},
    {"note.txt", "A text of its own.\n"},
  };

  @TempDir private Path folder;

  private static SparkSession spark() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", 3)
        .config("spark.sql.codegen.wholeStage", false)
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .getOrCreate();
  }

  private static List<String> alone(Path input) {
    List<String> read = new ArrayList<>();
    try (var documents =
        CorpusReader.of(input).onBadDocument(bad -> read.add(bad.getMessage())).documents()) {
      documents.forEach(document -> read.add(document.id() + " is " + document.text()));
    }
    return read;
  }

  private static List<String> onSpark(Path input, long partBytes) throws IOException {
    CorpusFiles files =
        new CorpusFiles(
            spark(),
            List.of(input.toString()),
            new CorpusFields("text", "id", List.of(), List.of()),
            partBytes);
    List<String> read = new ArrayList<>();
    for (Row row : files.rows(List.of()).sort("`" + CorpusFiles.PLACE + "`").collectAsList()) {
      boolean bad = row.isNullAt(0);
      read.add(bad ? row.getString(3) : row.getString(0) + " is " + row.getString(1));
      if (bad) {
        assertThat(row.getString(3)).startsWith(files.location(row.getLong(2)) + ": ");
      }
    }
    return read;
  }

  @Test
  void readsWhatOneMachineReads() throws IOException {
    for (String[] file : FILES) {
      Files.writeString(folder.resolve(file[0]), file[1]);
    }
    Path deeper = Files.createDirectory(folder.resolve("deeper"));
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(deeper.resolve("packed.jsonl.gz")))) {
      out.write("{\"text\": \"packed\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.write(deeper.resolve("picture.png"), new byte[] {(byte) 0x89, 'P', 0, 1});
    Files.write(deeper.resolve("latin.jsonl"), new byte[] {'{', (byte) 0xE9, '}', '\n'});
    List<String> expected = alone(folder);
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(onSpark(folder, 1 << 20)).isEqualTo(expected);
    // Parts of a few bytes, most of them in the middle of a line.
    assertThat(onSpark(folder, 7)).isEqualTo(expected);
  }

  @Test
  void linesAreCountedWhereSomethingFollowsThem() throws IOException {
    Path file = Files.writeString(folder.resolve("five.jsonl"), "{}\n{}\n{}\n{}\n{}\n");
    CorpusPart gone = new CorpusPart(folder.resolve("gone.jsonl").toString(), "gone", true, 0, -1);
    Locations locations = new Locations(spark());
    List<CorpusPart> parts =
        List.of(
            gone,
            new CorpusPart(file.toString(), "five", true, 0, 6),
            new CorpusPart(file.toString(), "five", true, 6, 7),
            new CorpusPart(file.toString(), "five", true, 7, 15),
            gone);
    assertThat(CorpusFiles.countLines(spark(), parts, locations))
        .containsExactly(0L, 2L, 1L, 0L, 0L);
    List<CorpusPart> missing =
        List.of(
            new CorpusPart(gone.file(), "gone", true, 0, 6),
            new CorpusPart(gone.file(), "gone", true, 6, 15));
    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> CorpusFiles.countLines(spark(), missing, locations))
        .withMessage("gone: cannot be read: no such file or folder");
  }

  @Test
  void partsOfAFileAreItsLines() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      lines.append("{\"text\": \"").append("x".repeat(i * 7 % 90)).append("\"}\n");
    }
    Path file = Files.writeString(folder.resolve("many.jsonl"), lines.append("{\"text\":\"end\"}"));
    List<String> expected = alone(file);
    for (long bytes : new long[] {97, 1000, lines.length() - 1, lines.length()}) {
      assertThat(onSpark(file, bytes)).isEqualTo(expected);
    }
  }
}
