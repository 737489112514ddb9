package dev.icp.formats.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.formats.TestFiles;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  @ParameterizedTest
  @CsvSource({
    "c080, overlong NUL",
    "c1bf, overlong",
    "e09fbf, overlong of three",
    "f08fbfbf, overlong of four",
    "eda080, surrogate",
    "f4908080, above U+10FFFF",
    "f5808080, lead that never occurs",
    "80, continuation alone",
    "e282, cut",
    "ff, never",
  })
  void findsWhatIsMalformed(String hex, String what) {
    byte[] bytes = TestFiles.joined(TestFiles.utf8("0123456"), HexFormat.of().parseHex(hex));

    assertThat(Utf8.firstMalformed(bytes, 0, bytes.length)).as(what).isEqualTo(7);
  }

  @Test
  void acceptsTheFirstAndLastOfEveryLength() {
    byte[] bytes =
        TestFiles.utf8("\0\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff");

    assertThat(Utf8.firstMalformed(bytes, 0, bytes.length)).isEqualTo(-1);
  }

  @Test
  void agreesWithTheJdkOnRandomBytes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int[] alphabet = "abcdefghij é€😀e\u0301\0".codePoints().toArray();
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
      }
      byte[] bytes = TestFiles.utf8(text.toString());
      for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      int from = random.nextInt(bytes.length + 1);

      assertThat(Utf8.firstMalformed(bytes, from, bytes.length))
          .as("seed %d round %d: %s from %d", seed, round, HexFormat.of().formatHex(bytes), from)
          .isEqualTo(oracle(bytes, from));
    }
  }

  private static int oracle(byte[] bytes, int from) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    CoderResult result = decoder.decode(in, CharBuffer.allocate(bytes.length), true);
    return result.isError() ? in.position() : -1;
  }

  @ParameterizedTest
  @CsvSource({
    "a\\ud800b, d800",
    "\\udc00, dc00",
    "\\ud800, d800",
    "\\ud800\\ud800\\udc00, d800",
    "😀\\udfff, dfff"
  })
  void findsLoneSurrogates(String escaped, String hex) {
    assertThat(Utf8.loneSurrogate(unescape(escaped))).isEqualTo(Integer.parseInt(hex, 16));
  }

  @Test
  void pairsAreNoLoneSurrogates() {
    assertThat(Utf8.loneSurrogate("a😀é€😀")).isEqualTo(-1);
  }

  private static String unescape(String text) {
    return Pattern.compile("\\\\u(....)")
        .matcher(text)
        .replaceAll(m -> String.valueOf((char) Integer.parseInt(m.group(1), 16)));
  }
}
