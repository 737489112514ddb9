package dev.icp.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.internal.base.CountingStorage;
import dev.icp.internal.base.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenStoreTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 20, Long.MAX_VALUE / 2})
  void givesBackTheTokensOfEveryDocument(long budget) {
    SplittableRandom random = new SplittableRandom(budget);
    List<int[]> documents = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      // Some documents of each width, some of mixed widths, some empty.
      int highest = 1 << random.nextInt(1, 31);
      documents.add(random.ints(random.nextLong(5) * random.nextInt(300), 0, highest).toArray());
    }
    CountingStorage storage = new CountingStorage(folder, budget);
    try (TokenStore store = new TokenStore(storage);
        Workers workers = new Workers(4)) {
      // From several threads, higher ordinals first.
      workers.forEach(
          300,
          task -> {
            int first = (299 - task) * 10;
            store.put(first, documents.subList(first, first + 10), Integer.MAX_VALUE);
          });
      assertThat(store.size()).isEqualTo(documents.size());
      for (int i = 0; i < documents.size(); i++) {
        int[] expected = documents.get(i);
        assertThat(store.count(i)).isEqualTo(expected.length);
        int from = random.nextInt(expected.length + 1);
        int to = random.nextInt(from, expected.length + 1);
        assertThat(read(store, i, 0, expected.length)).isEqualTo(expected);
        assertThat(read(store, i, from, to)).isEqualTo(Arrays.copyOfRange(expected, from, to));
      }
      assertThat(storage.files()).hasSize(budget < 2 << 20 ? 1 : 0);
    }
    storage.assertNothingHeld();
  }

  private static int[] read(TokenStore store, int document, int from, int to) {
    int[] target = new int[to - from + 2];
    store.read(document, from, to, target, 1);
    assertThat(target[0] + target[target.length - 1]).isZero();
    return Arrays.copyOfRange(target, 1, target.length - 1);
  }

  /** As many bytes a token as the highest id of the document needs. */
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "255, 1",
    "256, 2",
    "65535, 2",
    "65536, 3",
    "16777215, 3",
    "16777216, 4",
    "2147483646, 4"
  })
  void widths(int highest, int width) {
    CountingStorage storage = new CountingStorage(folder, 0);
    try (TokenStore store = new TokenStore(storage)) {
      int[] tokens = new int[1000];
      tokens[17] = highest;
      store.put(0, List.of(tokens, new int[1000]), Integer.MAX_VALUE);
      assertThat(storage.bytesInFiles()).isEqualTo(1000L * width + 1000);
      assertThat(read(store, 0, 0, 1000)).isEqualTo(tokens);
      assertThat(read(store, 1, 0, 1000)).isEqualTo(new int[1000]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 257, Integer.MAX_VALUE})
  void refusesATokenOutsideTheVocabulary(int token) {
    try (TokenStore store = new TokenStore(new CountingStorage(folder, 0))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.put(40, List.of(new int[] {3}, new int[] {3, token}), 257))
          .withMessage(
              "document 41: the tokenizer returned token %d, its vocabularySize() is 257", token);
    }
  }

  @Test
  void refusesToReadBeyondADocument() {
    try (TokenStore store = new TokenStore(new CountingStorage(folder, 0))) {
      store.put(0, List.of(new int[] {1, 2, 3}, new int[] {4}), 10);
      int[] target = new int[9];
      for (int[] range : new int[][] {{0, 4}, {-1, 2}, {2, 1}}) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
            .isThrownBy(() -> store.read(0, range[0], range[1], target, 0));
      }
    }
  }
}
