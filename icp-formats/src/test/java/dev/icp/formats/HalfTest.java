package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.formats.internal.corpus.Half;
import org.junit.jupiter.api.Test;

class HalfTest {
  @Test
  void allOfThem() {
    for (int bits = Short.MIN_VALUE; bits <= Short.MAX_VALUE; bits++) {
      assertThat(Float.floatToIntBits(Half.toFloat((short) bits)))
          .as("%x", bits)
          .isEqualTo(Float.floatToIntBits(Float.float16ToFloat((short) bits)));
    }
  }
}
