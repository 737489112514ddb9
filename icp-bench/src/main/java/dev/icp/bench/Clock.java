package dev.icp.bench;

import java.lang.management.ManagementFactory;

/** Time since a moment, on the wall and of all processors, which other work disturbs less. */
record Clock(long wall, long processor) {
  static Clock start() {
    return new Clock(System.nanoTime(), processorNanos());
  }

  double seconds() {
    return (System.nanoTime() - wall) / 1e9;
  }

  double processorSeconds() {
    return (processorNanos() - processor) / 1e9;
  }

  private static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
