package dev.icp.internal.documents;

import dev.icp.spi.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** UTF-8 bytes as tokens; see {@link dev.icp.Tokenizers#utf8Bytes}. */
public final class Utf8ByteTokenizer implements Tokenizer {
  private static final int SEPARATOR = 256;

  @Override
  public int[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[bytes.length];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = bytes[i] & 0xFF;
    }
    return tokens;
  }

  @Override
  public Located locate(String text) {
    int[] tokens = encode(text);
    int[] ends = new int[tokens.length];
    int at = 0;
    for (int i = 0; i < tokens.length; i++) {
      if ((tokens[i] & 0xC0) != 0x80) {
        // The first byte of a character; those that go on follow.
        at += (tokens[i] & 0xF8) == 0xF0 ? 2 : 1;
      }
      ends[i] = at;
    }
    return new Located(tokens, ends);
  }

  @Override
  public String decode(int[] tokens) {
    byte[] bytes = new byte[tokens.length];
    int count = 0;
    for (int token : tokens) {
      if (token < 0 || token > SEPARATOR) {
        throw new IllegalArgumentException("token " + token + ": expected 0 to " + SEPARATOR);
      }
      if (token != SEPARATOR) {
        bytes[count++] = (byte) token;
      }
    }
    return new String(bytes, 0, count, StandardCharsets.UTF_8);
  }

  @Override
  public int vocabularySize() {
    return SEPARATOR + 1;
  }

  @Override
  public OptionalInt separator() {
    return OptionalInt.of(SEPARATOR);
  }

  @Override
  public String fingerprint() {
    return "utf8-bytes";
  }
}
