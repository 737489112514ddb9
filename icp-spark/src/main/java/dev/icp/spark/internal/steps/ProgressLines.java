package dev.icp.spark.internal.steps;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A line every ten seconds, the first after as long: {@code icp: compare 5 of 8: 12,000 of 50,000
 * documents after 20 s (600 a second, 63 s left)}.
 */
final class ProgressLines {
  private static final double PERIOD_SECONDS = 10;
  private static final double NANOS = 1e9;
  private static final int LONG_SECONDS = 120;
  private static final int MINUTE = 60;

  private final Consumer<String> lines;
  private final LongSupplier clock;
  private String title = "";
  private String units = "";
  private long total;
  private long began;
  private long shown;

  ProgressLines(Consumer<String> lines, LongSupplier clock) {
    this.lines = lines;
    this.clock = clock;
    shown = clock.getAsLong();
  }

  /**
   * Begins a step.
   *
   * @param total −1 if it is not known
   */
  void begin(String title, String units, long total) {
    this.title = title;
    this.units = units;
    this.total = total;
    began = clock.getAsLong();
  }

  /** Says how far a step is of which nobody counts the documents, if it is time to say so. */
  void showTasks(int done, int all) {
    if (isTime()) {
      lines.accept(
          "icp: " + title + ": " + done + " of " + all + " tasks after " + time(seconds()));
    }
  }

  private boolean isTime() {
    long now = clock.getAsLong();
    boolean time = !title.isEmpty() && (now - shown) / NANOS >= PERIOD_SECONDS;
    shown = time ? now : shown;
    return time;
  }

  private double seconds() {
    return (clock.getAsLong() - began) / NANOS;
  }

  /** Says how far the step is, if it is time to say so. */
  void show(long done) {
    if (!isTime()) {
      return;
    }
    double seconds = seconds();
    // Tasks that ran twice have counted twice.
    long most = total < 0 ? done : Math.min(done, total);
    double perSecond = most / seconds;
    StringBuilder line = new StringBuilder("icp: ").append(title).append(": ");
    line.append(number(most)).append(total < 0 ? "" : " of " + number(total));
    line.append(' ').append(units).append(" after ").append(time(seconds));
    if (perSecond > 0) {
      String rate = perSecond < 10 ? String.format(Locale.ROOT, "%.1f", perSecond) : "";
      line.append(" (").append(rate.isEmpty() ? number(Math.round(perSecond)) : rate);
      line.append(" a second");
      if (total >= 0) {
        line.append(", ").append(time((total - most) / perSecond)).append(" left");
      }
      line.append(')');
    }
    lines.accept(line.toString());
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String time(double seconds) {
    if (seconds < LONG_SECONDS) {
      return Math.round(seconds) + " s";
    }
    double minutes = seconds / MINUTE;
    return minutes < LONG_SECONDS
        ? Math.round(minutes) + " min"
        : String.format(Locale.ROOT, "%.1f h", minutes / MINUTE);
  }
}
