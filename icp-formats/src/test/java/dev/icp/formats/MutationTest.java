package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.github.luben.zstd.Zstd;
import dev.icp.Document;
import dev.icp.formats.internal.files.OneLine;
import dev.icp.formats.internal.files.Utf8;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a file, it is read or it is a {@link CorpusException}. */
class MutationTest {
  private static final byte[] LINES =
      TestFiles.utf8(
          """
          {"id": "a", "text": "Alpha é € 😀 \\u0000 \\ud83d\\ude00", "x": [1, -2.5e3, {"y": null}]}
          {"text": "", "id": 17, "b": true, "c": {"text": "inner", "d": []}}

          {"id": "c", "text": "\\\\ \\" \\n \\/", "label": "\\u00e9"}
          """);

  @TempDir Path folder;

  @Test
  void plain() {
    mutate("c.jsonl", UnaryOperator.identity(), 2_000);
  }

  @Test
  void gzipInside() {
    mutate("c.jsonl.gz", TestFiles::gzip, 500);
  }

  @Test
  void zstdInside() {
    mutate("c.jsonl.zst", Zstd::compress, 500);
  }

  @Test
  void gzipItself() {
    byte[] zipped = TestFiles.gzip(LINES);
    mutate("c.jsonl.gz", zipped, UnaryOperator.identity(), 500);
  }

  @Test
  void zstdItself() {
    byte[] zipped = Zstd.compress(LINES);
    mutate("c.jsonl.zst", zipped, UnaryOperator.identity(), 500);
  }

  private void mutate(String name, UnaryOperator<byte[]> pack, int rounds) {
    mutate(name, LINES, pack, rounds);
  }

  private void mutate(String name, byte[] start, UnaryOperator<byte[]> pack, int rounds) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int round = 0; round < rounds; round++) {
            byte[] bytes = mutated(start, random);
            Path file = TestFiles.write(folder.resolve(name), pack.apply(bytes));
            assertThatCode(() -> check(file))
                .as(
                    "seed %d round %d: %s",
                    seed, round, new String(bytes, StandardCharsets.ISO_8859_1))
                .doesNotThrowAnyException();
          }
        });
  }

  private static void check(Path file) {
    List<Document> documents;
    try {
      documents = TestFiles.read(CorpusReader.of(file).onBadDocument(MutationTest::check));
    } catch (CorpusException e) {
      check(e);
      return;
    }
    for (Document document : documents) {
      assertThat(Utf8.loneSurrogate(document.id() + "|" + document.text())).isEqualTo(-1);
    }
  }

  private static void check(CorpusException e) {
    assertThat(e).message().hasLineCount(1).startsWith(OneLine.of(e.location()));
  }

  private static byte[] mutated(byte[] start, Random random) {
    byte[] bytes = start.clone();
    for (int i = random.nextInt(6); i >= 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 ->
            bytes =
                TestFiles.joined(
                    Arrays.copyOf(bytes, at),
                    Arrays.copyOfRange(bytes, random.nextInt(at + 1), bytes.length));
        default -> bytes[at] = (byte) "{}[]\",:\\\n\0ud8".charAt(random.nextInt(13));
      }
    }
    return bytes;
  }
}
