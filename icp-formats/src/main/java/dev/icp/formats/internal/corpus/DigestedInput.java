package dev.icp.formats.internal.corpus;

import dev.icp.internal.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Knows how much has been read of a stream, and the SHA-256 of that. */
final class DigestedInput extends InputStream {
  private final InputStream in;
  private final MessageDigest digest = Sha256.digest();
  private long count;

  DigestedInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int got = in.read(target, offset, length);
    if (got > 0) {
      digest.update(target, offset, got);
      count += got;
    }
    return got;
  }

  /** Reads so many bytes, or fewer if there are no more. */
  void skipTo(long wanted) throws IOException {
    byte[] piece = new byte[1 << 17];
    int got = 0;
    while (got >= 0 && count < wanted) {
      got = read(piece, 0, (int) Math.min(piece.length, wanted - count));
    }
  }

  /** Returns how many bytes have been read. */
  long count() {
    return count;
  }

  /** Returns the SHA-256 of what has been read, in hexadecimal digits. */
  String sha256() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
