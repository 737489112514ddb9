package dev.icp.cli.shared;

import dev.icp.formats.CorpusException;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;

/** What is said when a run fails: one line, and the stack trace only on request. */
public final class Failures {
  /** Environment variable: when set to anything, stack traces are printed too. */
  private static final String STACK_TRACE = "ICP_STACKTRACE";

  private static volatile String lastRead = "";

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
    if (e instanceof UncheckedIOException && e.getCause() instanceof IOException cause) {
      return wrapsOnly(e) ? IoFailures.message(cause) : String.valueOf(e.getMessage());
    }
    if (e instanceof IOException failure) {
      return IoFailures.message(failure);
    }
    if (e instanceof InvalidPathException path) {
      return path.getInput()
          + ": a name that is not in the characters of the locale ("
          + System.getProperty("sun.jnu.encoding")
          + "): start with LC_ALL=C.UTF-8";
    }
    if (e instanceof CorpusException) {
      return e.getMessage() == null ? e.toString() : e.getMessage();
    }
    return "internal error: " + e + " (set " + STACK_TRACE + "=1 to see where it comes from)";
  }

  /** Returns whether the message is only the cause's, with the name of its class. */
  private static boolean wrapsOnly(Throwable e) {
    return e.getMessage() == null || String.valueOf(e.getCause()).equals(e.getMessage());
  }

  /** Notes which document a command has read last, for what is said when memory runs out. */
  static void lastRead(String location) {
    lastRead = location;
  }

  /**
   * Returns what to say when there is no memory, which is not always the heap's fault.
   *
   * @param heapBytes what the heap may have
   */
  public static String outOfMemory(OutOfMemoryError e, long heapBytes) {
    String reason = String.valueOf(e.getMessage());
    String where = lastRead.isEmpty() ? "" : "; the last document read was " + lastRead;
    if (reason.contains("native thread")) {
      return "no more threads: the system allows this user or container no more of them, or has no"
          + " memory for them; fewer are needed with --threads 1";
    }
    if (reason.contains("array size") || reason.contains("Required length")) {
      return "a single text or line is larger than Java holds in one piece (2 GB)" + where;
    }
    long megabytes = heapBytes >> 20;
    long more = Math.max(1, (2 * megabytes + 1023) / 1024);
    return "out of memory: a heap of "
        + megabytes
        + " MB is not enough; try --heap "
        + more
        + "g"
        + where;
  }
}
