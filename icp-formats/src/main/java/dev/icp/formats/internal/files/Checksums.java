package dev.icp.formats.internal.files;

import dev.icp.internal.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Checksums of files. */
public final class Checksums {
  private Checksums() {}

  /**
   * Returns the SHA-256 of a file in hexadecimal digits.
   *
   * @param progress hears how many bytes have been read
   */
  public static String sha256(Path file, LongConsumer progress) throws IOException {
    MessageDigest digest = Sha256.digest();
    long done = 0;
    byte[] buffer = new byte[1 << 17];
    try (InputStream in = Files.newInputStream(file)) {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        digest.update(buffer, 0, got);
        done += got;
        progress.accept(done);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
