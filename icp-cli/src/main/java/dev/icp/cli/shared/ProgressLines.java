package dev.icp.cli.shared;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A line every ten seconds, the first after as long: a short run prints nothing but its result, or
 * the one line that says why there is none.
 */
public final class ProgressLines implements ProgressDisplay {
  private static final long PERIOD_NANOS = 10_000_000_000L;

  private final PrintStream err;
  private final LongSupplier clock;
  private final long start;
  private final Pace pace = new Pace();
  private @Nullable String last;
  private long nextLine;

  public ProgressLines(PrintStream err, LongSupplier clock) {
    this.err = err;
    this.clock = clock;
    start = clock.getAsLong();
    nextLine = start + PERIOD_NANOS;
  }

  @Override
  public void show(String doing, String units, long done, long total) {
    long now = clock.getAsLong();
    if (!doing.equals(last)) {
      pace.clear();
      last = doing;
    }
    pace.note(now, done);
    if (now - nextLine < 0) {
      return;
    }
    nextLine = now + PERIOD_NANOS;
    String share = total > 0 ? " of " + Texts.number(total) : "";
    String speed = doing.equals(EMBEDDING) ? pace.text(now, done, total) : "";
    err.println(
        doing
            + ": "
            + Texts.number(done)
            + share
            + " "
            + units
            + " after "
            + Texts.seconds((now - start) / 1e9)
            + (speed.isEmpty() ? "" : " (" + speed + ")"));
  }

  @Override
  public void close() {}
}
