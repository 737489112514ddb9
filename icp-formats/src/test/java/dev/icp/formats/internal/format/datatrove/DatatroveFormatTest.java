package dev.icp.formats.internal.format.datatrove;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatatroveFormatTest {
  /** The right column is what Python's humanize.metric(count, unit="T") says. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.00 T",
    "7, 7.00 T",
    "220, 220 T",
    "1500, 1.50 kT",
    "24000000, 24.0 MT",
    "306000000000, 306 GT",
    "1234567890123, 1.23 TT",
  })
  void countsForPeople(long count, String expected) {
    assertThat(DatatroveFormat.human(count)).isEqualTo(expected);
  }
}
