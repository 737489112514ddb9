package dev.icp.spi;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** Bytes as tokens: what the contract of all tokenizers is tried on. */
class Utf8Tokenizer implements Tokenizer {
  private static final int SEPARATOR = 256;

  @Override
  public int[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      tokens[i] = bytes[i] & 0xff;
    }
    return tokens;
  }

  @Override
  public String decode(int[] tokens) {
    byte[] bytes = new byte[tokens.length];
    int length = 0;
    for (int token : tokens) {
      if (token < 0 || token > SEPARATOR) {
        throw new IllegalArgumentException("token " + token);
      }
      if (token != SEPARATOR) {
        bytes[length++] = (byte) token;
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
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
    return "utf-8";
  }
}
