package dev.icp.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OnFailureTest {
  @Test
  void closesAndKeepsTheCause() {
    AtomicInteger closed = new AtomicInteger();
    IOException cause = new IOException("the disk is full");
    OnFailure.close(closed::incrementAndGet, cause);
    OnFailure.close(null, cause);
    assertThat(closed).hasValue(1);
    assertThat(cause.getSuppressed()).isEmpty();
  }

  @Test
  void aSecondFailureGoesWithTheFirst() {
    IOException cause = new IOException("the disk is full");
    IllegalStateException second = new IllegalStateException("cannot be closed");
    OnFailure.close(
        () -> {
          throw second;
        },
        cause);
    OnFailure.close(
        () -> {
          throw cause;
        },
        cause);
    assertThat(cause).hasSuppressedException(second);
    assertThat(cause.getSuppressed()).hasSize(1);
  }
}
