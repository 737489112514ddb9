package dev.icp.formats.internal.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** How a file is compressed, as its first bytes say. */
public enum Compression {
  NONE("", ""),
  GZIP(".gz", "gzip"),
  ZSTD(".zst", "zstd"),
  BZIP2(".bz2", "bzip2"),
  XZ(".xz", "xz"),
  LZ4(".lz4", "LZ4");

  /** So many bytes tell. */
  static final int HEAD = 6;

  private static final byte[] GZIP_HEAD = {0x1F, (byte) 0x8B};
  private static final byte[] ZSTD_HEAD = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
  private static final byte[] BZIP2_HEAD = {'B', 'Z', 'h'};
  private static final byte[] XZ_HEAD = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0};
  private static final byte[] LZ4_HEAD = {0x04, 0x22, 0x4D, 0x18};

  private final String ending;
  private final String label;

  Compression(String ending, String label) {
    this.ending = ending;
    this.label = label;
  }

  /** Returns what it is called. */
  String label() {
    return label;
  }

  /** Returns what the name says. */
  static Compression named(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    for (Compression each : values()) {
      if (each != NONE && name.endsWith(each.ending)) {
        return each;
      }
    }
    return NONE;
  }

  /** Returns the name without the ending that says how it is compressed. */
  static String withoutEnding(String fileName) {
    return fileName.substring(0, fileName.length() - named(fileName).ending.length());
  }

  /**
   * Returns what the first bytes say. Where they are too few to say it, the name does: such a file
   * breaks off.
   */
  static Compression of(byte[] bytes, int length, String fileName) {
    Compression named = named(fileName);
    if (begins(bytes, length, GZIP_HEAD)) {
      return GZIP;
    }
    if (begins(bytes, length, ZSTD_HEAD)) {
      return ZSTD;
    }
    if (begins(bytes, length, BZIP2_HEAD) && length > 3 && bytes[3] >= '1' && bytes[3] <= '9') {
      return BZIP2;
    }
    if (begins(bytes, length, XZ_HEAD)) {
      return XZ;
    }
    if (begins(bytes, length, LZ4_HEAD)) {
      return LZ4;
    }
    if (isSkippableFrame(bytes, length)) {
      return named == LZ4 ? LZ4 : ZSTD;
    }
    return length < 4 && beginsHeadOf(named, bytes, length) ? named : NONE;
  }

  /** Both Zstandard and LZ4 may begin with a frame for others; pzstd writes one. */
  private static boolean isSkippableFrame(byte[] bytes, int length) {
    return length >= 4
        && (bytes[0] & 0xF0) == 0x50
        && bytes[1] == 0x2A
        && bytes[2] == 0x4D
        && bytes[3] == 0x18;
  }

  private static boolean begins(byte[] bytes, int length, byte[] head) {
    return length >= head.length && same(bytes, head, head.length);
  }

  private static boolean beginsHeadOf(Compression compression, byte[] bytes, int length) {
    byte[] head =
        switch (compression) {
          case NONE -> new byte[0];
          case GZIP -> GZIP_HEAD;
          case ZSTD -> ZSTD_HEAD;
          case BZIP2 -> BZIP2_HEAD;
          case XZ -> XZ_HEAD;
          case LZ4 -> LZ4_HEAD;
        };
    return same(bytes, head, Math.min(length, head.length));
  }

  private static boolean same(byte[] bytes, byte[] head, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] != head[i]) {
        return false;
      }
    }
    return true;
  }

  /** A few bytes can ask for gigabytes. */
  private static int halfTheHeap() {
    return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 2 / 1024);
  }

  /**
   * Returns the data decompressed; closing it closes what it comes of.
   *
   * @throws IOException if it is none of this kind
   */
  InputStream open(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GzipInput(in);
      case ZSTD -> new ZstdInput(in);
      case BZIP2 ->
          new GuardedInput(label, in, source -> new BZip2CompressorInputStream(source, true));
      case XZ -> new GuardedInput(label, in, source -> new XZInputStream(source, halfTheHeap()));
      case LZ4 ->
          new GuardedInput(label, in, source -> new FramedLZ4CompressorInputStream(source, true));
    };
  }
}
