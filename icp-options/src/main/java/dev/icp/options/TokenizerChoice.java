package dev.icp.options;

import dev.icp.Tokenizers;
import dev.icp.lucene.HuggingFaceTokenizers;
import dev.icp.lucene.SpecialTokens;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The tokenizer that an option names. */
public final class TokenizerChoice {
  /** What stands for the bytes of UTF-8. */
  public static final String BYTES = "bytes";

  /** Begins what stands for so many ids of tokens that exist already. */
  private static final String IDS = "ids:";

  private TokenizerChoice() {}

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
      Tokenizer given = Tokenizers.ofTokens(tokenizer);
      if (given.fingerprint().equals(fingerprint)) {
        return given;
      }
    }
    return null;
  }

  /**
   * Returns what {@code --tokenizer} names, which takes special tokens in texts in a certain way.
   *
   * @throws IOException if it names a path and there is no tokenizer that can be used
   */
  public static Tokenizer load(String name, SpecialTokens specialTokens) throws IOException {
    try {
      return of(name, specialTokens);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * The same, with the exceptions of {@link HuggingFaceTokenizers#load(Path, SpecialTokens)}.
   *
   * @throws IllegalArgumentException if it names a path that is no tokenizer
   * @throws IllegalStateException if a tokenizer cannot be loaded on this machine
   */
  public static Tokenizer of(String name, SpecialTokens specialTokens) {
    if (isIds(name)) {
      return Tokenizers.ofTokens(ids(name));
    }
    return name.equals(BYTES)
        ? Tokenizers.utf8Bytes()
        : HuggingFaceTokenizers.load(Path.of(name), specialTokens);
  }

  private static int ids(String name) {
    try {
      return Integer.parseInt(name.substring(IDS.length()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--tokenizer " + name + ": expected a number as in ids:50304", e);
    }
  }

  /** Returns whether a name stands for ids of which nothing else is known. */
  public static boolean isIds(String name) {
    return name.startsWith(IDS);
  }

  /** Returns whether {@code --tokenizer} names a file or folder, which may not do for a text. */
  public static boolean isPath(String name) {
    return !name.equals(BYTES) && !isIds(name);
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
}
