package dev.icp.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Time of all processors in a run, reported beside the wall's: other work disturbs it less. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ProcessorTime extends IterationMean {
  private double milliseconds = Double.NaN;

  /** Takes the time since {@code start}, which replaces that of the run before. */
  void took(Clock start) {
    milliseconds = 1000 * start.processorSeconds();
  }

  /** Returns the milliseconds of an iteration's last run. */
  public double processorMs() {
    return part(milliseconds);
  }
}
