package dev.icp.cli.shared;

import dev.icp.Begin;
import dev.icp.Tokenizers;
import dev.icp.lucene.HuggingFaceTokenizers;
import dev.icp.lucene.SpecialTokens;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The tokenizer and the tokens that the options name, all of them in its vocabulary.
 *
 * @param separator −1 for none
 * @param begin −1 for none
 * @param padding −1 where nothing was said
 */
public record TokenizerChoice(Tokenizer tokenizer, int separator, int begin, int padding) {
  /** What stands for the bytes of UTF-8. */
  public static final String BYTES = "bytes";

  private static final String NONE = "none";

  /**
   * What was asked for.
   *
   * @param separator none, a token's id, or how it is written; null for the tokenizer's own
   * @param begin where begin tokens stand
   * @param beginToken a token's id, or how it is written; null for the tokenizer's own
   * @param padding a token's id, or how it is written; null for none
   */
  public record Wanted(
      String tokenizer,
      SpecialTokens specialTokens,
      @Nullable String separator,
      Begin begin,
      @Nullable String beginToken,
      @Nullable String padding) {}

  /**
   * @throws ParameterException if there is no such token
   * @throws IOException if the path has no tokenizer that can be used
   */
  public static TokenizerChoice of(Wanted wanted, CommandSpec spec) throws IOException {
    if (wanted.beginToken() != null && wanted.begin() == Begin.NONE) {
      throw wrong(spec, "--begin-token needs --begin document or context");
    }
    Tokens tokens =
        new Tokens(load(wanted.tokenizer(), wanted.specialTokens()), wanted.tokenizer(), spec);
    return new TokenizerChoice(
        tokens.tokenizer,
        NONE.equals(wanted.separator())
            ? -1
            : tokens.given(
                "--separator",
                wanted.separator(),
                tokens.tokenizer.separator(),
                "end-of-text token: give --separator none|ID|TOKEN"),
        wanted.begin() == Begin.NONE
            ? -1
            : tokens.given(
                "--begin-token",
                wanted.beginToken(),
                tokens.tokenizer.begin(),
                "beginning-of-text token: give --begin-token ID|TOKEN"),
        wanted.padding() == null ? -1 : tokens.id("--padding", wanted.padding()));
  }

  /**
   * Returns what {@code --tokenizer} names, with special tokens in texts as they were taken when
   * tokens were made; null if those were made by another one.
   *
   * @param fingerprint of the one that made them
   * @throws IOException if it names a path and there is no tokenizer that can be used
   */
  public static @Nullable Tokenizer loadAs(String name, String fingerprint) throws IOException {
    for (SpecialTokens mode : SpecialTokens.values()) {
      Tokenizer tokenizer = load(name, mode);
      if (tokenizer.fingerprint().equals(fingerprint)) {
        return tokenizer;
      }
    }
    return null;
  }

  private static Tokenizer load(String name, SpecialTokens specialTokens) throws IOException {
    if (name.equals(BYTES)) {
      return Tokenizers.utf8Bytes();
    }
    try {
      return HuggingFaceTokenizers.load(Path.of(name), specialTokens);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
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

  private static ParameterException wrong(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Finds tokens of a tokenizer by their ids or by how they are written. */
  private record Tokens(Tokenizer tokenizer, String name, CommandSpec spec) {
    int given(String option, @Nullable String token, OptionalInt own, String otherwise) {
      if (token != null) {
        return id(option, token);
      }
      return own.orElseThrow(
          () ->
              wrong(
                  spec,
                  tokenizer.remarks().isEmpty()
                      ? "--tokenizer " + name + " names no " + otherwise
                      : tokenizer.remarks().get(0) + "; it names no other " + otherwise));
    }

    int id(String option, String token) {
      if (token.matches("-?[0-9]+")) {
        BigInteger id = new BigInteger(token);
        if (id.signum() >= 0 && id.compareTo(BigInteger.valueOf(tokenizer.vocabularySize())) < 0) {
          return id.intValue();
        }
        throw wrong(
            spec,
            option
                + " "
                + token
                + ": expected a token of the tokenizer, 0 to "
                + (tokenizer.vocabularySize() - 1));
      }
      if (!isPath(name)) {
        throw wrong(spec, option + " " + token + " needs --tokenizer PATH; bytes have only ids");
      }
      return tokenizer
          .tokenId(token)
          .orElseThrow(
              () -> wrong(spec, option + " " + token + ": " + name + " has no such token"));
    }
  }
}
