package dev.icp.cli.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void numbersAndSizes() {
    assertThat(Texts.count(1, "document")).isEqualTo("1 document");
    assertThat(Texts.count(1_234_567, "token")).isEqualTo("1,234,567 tokens");
    assertThat(Texts.bytes(1)).isEqualTo("1 byte");
    assertThat(Texts.bytes(999)).isEqualTo("999 bytes");
    assertThat(Texts.bytes(1000)).isEqualTo("1.0 KB");
    assertThat(Texts.bytes(904_333_329)).isEqualTo("904.3 MB");
    assertThat(Texts.bytes(5_000_000_000_000L)).isEqualTo("5.0 TB");
    assertThat(Texts.seconds(0.04)).isEqualTo("0.0 s");
    assertThat(Texts.seconds(59.94)).isEqualTo("59.9 s");
    assertThat(Texts.seconds(3599.9)).isEqualTo("59 min 59 s");
  }

  @Test
  void longTextsKeepTheirEnd() {
    assertThat(Texts.end("short", 5)).isEqualTo("short");
    assertThat(Texts.end("a/long/path😀", 6)).isEqualTo("…path😀");
    assertThat(Texts.end("two\nlines", 20)).isEqualTo("two lines");
  }

  @Test
  void failuresSayWhatTheirCauseSays() {
    IOException cause = new IOException("disk is full");
    assertThat(Failures.message(new UncheckedIOException(cause))).isEqualTo("disk is full");
    assertThat(Failures.message(new UncheckedIOException("tokens: disk is full", cause)))
        .isEqualTo("tokens: disk is full");
    assertThat(Failures.message(new IOException())).isEqualTo("IOException");
    assertThat(Failures.message(new IllegalStateException("oops")))
        .startsWith("internal error: java.lang.IllegalStateException: oops (set ICP_STACKTRACE=1");
    OutOfMemoryError heap = new OutOfMemoryError("Java heap space");
    assertThat(Failures.outOfMemory(heap, 2048L << 20))
        .startsWith("out of memory: a heap of 2048 MB is not enough; try --heap 4g");
    assertThat(Failures.outOfMemory(heap, 100L << 20)).contains("try --heap 1g");
    for (String limit :
        new String[] {
          "unable to create native thread: possibly out of memory or process/resource limits reached",
          "Requested array size exceeds VM limit",
          "Required length exceeds implementation limit"
        }) {
      assertThat(Failures.outOfMemory(new OutOfMemoryError(limit), 100L << 20))
          .as(limit)
          .doesNotContain("--heap");
    }
  }
}
