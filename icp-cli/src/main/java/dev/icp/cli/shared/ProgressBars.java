package dev.icp.cli.shared;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A bar for each stage, drawn over itself ten times a second; fits into 79 columns. */
public final class ProgressBars implements ProgressDisplay {
  private static final long PERIOD_NANOS = 100_000_000L;
  private static final int BAR = 24;
  private static final int COLUMNS = 79;

  private final PrintStream err;
  private final LongSupplier clock;
  private final Pace pace = new Pace();
  private @Nullable String shown;
  private long stageStart;
  private long nextDraw;
  private long done;
  private long total;

  public ProgressBars(PrintStream err, LongSupplier clock) {
    this.err = err;
    this.clock = clock;
    stageStart = clock.getAsLong();
  }

  @Override
  public void show(String doing, String units, long nowDone, long nowTotal) {
    long now = clock.getAsLong();
    if (!doing.equals(shown)) {
      close();
      shown = doing;
      stageStart = now;
      nextDraw = now;
      pace.clear();
    }
    pace.note(now, nowDone);
    done = nowDone;
    total = nowTotal;
    if (now - nextDraw >= 0) {
      nextDraw = now + PERIOD_NANOS;
      draw(doing, now);
    }
  }

  private void draw(String doing, long now) {
    String share =
        total > 0
            ? String.format(
                Locale.ROOT,
                "[%s%s] %3d%%",
                "#".repeat(filled()),
                "-".repeat(BAR - filled()),
                100 * done / total)
            : "";
    String speed = doing.equals(EMBEDDING) ? pace.text(now, done, total) : "";
    String line =
        String.format(
            Locale.ROOT,
            "%-18s %s %,11d  %s",
            doing,
            share,
            done,
            Texts.seconds((now - stageStart) / 1e9));
    if (!speed.isEmpty()) {
      // In place of the time that has passed, and of the blanks before the count.
      line = String.format(Locale.ROOT, "%s %s %,d  %s", doing, share, done, speed);
    }
    err.print("\r" + line + " ".repeat(Math.max(0, COLUMNS - line.length())));
    err.flush();
  }

  private int filled() {
    return (int) (BAR * done / total);
  }

  /** Draws the last state of the stage and goes to the next line. */
  @Override
  public void close() {
    if (shown != null) {
      draw(shown, clock.getAsLong());
      err.println();
      shown = null;
    }
  }
}
