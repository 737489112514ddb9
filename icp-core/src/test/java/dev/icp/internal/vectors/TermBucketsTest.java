package dev.icp.internal.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TermBucketsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 22",
    "1, 22",
    "1048576, 22",
    "1048577, 23",
    "2097152, 23",
    "2097153, 24",
    "10000000, 26",
    "2147483647, 26",
  })
  void moreForMoreDocuments(int documents, int bits) {
    assertThat(TermBuckets.of(documents)).isEqualTo(new TermBuckets(bits));
  }

  /** Coarse ones are unions of fine ones: every term once, its counts together. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 9, 22, 26})
  void coarseBucketsAddUp(int bits) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      text.append("word").append(i % 700).append(' ');
    }
    byte[] entry = new TermCounter().count(text.toString());
    Map<Integer, Integer> expected = new TreeMap<>();
    new TermBuckets(TermScanner.BUCKET_BITS)
        .forEach(
            entry,
            (bucket, count) ->
                expected.merge(bucket >>> (TermScanner.BUCKET_BITS - bits), count, Integer::sum));
    List<Integer> buckets = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    new TermBuckets(bits)
        .forEach(
            entry,
            (bucket, count) -> {
              buckets.add(bucket);
              counts.add(count);
            });
    assertThat(buckets).containsExactlyElementsOf(expected.keySet());
    assertThat(counts).containsExactlyElementsOf(expected.values());
    assertThat(counts.stream().mapToInt(c -> c).sum()).isEqualTo(2000);
  }

  @Test
  void aTextOfNoTerms() {
    TermBuckets.LEAST.forEach(
        new TermCounter().count("- ."),
        (bucket, count) -> {
          throw new AssertionError(bucket);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 1000})
  void ranksAreNumbersOfLowerOnes(int size) {
    RankedBits thirds = new RankedBits(size, i -> i % 3 == 0);
    assertThat(thirds.count()).isEqualTo((size + 2) / 3);
    IntStream.range(0, size).forEach(i -> assertThat(thirds.rank(i)).isEqualTo((i + 2) / 3));
  }
}
