package dev.icp.formats.internal.corpus;

/** Numbers of 16 bits as IEEE 754 has them (binary16). */
public final class Half {
  private static final int SIGN = 0x8000;
  private static final int EXPONENT = 0x7c00;
  private static final int FRACTION = 0x03ff;

  private Half() {}

  /** Returns the same number: each is a float too. */
  public static float toFloat(short bits) {
    int sign = (bits & SIGN) << 16;
    int exponent = bits & EXPONENT;
    int fraction = bits & FRACTION;
    if (exponent == 0) {
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
    }
    int wider = exponent == EXPONENT ? 0x7f80_0000 : (exponent << 13) + ((127 - 15) << 23);
    return Float.intBitsToFloat(sign | wider | (fraction << 13));
  }
}
