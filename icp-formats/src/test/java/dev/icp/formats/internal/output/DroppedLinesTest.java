package dev.icp.formats.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.DroppedDocument;
import dev.icp.formats.internal.files.TemporaryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DroppedLinesTest {
  @TempDir Path folder;

  @Test
  void writesOneLineADocument() throws IOException {
    Path file = folder.resolve("out/dropped.jsonl");
    try (TemporaryFile writer = new TemporaryFile(file)) {
      DroppedLines.write(
          writer,
          Stream.of(
              new DroppedDocument("é\n\"", 7, "a", 1, 0.96875f),
              new DroppedDocument("b", 9, "c", 2, 1)));
      assertThat(file).doesNotExist();
      writer.commit();
    }
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {"id": "é\\n\\"", "keptId": "a", "cosine": 0.96875}
            {"id": "b", "keptId": "c", "cosine": 1.0}
            """);
  }

  @Test
  void manyLines() throws IOException {
    Path file = folder.resolve("dropped.jsonl");
    try (TemporaryFile writer = new TemporaryFile(file)) {
      DroppedLines.write(
          writer,
          IntStream.range(0, 10_000).mapToObj(i -> new DroppedDocument("d" + i, i, "k", 0, 1)));
      writer.commit();
    }
    assertThat(Files.readAllLines(file))
        .hasSize(10_000)
        .endsWith("{\"id\": \"d9999\", \"keptId\": \"k\", \"cosine\": 1.0}");
  }

  @Test
  void noneMakeAnEmptyFileAndNoCommitLeavesNothing() throws IOException {
    Path file = folder.resolve("dropped.jsonl");
    try (TemporaryFile writer = new TemporaryFile(file)) {
      DroppedLines.write(writer, Stream.of(new DroppedDocument("b", 9, "c", 2, 1)));
    }
    assertThat(folder).isEmptyDirectory();
    try (TemporaryFile writer = new TemporaryFile(file)) {
      DroppedLines.write(writer, Stream.of());
      writer.commit();
    }
    assertThat(file).isEmptyFile();
  }
}
