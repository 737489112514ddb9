package dev.icp.formats.internal.output;

import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.formats.internal.files.Checksums;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Tells which token of which document is which, whatever the order of the contexts: the sum, modulo
 * 2^64, over all tokens t at place p of a document, of mix(h ^ mix(p · 2^32 + t)), where h is the
 * first eight bytes of the SHA-256 of the document's id, and of mix(h) over documents of no tokens.
 * Separators and padding have no part in it. mix is the finaliser of SplitMix64.
 */
public final class ContentsDigest {
  private long sum;

  /** Adds a context. */
  public void add(PackedContext context) {
    int[] tokens = context.tokens();
    for (Segment segment : context.segments()) {
      long id = hash(segment.id());
      if (segment.length() == 0) {
        sum += mix(id);
      }
      for (int i = 0; i < segment.length(); i++) {
        long place = (long) segment.from() + i;
        sum += mix(id ^ mix(place << 32 | tokens[segment.at() + i]));
      }
    }
  }

  /** Returns the hash of an id: the first eight bytes of its SHA-256. */
  public static long hash(String id) {
    return ByteBuffer.wrap(Checksums.sha256().digest(id.getBytes(StandardCharsets.UTF_8)))
        .getLong();
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Returns 16 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(sum);
  }
}
