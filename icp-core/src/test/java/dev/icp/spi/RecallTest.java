package dev.icp.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecallTest {
  @Test
  void isTheShareOfAllThatWereWanted() {
    Recall recall = new Recall();
    assertThat(recall.share()).isEqualTo(1);
    recall.add(4, 1);
    recall.add(0, 0);
    recall.add(4, 4);
    assertThat(recall.share()).isEqualTo(5 / 8.0);
  }

  /** A list of ten that are equally near has no more than the three that were wanted. */
  @Test
  void tiesCountAndNoMoreThanWereWanted() {
    Recall recall = new Recall();
    recall.add(3, 10);
    assertThat(recall.share()).isEqualTo(1);
    assertThat(Recall.least(0.5f)).isBetween(0.49998f, 0.499991f);
  }
}
