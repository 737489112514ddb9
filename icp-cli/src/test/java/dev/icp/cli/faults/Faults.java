package dev.icp.cli.faults;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which operation on files goes wrong, and how: one plan for the whole process, since there is one
 * default file system. Operations below the watched folder are counted from 1. Thread-safe.
 */
public final class Faults {
  /** How an operation goes wrong. */
  public enum Fault {
    /** It is not done, and says so. */
    FAILS,
    /** Of what is written the first half is; all else is not done. */
    CUT,
    /** It is done, and said not to be. */
    LATE,
    /** Neither it nor anything after it is done: the process was killed. */
    KILLED,
    /** It takes its time. */
    DELAYED
  }

  /** An operation. */
  @FunctionalInterface
  interface Operation<T extends @Nullable Object> {
    T run() throws IOException;
  }

  public static final String FULL = "No space left on device";
  public static final String BROKEN = "Input/output error";
  private static final long DELAY_MILLIS = 3;

  private static volatile String watched = "\0";
  private static volatile Fault fault = Fault.FAILS;
  private static volatile String where = "";
  private static volatile boolean locks = true;
  private static final Queue<Channel> open = new ConcurrentLinkedQueue<>();
  private static final List<String> operations = new ArrayList<>();
  private static int wrong;

  private Faults() {}

  /**
   * Begins to count.
   *
   * @param below the folder whose files count
   * @param operation the number of the one that goes wrong; 0 for none
   */
  public static synchronized void begin(Path below, int operation, Fault how) {
    watched = below.toString();
    wrong = operation;
    fault = how;
    where = "";
    operations.clear();
  }

  /**
   * Lets all be done from now on, and closes what a process that was killed no longer has open.
   *
   * @return the operations that there were, in order, as in {@code read corpus.jsonl}; those of one
   *     kind are equal
   */
  public static synchronized List<String> end() throws IOException {
    watched = "\0";
    for (Channel channel : open) {
      channel.close();
    }
    open.clear();
    System.getProperties().keySet().removeIf(key -> key.toString().startsWith("dev.icp.locked:"));
    return List.copyOf(operations);
  }

  /** Says whether files can be locked; on some network file systems they cannot. */
  public static void locks(boolean can) {
    locks = can;
  }

  static void requireLocks() throws IOException {
    if (!locks) {
      throw new IOException("No locks available");
    }
  }

  /** Notes what {@link #end} closes if nobody else does. */
  static void opened(Path path, Channel channel) {
    if (path.toString().startsWith(watched)) {
      open.add(channel);
    }
  }

  /** Returns what went wrong, for messages. */
  public static String where() {
    return where;
  }

  private static synchronized boolean goesWrong(Path path, String what) {
    if (!path.toString().startsWith(watched)) {
      return false;
    }
    operations.add(what + " " + String.valueOf(path.getFileName()).replaceAll("[0-9a-f]{8,}", "#"));
    int count = operations.size();
    if (count == wrong) {
      where = what + " " + path;
    }
    return wrong > 0 && (count == wrong || (count > wrong && fault == Fault.KILLED));
  }

  /** Does what has a name to be told in the exception. */
  static <T extends @Nullable Object> T named(Path path, String what, Operation<T> operation)
      throws IOException {
    return run(path, what, operation, () -> new FileSystemException(path.toString(), null, FULL));
  }

  /** Does what is told without a name, as the machine does it when it reads and writes. */
  static <T extends @Nullable Object> T unnamed(
      Path path, String what, String reason, Operation<T> operation) throws IOException {
    return run(path, what, operation, () -> new IOException(reason));
  }

  private static <T extends @Nullable Object> T run(
      Path path, String what, Operation<T> operation, Supplier<IOException> failure)
      throws IOException {
    if (!goesWrong(path, what)) {
      return operation.run();
    }
    if (fault == Fault.DELAYED) {
      pause();
      return operation.run();
    }
    if (fault == Fault.LATE) {
      operation.run();
    } else if (fault == Fault.CUT && operation instanceof Divisible part) {
      part.half();
    }
    throw failure.get();
  }

  private static void pause() {
    try {
      Thread.sleep(DELAY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An operation that can be half done. */
  interface Divisible {
    void half() throws IOException;
  }
}
