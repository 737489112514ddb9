package dev.icp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Stage;
import dev.icp.cli.shared.ProgressBars;
import dev.icp.cli.shared.ProgressDisplay;
import dev.icp.cli.shared.ProgressLines;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, UTF_8);
  private long seconds;

  private long clock() {
    return seconds * 1_000_000_000L;
  }

  private String printed() {
    return bytes.toString(UTF_8);
  }

  @Test
  void linesComeEveryTenSeconds() {
    try (ProgressDisplay lines = new ProgressLines(err, this::clock)) {
      for (seconds = 0; seconds < 25; seconds++) {
        lines.progress(Stage.READ, 1000 * seconds, -1);
      }
      lines.progress(Stage.NEIGHBOURS, 5, 100);
      seconds = 100;
      lines.progress(Stage.PACK, 60, 100);
    }

    assertThat(printed().lines().toList())
        .isEqualTo(
            List.of(
                "Reading documents: 10,000 documents after 10.0 s",
                "Reading documents: 20,000 documents after 20.0 s",
                "Writing contexts: 60 of 100 contexts after 1 min 40 s"));
  }

  @Test
  void whatIsNoStageOfARunIsShownToo() {
    try (ProgressDisplay lines = new ProgressLines(err, this::clock);
        ProgressDisplay bars = new ProgressBars(err, this::clock)) {
      seconds = 20;
      lines.show("Checking checksums", "MB", 400, 2000);
      bars.show("Checking checksums", "MB", 500, 2000);
    }

    assertThat(printed().lines().map(String::stripTrailing).distinct().toList())
        .isEqualTo(
            List.of(
                "Checking checksums: 400 of 2,000 MB after 20.0 s",
                "",
                "Checking checksums [######------------------]  25%         500  0.0 s"));
  }

  @Test
  void barsAreDrawnOverThemselvesAndEndWithTheLastState() {
    try (ProgressDisplay bars = new ProgressBars(err, this::clock)) {
      bars.progress(Stage.READ, 5, -1);
      seconds = 1;
      bars.progress(Stage.READ, 2000, -1);
      bars.progress(Stage.READ, 3000, -1);
      bars.progress(Stage.NEIGHBOURS, 1, 4);
      seconds = 3;
      bars.progress(Stage.NEIGHBOURS, 4, 4);
    }

    assertThat(printed().lines().map(String::stripTrailing).toList())
        .isEqualTo(
            List.of(
                "",
                "Reading documents             5  0.0 s",
                "Reading documents         2,000  1.0 s",
                "Reading documents         3,000  1.0 s",
                "",
                "Finding neighbours [######------------------]  25%           1  0.0 s",
                "Finding neighbours [########################] 100%           4  2.0 s",
                "Finding neighbours [########################] 100%           4  2.0 s"));
  }
}
