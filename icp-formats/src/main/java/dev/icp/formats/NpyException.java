package dev.icp.formats;

import java.io.IOException;

/** What is wrong within a {@code .npy} file; who opened it adds the name. */
final class NpyException extends IOException {
  private static final long serialVersionUID = 1L;

  NpyException(String reason) {
    super(reason);
  }
}
