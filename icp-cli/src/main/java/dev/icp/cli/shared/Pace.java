package dev.icp.cli.shared;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** How fast a stage goes, by its last minute; and how long that will take. */
final class Pace {
  private static final long WINDOW_NANOS = 60_000_000_000L;
  private static final long STEP_NANOS = 1_000_000_000L;

  /** A count and when it was reached. */
  private record Sample(long nanos, long done) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** Notes how far the stage has come. */
  void note(long nanos, long done) {
    Sample last = samples.peekLast();
    if (last == null || nanos - last.nanos >= STEP_NANOS) {
      samples.addLast(new Sample(nanos, done));
    }
    while (samples.size() > 2 && nanos - samples.getFirst().nanos > WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  /**
   * Returns as in "120/s, 3 min 5 s left"; empty while that is not known.
   *
   * @param total units in all; −1 if unknown
   */
  String text(long nanos, long done, long total) {
    Sample first = samples.peekFirst();
    if (first == null || nanos - first.nanos < STEP_NANOS || done <= first.done) {
      return "";
    }
    double perSecond = (done - first.done) / ((nanos - first.nanos) / 1e9);
    String rate =
        perSecond < 10
            ? String.format(Locale.ROOT, "%.1f/s", perSecond)
            : Texts.number(Math.round(perSecond)) + "/s";
    return total < 0 ? rate : rate + ", " + Texts.seconds((total - done) / perSecond) + " left";
  }

  /** Forgets everything: another stage begins. */
  void clear() {
    samples.clear();
  }
}
