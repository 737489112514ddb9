package dev.icp.spi;

import org.jspecify.annotations.Nullable;

/** Lets go of what was opened when something else has failed, without hiding why. */
public final class OnFailure {
  private OnFailure() {}

  /**
   * Closes a resource. If that fails as well, the second failure goes with the first, {@linkplain
   * Throwable#addSuppressed suppressed}, and nothing is thrown here.
   *
   * <pre>{@code
   * try {
   *   fill(store);
   *   return store;
   * } catch (Throwable cause) {
   *   OnFailure.close(store, cause);
   *   throw cause;
   * }
   * }</pre>
   *
   * @param resource null if it was not opened yet
   * @param cause what has failed; to be thrown by the caller
   */
  @SuppressWarnings("ReferenceEquality") // One thing: what cannot suppress itself.
  public static void close(@Nullable AutoCloseable resource, Throwable cause) {
    if (resource == null) {
      return;
    }
    try {
      resource.close();
    } catch (Throwable second) {
      if (second != cause) {
        cause.addSuppressed(second);
      }
      if (second instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
