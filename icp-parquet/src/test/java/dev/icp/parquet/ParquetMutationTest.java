package dev.icp.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.icp.Document;
import dev.icp.formats.CorpusException;
import dev.icp.formats.CorpusReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever stands in a file, it is read or it is a {@link CorpusException} that names the file.
 * More rounds, or another seed: {@code -Dicp.mutations=5000 -Dicp.seed=7}.
 */
class ParquetMutationTest {
  private static final int ROUNDS = Integer.getInteger("icp.mutations", 200);
  private static final long SEED = Long.getLong("icp.seed", 1);

  @TempDir Path folder;

  @Test
  void readsOrRefuses() throws IOException {
    byte[] start = Files.readAllBytes(ParquetFiles.many(folder.resolve("start.parquet"), 300));
    Random random = new Random(SEED);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path file = folder.resolve("c.parquet");
      Files.write(file, mutated(start, random));
      boolean wasRefused =
          assertTimeoutPreemptively(
              Duration.ofSeconds(60), () -> isRefused(file), "seed " + SEED + " round " + round);
      refused += wasRefused ? 1 : 0;
    }
    assertThat(refused).as("some go wrong, and not all of them").isBetween(1, ROUNDS - 1);
  }

  private static boolean isRefused(Path file) {
    try (Stream<Document> documents =
        CorpusReader.of(file).onBadDocument(ParquetMutationTest::check).documents()) {
      assertThat(documents.count()).isLessThanOrEqualTo(300);
      return false;
    } catch (CorpusException e) {
      check(e);
      assertThat(e.location()).startsWith(file.toString());
      return true;
    }
  }

  private static void check(CorpusException e) {
    assertThat(e).message().hasLineCount(1);
  }

  private static byte[] mutated(byte[] start, Random random) {
    byte[] bytes = start.clone();
    int footer = Math.min(bytes.length, 900);
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      // Half of them in the footer, which is the smaller part.
      int at =
          random.nextBoolean()
              ? random.nextInt(bytes.length)
              : bytes.length - 1 - random.nextInt(Math.min(footer, bytes.length));
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1, 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 3 -> bytes[at] = List.of((byte) 0xFF, (byte) 0x7F, (byte) 0x80, (byte) 0).get(i % 4);
        case 4 -> {
          if (random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(bytes, at);
          }
        }
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(40), bytes.length - Math.max(at, from));
          System.arraycopy(start, Math.min(from, start.length - length), bytes, at, length);
        }
      }
    }
    return bytes;
  }
}
