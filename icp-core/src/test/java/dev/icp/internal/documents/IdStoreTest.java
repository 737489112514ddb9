package dev.icp.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.internal.base.CountingStorage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdStoreTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 20, Long.MAX_VALUE / 2})
  void aHundredThousandIds(long budget) {
    CountingStorage storage = new CountingStorage(folder, budget);
    try (IdStore ids = new IdStore(storage)) {
      for (int i = 0; i < 100_000; i++) {
        assertThat(ids.add(id(i))).isEqualTo(-1);
      }
      for (int i = 0; i < 100_000; i += 997) {
        assertThat(ids.add(id(i))).as("again: %s", id(i)).isEqualTo(i);
      }
      assertThat(ids.add("one more")).isEqualTo(-1);
      ids.seal();
      for (int i = 0; i < 100_000; i++) {
        assertThat(ids.get(i)).isEqualTo(id(i));
      }
      assertThat(ids.get(100_000)).isEqualTo("one more");
      assertThat(storage.files()).hasSize(budget < 2 << 20 ? 1 : 0);
    }
    storage.assertNothingHeld();
  }

  private static String id(int i) {
    return "corpus/part-" + i % 7 + "/document " + i;
  }

  @Test
  void oddIds() {
    List<String> odd =
        List.of(
            "",
            " ",
            "\0",
            "\0\0",
            "a\nb\t\u001b[31m",
            "é",
            "e\u0301",
            "😀",
            "\uffff",
            "\ud7ff",
            "x".repeat(3 << 20),
            "x".repeat((3 << 20) + 1));
    try (IdStore ids = new IdStore(new CountingStorage(folder, 1 << 20))) {
      odd.forEach(id -> assertThat(ids.add(id)).isEqualTo(-1));
      for (int i = 0; i < odd.size(); i++) {
        assertThat(ids.add(odd.get(i))).isEqualTo(i);
        assertThat(ids.get(i)).isEqualTo(odd.get(i));
      }
    }
  }

  /**
   * A word of Thue and Morse and its opposite have the same polynomial hash modulo 2 to the 64th,
   * whatever the (odd) base; so have all words put together from the two.
   */
  @Test
  void differentIdsOfTheSameHash() {
    StringBuilder word = new StringBuilder();
    StringBuilder opposite = new StringBuilder();
    for (int i = 0; i < 2048; i++) {
      boolean odd = Integer.bitCount(i) % 2 == 1;
      word.append(odd ? 'b' : 'a');
      opposite.append(odd ? 'a' : 'b');
    }
    String a = word.toString();
    String b = opposite.toString();
    assertThat(polynomial(a, 0x9E3779B97F4A7C15L)).isEqualTo(polynomial(b, 0x9E3779B97F4A7C15L));
    List<String> same = List.of(a + a, a + b, b + a, b + b);
    try (IdStore ids = new IdStore(new CountingStorage(folder, 0))) {
      same.forEach(id -> assertThat(ids.add(id)).isEqualTo(-1));
      for (int i = 0; i < same.size(); i++) {
        assertThat(ids.add(same.get(i))).isEqualTo(i);
        assertThat(ids.get(i)).isEqualTo(same.get(i));
      }
    }
  }

  private static long polynomial(String text, long base) {
    return text.chars().asLongStream().reduce(text.length(), (hash, c) -> hash * base + c);
  }
}
