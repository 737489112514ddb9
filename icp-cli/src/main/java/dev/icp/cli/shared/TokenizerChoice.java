package dev.icp.cli.shared;

import dev.icp.Tokenizers;
import dev.icp.lucene.HuggingFaceTokenizers;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What {@code --tokenizer} and {@code --separator} name. */
public record TokenizerChoice(Tokenizer tokenizer, int separator) {
  private static final String BYTES = "bytes";

  /**
   * @param separator a token's id, or how it is written; null for the tokenizer's own
   * @throws ParameterException if there is no such separator
   * @throws IOException if the path has no tokenizer that can be used
   */
  public static TokenizerChoice of(String name, @Nullable String separator, CommandSpec spec)
      throws IOException {
    boolean written = separator != null && !separator.matches("-?[0-9]+");
    if (written && name.equals(BYTES)) {
      throw wrong(
          spec, "--separator " + separator + " needs --tokenizer PATH; bytes have only ids");
    }
    Tokenizer tokenizer = load(name);
    if (separator != null) {
      return new TokenizerChoice(
          tokenizer, written ? id(tokenizer, separator, name) : id(separator, spec));
    }
    if (tokenizer.separator().isEmpty()) {
      throw wrong(
          spec, "--tokenizer " + name + " names no end-of-text token: give --separator ID|TOKEN");
    }
    return new TokenizerChoice(tokenizer, tokenizer.separator().getAsInt());
  }

  /**
   * Returns what {@code --tokenizer} names.
   *
   * @throws IOException if it names a path and there is no tokenizer that can be used
   */
  public static Tokenizer load(String name) throws IOException {
    if (name.equals(BYTES)) {
      return Tokenizers.utf8Bytes();
    }
    try {
      return HuggingFaceTokenizers.load(Path.of(name));
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Returns whether {@code --tokenizer} names a file or folder, which may not do for a text. */
  public static boolean isPath(String name) {
    return !name.equals(BYTES);
  }

  private static int id(Tokenizer tokenizer, String token, String name) throws IOException {
    return tokenizer
        .tokenId(token)
        .orElseThrow(() -> new IOException(name + ": has no token \"" + token + "\""));
  }

  private static int id(String number, CommandSpec spec) {
    BigInteger id = new BigInteger(number);
    if (id.signum() < 0 || id.bitLength() > 31) {
      throw wrong(
          spec, "--separator " + number + ": expected a token id, 0 to " + Integer.MAX_VALUE);
    }
    return id.intValue();
  }

  private static ParameterException wrong(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
