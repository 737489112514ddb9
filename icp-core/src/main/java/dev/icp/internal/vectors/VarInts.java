package dev.icp.internal.vectors;

import java.util.Arrays;

/** Non-negative integers of seven bits a byte, low bits first, the last byte below 128. */
final class VarInts {
  private byte[] bytes;
  private int size;
  private int position;

  /** An empty sequence, to be written. */
  VarInts() {
    bytes = new byte[4096];
  }

  /** A sequence to be read. */
  VarInts(byte[] bytes) {
    this.bytes = bytes;
    size = bytes.length;
  }

  void put(int value) {
    if (size + 5 > bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    while (value >= 0x80) {
      bytes[size++] = (byte) (value | 0x80);
      value >>>= 7;
    }
    bytes[size++] = (byte) value;
  }

  int next() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[position++];
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  /** Returns the number of bytes. */
  int size() {
    return size;
  }

  /** Returns a copy of the bytes. */
  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Returns the bytes: the sequence's own array, of which the first {@link #size()} count. */
  byte[] array() {
    return bytes;
  }
}
