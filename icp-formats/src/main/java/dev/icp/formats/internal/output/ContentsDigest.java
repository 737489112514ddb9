package dev.icp.formats.internal.output;

import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.internal.base.Sha256;
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
  private static final long PLACES = 0xD1B54A32D192ED03L;
  private static final long SEGMENTS = 0x8CB92BA72F3D8DD7L;

  private long sum;
  private long layout;

  /** Adds a context. */
  public void add(PackedContext context) {
    int[] tokens = context.tokens();
    long here = mixed(context.index() + PLACES);
    for (int i = 0; i < tokens.length; i++) {
      layout += mixed(here ^ mixed((long) i << 32 | tokens[i]));
    }
    layout += mixed(here + context.padding());
    for (Segment segment : context.segments()) {
      long id = hash(segment.id());
      long piece = mixed(id ^ mixed((long) segment.from() << 32 | segment.to()));
      layout += mixed(mixed(context.index() + SEGMENTS) ^ mixed(piece + segment.at()));
      if (segment.length() == 0) {
        sum += mixed(id);
      }
      for (int i = 0; i < segment.length(); i++) {
        long place = (long) segment.from() + i;
        sum += mixed(id ^ mixed(place << 32 | tokens[segment.at() + i]));
      }
    }
  }

  /** Adds what another one has added up. */
  public void add(long otherContents, long otherLayout) {
    sum += otherContents;
    layout += otherLayout;
  }

  /** Returns the sum of the contents as a number. */
  public long contentsSum() {
    return sum;
  }

  /** Returns the sum of the layout as a number. */
  public long layoutSum() {
    return layout;
  }

  /** Returns the hash of an id: the first eight bytes of its SHA-256. */
  public static long hash(String id) {
    return ByteBuffer.wrap(Sha256.of(id.getBytes(StandardCharsets.UTF_8))).getLong();
  }

  /** Returns the finaliser of SplitMix64. */
  public static long mixed(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * Returns 16 hexadecimal digits that tell what stands where: the sum over all contexts of a
   * mixture of the context's number with each place in it and the token there (separators and
   * padding included), with each segment's document, ends and place, and with its padding.
   */
  public String layout() {
    return HexFormat.of().toHexDigits(layout);
  }

  /** Returns 16 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(sum);
  }
}
