package dev.icp.cli.shared;

import dev.icp.formats.CorpusException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/** What is said when a run fails: one line, and the stack trace only on request. */
public final class Failures {
  /** Environment variable: when set to anything, stack traces are printed too. */
  private static final String STACK_TRACE = "ICP_STACKTRACE";

  private Failures() {}

  /** Prints the one line. */
  public static void print(String message, PrintStream err) {
    err.println("icp: " + Texts.oneLine(message));
  }

  /** Prints the stack trace if it is wanted. */
  public static void trace(Throwable e, PrintStream err) {
    if (System.getenv(STACK_TRACE) != null) {
      e.printStackTrace(err);
    }
  }

  /** Returns what to say about a failure, without the {@code icp: }. */
  public static String message(Throwable e) {
    if (e instanceof UncheckedIOException && e.getCause() != null && wrapsOnly(e)) {
      return message(e.getCause());
    }
    if (e instanceof CorpusException
        || e instanceof IOException
        || e instanceof UncheckedIOException) {
      return e.getMessage() == null ? e.toString() : e.getMessage();
    }
    return "internal error: " + e + " (set " + STACK_TRACE + "=1 to see where it comes from)";
  }

  /** Returns whether the message is only the cause's, with the name of its class. */
  private static boolean wrapsOnly(Throwable e) {
    return String.valueOf(e.getCause()).equals(e.getMessage());
  }

  /** Returns what to say when the heap is full. */
  public static String outOfMemory(long heapBytes) {
    long megabytes = heapBytes >> 20;
    long more = Math.max(1, (2 * megabytes + 1023) / 1024);
    return "out of memory: a heap of " + megabytes + " MB is not enough; try --heap " + more + "g";
  }
}
