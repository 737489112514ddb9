package dev.icp.formats.internal.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.formats.OutputInspection.Distribution;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static Distribution of(int bins, int... numbers) {
    Tally tally = new Tally();
    for (int number : numbers) {
      tally.add(number);
    }
    return tally.distribution(bins);
  }

  @Test
  void oneBinForEachNumberWhereTheyAreFew() {
    assertThat(of(10, 5, 3, 3, 7))
        .isEqualTo(new Distribution(3, 3, 7, 4.5, 3, 1, List.of(2L, 0L, 1L, 0L, 1L)));
  }

  @Test
  void widerBinsBeginAtMultiplesOfTheirWidth() {
    assertThat(of(4, 3, 4, 18))
        .isEqualTo(new Distribution(3, 4, 18, 25 / 3.0, 0, 5, List.of(2L, 0L, 0L, 1L)));
    assertThat(of(4, 0, 299))
        .extracting(Distribution::width, d -> d.counts().size())
        .containsExactly(100L, 3);
  }

  @Test
  void nothingHasNoMean() {
    assertThat(of(10)).isEqualTo(new Distribution(0, 0, 0, Double.NaN, 0, 1, List.of()));
  }

  @Test
  void everyNumberIsInTheBinOfItsRange() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      int bins = 1 + random.nextInt(50);
      int[] numbers = random.ints(1 + random.nextInt(100), 0, 1 << random.nextInt(1, 31)).toArray();
      Distribution found = of(bins, numbers);
      assertThat(found.counts()).hasSizeLessThanOrEqualTo(bins);
      long[] counts = new long[found.counts().size()];
      for (int number : numbers) {
        counts[(int) ((number - found.from()) / found.width())]++;
      }
      assertThat(found.counts().stream().mapToLong(n -> n)).containsExactly(box(counts));
    }
  }

  private static Long[] box(long[] numbers) {
    return LongStream.of(numbers).boxed().toArray(Long[]::new);
  }
}
