package dev.icp.formats.internal.corpus;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Whole numbers as files of tokens have them, little-endian. */
enum NumberType {
  UINT8(1, "|u1", Byte.BYTES),
  INT8(2, "|i1", Byte.BYTES),
  INT16(3, "<i2", Short.BYTES),
  INT32(4, "<i4", Integer.BYTES),
  INT64(5, "<i8", Long.BYTES),
  UINT16(8, "<u2", Short.BYTES),
  UINT32(-1, "<u4", Integer.BYTES),
  UINT64(-1, "<u8", Long.BYTES);

  private final int megatron;
  private final String numpy;
  private final int bytes;

  /**
   * @param megatron its code in an index of Megatron-LM; −1 for none
   * @param numpy its name in a {@code .npy} file
   */
  NumberType(int megatron, String numpy, int bytes) {
    this.megatron = megatron;
    this.numpy = numpy;
    this.bytes = bytes;
  }

  /** Returns the type that has this code in an index of Megatron-LM; null if none has. */
  static @Nullable NumberType ofMegatron(int code) {
    for (NumberType type : values()) {
      if (type.megatron == code && code >= 0) {
        return type;
      }
    }
    return null;
  }

  /** Returns the type that NumPy calls so; null if none is. */
  static @Nullable NumberType ofNumpy(String name) {
    for (NumberType type : values()) {
      if (type.numpy.equals(name)) {
        return type;
      }
    }
    return null;
  }

  int bytes() {
    return bytes;
  }

  /**
   * Returns a number; what uint64 has beyond 2^63 − 1 is negative.
   *
   * @param at where it begins, in bytes
   */
  long get(ByteBuffer from, int at) {
    return switch (this) {
      case UINT8 -> from.get(at) & 0xFF;
      case INT8 -> from.get(at);
      case INT16 -> from.getShort(at);
      case UINT16 -> from.getShort(at) & 0xFFFF;
      case INT32 -> from.getInt(at);
      case UINT32 -> from.getInt(at) & 0xFFFF_FFFFL;
      case INT64, UINT64 -> from.getLong(at);
    };
  }

  /** Returns a number that {@link #get} returned as it stands in the file. */
  String shown(long number) {
    return this == UINT64 ? Long.toUnsignedString(number) : Long.toString(number);
  }
}
