package dev.icp.formats.internal.corpus;

import dev.icp.formats.CorpusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files of tokens that exist already, which come in pairs: one says what the documents are and is
 * what is read, the other one belongs to it. So the endings say where to look, and the content what
 * it is.
 */
public final class TokenFiles {
  private TokenFiles() {}

  /** Returns what a file is; null if it does not say which tokens are which documents. */
  static @Nullable ContentKind kind(Path file) {
    return MegatronTokens.isIndex(file)
        ? ContentKind.MEGATRON
        : NumpyTokens.isTokens(file) ? ContentKind.NUMPY : null;
  }

  /**
   * Opens a file that is of a kind.
   *
   * @param name what it is called in ids and messages
   * @param withIds whether documents are called by their ids, where they have any
   * @throws CorpusException if it cannot hold documents
   * @throws IOException if it cannot be read
   */
  static TokenSource open(Path file, String name, ContentKind kind, boolean withIds)
      throws IOException {
    try {
      return kind == ContentKind.MEGATRON
          ? MegatronTokens.open(file, name)
          : NumpyTokens.open(file, name, withIds);
    } catch (NpyException e) {
      throw new CorpusException(name, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Returns the file that says which documents there are, of what was given: a pair of Megatron-LM
   * may be given by either file, or by what their names begin with; what is none is returned as it
   * is.
   */
  private static Path read(Path input) {
    Path index = MegatronTokens.indexOf(input);
    if (index != null && MegatronTokens.isIndex(index)) {
      return index;
    }
    Path named = input.resolveSibling(input.getFileName() + MegatronTokens.INDEX);
    return !Files.exists(input) && MegatronTokens.isIndex(named) ? named : input;
  }

  /** Returns whether something given is there, if only by what the names of a pair begin with. */
  public static boolean exists(Path input) {
    return Files.exists(input) || !read(input).equals(input);
  }

  /** Returns all files that are read for something given. */
  static List<Path> all(Path input) {
    Path file = read(input);
    Path beside = besides(file);
    return beside == null ? List.of(file) : List.of(file, beside);
  }

  /** Returns whether any of what was given is tokens. */
  public static boolean areAmong(List<Path> inputs) {
    return inputs.stream().anyMatch(input -> kind(read(input)) != null);
  }

  /** Returns what is read of what was given: each pair once, however its files were named. */
  public static List<Path> read(List<Path> inputs) {
    Set<Path> beside = new HashSet<>();
    Set<Path> given = new HashSet<>(inputs);
    for (Path input : inputs) {
      Path other = besides(read(input));
      if (other != null) {
        beside.add(other);
      }
    }
    if (beside.isEmpty()) {
      return inputs;
    }
    List<Path> read = new ArrayList<>();
    Set<Path> indexes = new LinkedHashSet<>();
    for (Path input : inputs) {
      Path file = read(input);
      if (file.equals(input)) {
        if (!beside.contains(input)) {
          read.add(input);
        }
      } else if (!given.contains(file) && indexes.add(file)) {
        read.add(file);
      }
    }
    return read;
  }

  private static @Nullable Path besides(Path file) {
    ContentKind kind = kind(file);
    return kind == null
        ? null
        : kind == ContentKind.MEGATRON ? MegatronTokens.tokensOf(file) : NumpyTokens.beside(file);
  }

  /** Returns the file beside a file in a folder with which it is read; null if there is none. */
  static @Nullable Path readWith(Path file) {
    Path index = MegatronTokens.indexOf(file);
    if (index != null) {
      return MegatronTokens.isIndex(index) ? index : null;
    }
    return NumpyTokens.ownersOf(file).stream()
        .filter(owner -> file.equals(besides(owner)))
        .findFirst()
        .orElse(null);
  }
}
