package dev.icp.cli.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes files that are nearly right: bits and bytes changed, parts cut out, doubled and moved,
 * numbers that end where integers do, in binary and in text, and what means something to JSON,
 * terminals and file systems. The same seed makes the same files.
 */
public final class Mutator {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "2147483647",
          "2147483648",
          "-2147483648",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "1e999",
          "0.5",
          "-0",
          "NaN");
  private static final List<String> TEXTS =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\"\\ud800\"",
          "\\u0000",
          "\u001b[2J",
          "../../x",
          "/dev/stdin",
          "[[[[[[[[",
          "{\"a\":",
          ",,",
          "\"",
          "\\",
          "\n",
          "\r",
          "\u00e9");
  private static final long[] ENDS = {
    0, -1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 1L << 20, 255, 65535
  };

  private final Random random;

  public Mutator(long seed) {
    random = new Random(seed);
  }

  /** Returns a file that differs from one. */
  public byte[] mutated(byte[] start) {
    byte[] bytes = start;
    for (int i = random.nextInt(5); i >= 0; i--) {
      bytes = once(bytes);
    }
    return bytes;
  }

  private byte[] once(byte[] bytes) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(bytes.length);
    byte[] other = bytes.clone();
    switch (random.nextInt(9)) {
      case 0 -> other[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> other[at] = (byte) random.nextInt(256);
      case 2 -> other = random.nextInt(3) == 0 ? Arrays.copyOf(bytes, at) : other;
      case 3 -> other = spliced(bytes, at, new byte[0], Math.min(bytes.length, at + size()));
      case 4 -> other = spliced(bytes, at, part(bytes), at);
      case 5 -> ends(other, at);
      case 6 -> other = spliced(bytes, at, one(TEXTS).getBytes(ISO_8859_1), at);
      case 7 -> other = spliced(bytes, at, part(bytes), Math.min(bytes.length, at + size()));
      default -> other = number(bytes);
    }
    return other;
  }

  private int size() {
    return 1 + random.nextInt(random.nextBoolean() ? 4 : 64);
  }

  private byte[] part(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size()));
  }

  private static byte[] spliced(byte[] bytes, int at, byte[] in, int from) {
    byte[] other = Arrays.copyOf(bytes, at + in.length + bytes.length - from);
    System.arraycopy(in, 0, other, at, in.length);
    System.arraycopy(bytes, from, other, at + in.length, bytes.length - from);
    return other;
  }

  private void ends(byte[] bytes, int at) {
    long value = ENDS[random.nextInt(ENDS.length)];
    int width = 1 << random.nextInt(4);
    for (int i = 0; i < width && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >>> (8 * i));
    }
  }

  private byte[] number(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    List<MatchResult> numbers = new ArrayList<>(NUMBER.matcher(text).results().toList());
    if (numbers.isEmpty()) {
      return bytes;
    }
    MatchResult one = numbers.get(random.nextInt(numbers.size()));
    return spliced(bytes, one.start(), one(NUMBERS).getBytes(ISO_8859_1), one.end());
  }

  private String one(List<String> some) {
    return some.get(random.nextInt(some.size()));
  }
}
