package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.spi.ContextWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesWriterTest {
  private static final PackedContext FIRST =
      new PackedContext(
          0,
          new int[] {35, 0, 256, 2_147_483_647, 10, 7, 7},
          List.of(
              new Segment("doc-17", 4, 0, 2, 0),
              new Segment("é😀 \"q\"\\\n\u0001", 2, 100, 102, 3),
              new Segment("empty", 3, 0, 0, 5)),
          2);
  private static final PackedContext LAST = new PackedContext(1, new int[0], List.of(), 0);

  @TempDir Path folder;

  private List<String> files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private static void write(ContextWriter writer, PackedContext... contexts) throws IOException {
    try (writer) {
      for (PackedContext context : contexts) {
        writer.write(context);
      }
      writer.commit();
    }
  }

  @Test
  void writesOneContextALine() throws IOException {
    Path file = folder.resolve("contexts.jsonl");
    write(ContextWriters.jsonLines(file), FIRST, LAST);

    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {"context": 0, "segments": [{"id": "doc-17", "from": 0, "to": 2, "at": 0}, \
            {"id": "é😀 \\"q\\"\\\\\\n\\u0001", "from": 100, "to": 102, "at": 3}, \
            {"id": "empty", "from": 0, "to": 0, "at": 5}], "padding": 2, \
            "tokens": [35,0,256,2147483647,10,7,7]}
            {"context": 1, "segments": [], "padding": 0, "tokens": []}
            """);
    assertThat(files()).containsExactly("contexts.jsonl");
  }

  @Test
  void canLeaveTokensOut() throws IOException {
    Path file = folder.resolve("contexts.jsonl");
    write(ContextWriters.jsonLines(file, JsonLinesOption.NO_TOKENS), LAST);

    assertThat(Files.readString(file))
        .isEqualTo("{\"context\": 1, \"segments\": [], \"padding\": 0}\n");
  }

  @Test
  void manyTokensComeBack() throws IOException {
    Path file = folder.resolve("contexts.jsonl");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int[] tokens = random.ints(200_000, 0, Integer.MAX_VALUE).map(t -> t >> (t & 31)).toArray();
    write(ContextWriters.jsonLines(file), new PackedContext(7, tokens, List.of(), 0));

    List<Integer> read = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      while (!"tokens".equals(json.currentName())) {
        json.nextToken();
      }
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
          read.add(json.getIntValue());
        }
      }
    }
    assertThat(read.stream().mapToInt(Integer::intValue).toArray())
        .as("seed %d", seed)
        .isEqualTo(tokens);
  }

  @Test
  void refusesNegativeTokens() throws IOException {
    try (ContextWriter writer = ContextWriters.jsonLines(folder.resolve("contexts.jsonl"))) {
      PackedContext context = new PackedContext(0, new int[] {-1}, List.of(), 0);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.write(context))
          .withMessage("token -1 is negative");
    }
  }

  @Test
  void theFileHasItsNameOnlyWhenCommitted() throws IOException {
    Path file = folder.resolve("made/contexts.jsonl");
    TestFiles.write(file, "old");
    assertThatIOException()
        .isThrownBy(() -> ContextWriters.jsonLines(file))
        .withMessageStartingWith(file + ": is there already");
    try (ContextWriter writer = ContextWriters.jsonLines(file, JsonLinesOption.REPLACE)) {
      writer.write(FIRST);
      assertThat(Files.readString(file)).isEqualTo("old");
    }
    assertThat(Files.readString(file)).isEqualTo("old");
    try (Stream<Path> list = Files.list(file.getParent())) {
      assertThat(list).containsExactly(file);
    }
    write(ContextWriters.jsonLines(file, JsonLinesOption.REPLACE), LAST);
    assertThat(Files.readString(file)).startsWith("{\"context\": 1");
  }

  @Test
  void makesFolders() throws IOException {
    Path file = folder.resolve("a/b/contexts.jsonl");
    write(ContextWriters.jsonLines(file), LAST);

    assertThat(file).exists();
  }

  @Test
  void leftoversAreHiddenAndNotInTheWay() throws IOException {
    Path file = folder.resolve("contexts.jsonl");
    ContextWriter abandoned = ContextWriters.jsonLines(file);
    abandoned.write(FIRST);
    assertThat(files())
        .singleElement()
        .asString()
        .matches("\\.contexts\\.jsonl\\.[0-9a-f]{16}\\.tmp");

    write(ContextWriters.jsonLines(file), LAST);
    assertThat(files()).hasSize(2).contains("contexts.jsonl");
    abandoned.close();
    assertThat(files()).containsExactly("contexts.jsonl");
  }

  @Test
  void saysWhyAFileCannotBeWritten() throws IOException {
    Path notAFolder = TestFiles.write(folder.resolve("file"), "x");
    Path below = notAFolder.resolve("contexts.jsonl");
    assertThatIOException()
        .isThrownBy(() -> ContextWriters.jsonLines(below))
        .withMessage(below + ": cannot be written: there is a file of this name");
    Path deeper = notAFolder.resolve("a/contexts.jsonl");
    assertThatIOException()
        .isThrownBy(() -> ContextWriters.jsonLines(deeper))
        .withMessageStartingWith(deeper + ": cannot be written: ");
    assertThatIOException()
        .isThrownBy(() -> ContextWriters.jsonLines(folder))
        .withMessage(folder + ": cannot be written: not a regular file");
    Path full = Path.of("/dev/full");
    if (Files.exists(full)) {
      assertThatIOException()
          .isThrownBy(() -> ContextWriters.jsonLines(full))
          .withMessage("/dev/full: cannot be written: not a regular file");
    }
  }
}
