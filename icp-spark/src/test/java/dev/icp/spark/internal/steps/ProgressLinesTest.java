package dev.icp.spark.internal.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  private final List<String> lines = new ArrayList<>();
  private long now;
  private final ProgressLines progress = new ProgressLines(lines::add, () -> now);

  private void after(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void aLineEveryTenSeconds() {
    progress.begin("read 1 of 8", "documents", -1);
    after(9);
    progress.show(900);
    assertThat(lines).isEmpty();
    after(1);
    progress.show(12_000);
    progress.show(12_001);
    after(9);
    progress.show(13_000);
    assertThat(lines)
        .containsExactly("icp: read 1 of 8: 12,000 documents after 10 s (1,200 a second)");
  }

  @Test
  void saysHowLongItStillTakes() {
    after(5);
    progress.begin("compare 5 of 8", "documents", 50_000);
    after(20);
    progress.show(10_000);
    after(180);
    progress.show(10_100);
    after(200);
    progress.show(60_000);
    assertThat(lines)
        .containsExactly(
            "icp: compare 5 of 8: 10,000 of 50,000 documents after 20 s (500 a second, 80 s left)",
            "icp: compare 5 of 8: 10,100 of 50,000 documents after 3 min (51 a second, 13 min"
                + " left)",
            // Tasks that ran twice.
            "icp: compare 5 of 8: 50,000 of 50,000 documents after 7 min (125 a second, 0 s left)");
  }

  @Test
  void saysTasksWhereNobodyCountsDocuments() {
    progress.showTasks(0, 0);
    progress.begin("number 2 of 8", "documents", -1);
    after(30);
    progress.showTasks(3, 16);
    after(30);
    progress.begin("order 7 of 8", "documents", 40);
    after(30);
    progress.show(3);
    assertThat(lines)
        .containsExactly(
            "icp: number 2 of 8: 3 of 16 tasks after 30 s",
            "icp: order 7 of 8: 3 of 40 documents after 30 s (0.1 a second, 6 min left)");
  }
}
