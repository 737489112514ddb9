package dev.icp.cli.shared;

import dev.icp.Tokenizers;
import dev.icp.lucene.HuggingFaceTokenizers;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
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
    Tokenizer tokenizer = load(name, written ? separator : null);
    if (separator != null && !written) {
      return new TokenizerChoice(tokenizer, id(separator, spec));
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
    return load(name, null);
  }

  /** Returns whether {@code --tokenizer} names a file or folder, which may not do for a text. */
  public static boolean isPath(String name) {
    return !name.equals(BYTES);
  }

  /** Returns the file or folder that {@code --tokenizer} names; null for none. */
  public static @Nullable Path path(String name) {
    return isPath(name) ? Path.of(name) : null;
  }

  /** Returns the folder of what {@code --tokenizer} names, by which others can load it. */
  public static String folder(String name) {
    Path path = Path.of(name);
    Path folder = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
    return String.valueOf(folder == null ? path : folder);
  }

  private static Tokenizer load(String name, @Nullable String separator) throws IOException {
    if (name.equals(BYTES)) {
      return Tokenizers.utf8Bytes();
    }
    try {
      Path path = Path.of(name);
      return separator == null
          ? HuggingFaceTokenizers.load(path)
          : HuggingFaceTokenizers.load(path, separator);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
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
