package dev.icp.formats.internal.corpus;

import java.io.IOException;

/** What is wrong within a {@code .npy} file; who opened it adds the name. */
public final class NpyException extends IOException {
  private static final long serialVersionUID = 1L;

  public NpyException(String reason) {
    super(reason);
  }
}
