package dev.icp.internal.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5000})
  void runsEachTaskOnce(int tasks) {
    for (int threads : new int[] {1, 2, 8}) {
      AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(1, tasks));
      Set<Thread> used = ConcurrentHashMap.newKeySet();
      try (Workers workers = new Workers(threads)) {
        workers.forEach(
            tasks,
            task -> {
              runs.incrementAndGet(task);
              used.add(Thread.currentThread());
            });
      }
      assertThat(IntStream.range(0, tasks).map(runs::get)).allMatch(count -> count == 1);
      assertThat(used).hasSizeLessThanOrEqualTo(threads).doesNotContain(Thread.currentThread());
      assertThat(used).allMatch(Thread::isDaemon);
    }
  }

  @Test
  void throwsTheFailureOfTheLowestTaskAndStartsNoMore() {
    try (Workers workers = new Workers(4)) {
      for (int run = 0; run < 200; run++) {
        AtomicInteger last = new AtomicInteger();
        Throwable thrown =
            catchThrowable(
                () ->
                    workers.forEach(
                        1_000_000,
                        task -> {
                          last.accumulateAndGet(task, Math::max);
                          if (task >= 5) {
                            throw new IllegalStateException("task " + task);
                          }
                        }));
        assertThat(thrown).hasMessage("task 5");
        assertThat(last.get()).isLessThan(20);
      }
    }
  }

  @Test
  void anInterruptedCallerWaitsForTheTasksThatRun() {
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean running = new AtomicBoolean();
    AtomicInteger started = new AtomicInteger();
    Thread caller = Thread.currentThread();
    try (Workers workers = new Workers(2)) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  workers.forEach(
                      1000,
                      task -> {
                        if (started.incrementAndGet() == 1) {
                          running.set(true);
                          caller.interrupt();
                          // Long enough that a caller who does not wait would be gone.
                          awaitFor(release, 200);
                          running.set(false);
                        } else {
                          awaitFor(release, 5);
                        }
                      }))
          .withMessage("interrupted");
      assertThat(running).as("a task still runs").isFalse();
      assertThat(Thread.interrupted()).as("flag").isTrue();
      assertThat(started.get()).isLessThan(1000);
    }
  }

  private static void awaitFor(CountDownLatch latch, int millis) {
    try {
      assertThat(latch.await(millis, TimeUnit.MILLISECONDS)).isFalse();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void needsAThread(int threads) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Workers(threads))
        .withMessage("threads: " + threads);
  }
}
