package dev.icp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.formats.NpyVectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  @TempDir Path folder;
  private int files;

  private Path vectors(int documents, long seed) throws IOException {
    Path file = folder.resolve("v" + files++ + ".npy");
    MadeVectors.main(
        new String[] {file.toString(), String.valueOf(documents), "16", String.valueOf(seed)});
    return file;
  }

  @Test
  void madeVectorsAreTheSameForTheSameSeed() throws IOException {
    byte[] first = Files.readAllBytes(vectors(100, 1));
    assertThat(first).hasSize(128 + 100 * 16 * Float.BYTES);
    assertThat(Files.readAllBytes(vectors(100, 1))).isEqualTo(first);
    assertThat(Files.readAllBytes(vectors(100, 2))).isNotEqualTo(first);
  }

  @Test
  void everyMethodRunsInEveryRoundAndReachesTheRecall() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NpyVectors vectors = NpyVectors.open(vectors(600, 3));
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      new Comparison(vectors, 5, 0.9, 2, print).run();
    }
    String text = out.toString(StandardCharsets.UTF_8);
    for (int round : new int[] {1, 2}) {
      for (String method :
          List.of("blocked", "exact", "LUCENE_HEAP", "LUCENE_INDEX", "JVECTOR", "HNSWLIB")) {
        Matcher line =
            Pattern.compile("round " + round + "  " + method + ".* recall (\\S+)").matcher(text);
        assertThat(line.find()).as("%s in round %d of %s", method, round, text).isTrue();
        assertThat(Double.parseDouble(line.group(1))).as(method).isBetween(0.85, 1.0);
      }
    }
  }
}
