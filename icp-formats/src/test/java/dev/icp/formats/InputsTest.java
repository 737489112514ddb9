package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patterns and standard input. */
class InputsTest {
  @TempDir Path folder;

  private void corpus(String path, String id) {
    TestFiles.write(folder.resolve(path), "{\"id\": \"" + id + "\", \"text\": \"x\"}\n");
  }

  private List<String> ids(String pattern) {
    return TestFiles.ids(CorpusReader.of(folder.resolve(pattern)));
  }

  @Test
  void standardInputCanBeReadOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CorpusReader.of(Path.of("-"), Path.of("a"), Path.of("-")))
        .withMessage("inputs: - (standard input) more than once");
  }

  @Test
  void patterns() {
    corpus("b.jsonl", "b");
    corpus("a.jsonl", "a");
    corpus("a.txt", "no");
    corpus("below/c.jsonl", "c");
    corpus("below/deep/d.jsonl", "d");
    corpus(".hidden.jsonl", "no");

    assertThat(ids("*.jsonl")).containsExactly("a", "b");
    assertThat(ids("?.jsonl")).containsExactly("a", "b");
    assertThat(ids("[b-z].jsonl")).containsExactly("b");
    assertThat(ids("{below,nowhere}/*.jsonl")).containsExactly("c");
    assertThat(ids("**.jsonl")).containsExactly("a", "b", "c", "d");
    assertThat(ids("*/deep/*")).containsExactly("d");
    assertThat(ids("bel*/deep")).containsExactly("d");
  }

  @Test
  void whatIsCalledLikeAPatternIsItself() {
    corpus("[b].jsonl", "brackets");
    corpus("b.jsonl", "b");

    assertThat(ids("[b].jsonl")).containsExactly("brackets");
  }

  @Test
  void patternsThatMeanNothing() {
    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> ids("*.jsonl"))
        .withMessage(folder + "/*.jsonl: no such file or folder, nor one that matches");
    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> ids("nowhere/*.jsonl"))
        .withMessageEndingWith("nor one that matches");
    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> ids("{a.jsonl"))
        .withMessageStartingWith(folder + "/{a.jsonl: not a pattern: ");
  }

  private static List<String> standardInput(byte[] bytes) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(bytes));
    try {
      return TestFiles.ids(CorpusReader.of(Path.of("-")));
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void standardInputPlainAndCompressed() {
    byte[] lines = TestFiles.utf8("{\"text\": \"a\"}\n\n{\"id\": 7, \"text\": \"b\"}\n");
    for (UnaryOperator<byte[]> packed :
        List.<UnaryOperator<byte[]>>of(b -> b, TestFiles::gzip, Zstd::compress)) {
      assertThat(standardInput(packed.apply(lines))).containsExactly("stdin:1", "7");
    }
    for (String nothing : List.of("", "\n")) {
      assertThatExceptionOfType(CorpusException.class)
          .isThrownBy(() -> standardInput(TestFiles.utf8(nothing)))
          .withMessage("-: nothing to read: no documents");
    }
    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> standardInput(TestFiles.utf8("{\"text\": 1}")))
        .withMessage("stdin:1: field \"text\" is not a string but a number");
  }

  @Test
  void parquetNeedsItsModule() {
    Path file = TestFiles.write(folder.resolve("c.parquet"), "PAR1");

    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> TestFiles.read(file))
        .withMessage(file + ": Parquet needs icp-parquet on the class path");
  }
}
