package dev.icp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MadeCorpusTest {
  @Test
  void sameTextsForTheSameSeed() {
    assertThat(MadeCorpus.of(20, 3).texts()).isEqualTo(MadeCorpus.of(20, 3).texts());
    assertThat(MadeCorpus.of(20, 4).texts()).isNotEqualTo(MadeCorpus.of(20, 3).texts());
  }

  @Test
  void noDocuments() {
    assertThat(MadeCorpus.of(0, 3).texts()).isEmpty();
  }

  @Test
  void fewWordsAreFrequentAndMostAreRare() {
    Map<String, Long> counts =
        MadeCorpus.of(500, 5).texts().stream()
            .flatMap(text -> Arrays.stream(text.split("[ .\n]+")))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    List<Long> falling = counts.values().stream().sorted(Comparator.reverseOrder()).toList();
    long all = falling.stream().mapToLong(c -> c).sum();
    long hundred = falling.stream().limit(100).mapToLong(c -> c).sum();
    assertThat((double) hundred / all).as("share of the 100 most frequent").isBetween(0.2, 0.6);
    assertThat(counts.size()).as("different words").isGreaterThan(10_000);
  }

  @Test
  void lengthsHaveALongTail() {
    int[] lengths = MadeCorpus.of(2000, 6).texts().stream().mapToInt(String::length).toArray();
    Arrays.sort(lengths);
    int median = lengths[1000];
    assertThat(median).isBetween(1000, 3500);
    assertThat(lengths[1900]).as("95th percentile").isGreaterThan(4 * median);
  }
}
