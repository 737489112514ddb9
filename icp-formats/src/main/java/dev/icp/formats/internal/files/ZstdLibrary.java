package dev.icp.formats.internal.files;

import com.github.luben.zstd.util.Native;
import dev.icp.internal.base.NativeFolders;
import java.io.IOException;

/** The native library of Zstandard, which is in its jar and has to be loaded from a folder. */
public final class ZstdLibrary {
  private ZstdLibrary() {}

  /**
   * Loads it, if it is not; to be called before a class that needs it is touched, which would never
   * recover from a failure.
   *
   * @throws IOException if there is no folder that it can be loaded from
   */
  public static synchronized void require() throws IOException {
    if (!Native.isLoaded()) {
      NativeFolders.load("Zstandard", folder -> Native.load(folder.toFile()));
    }
  }
}
