package dev.icp.formats.internal.corpus;

import dev.icp.formats.CorpusException;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Patterns such as {@code data/*.jsonl.gz}, for where no shell has expanded them. */
public final class Globs {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  private static final int MOST_VARIANTS = 64;

  private Globs() {}

  /** Returns whether this is a pattern, and not something that exists. */
  public static boolean isPattern(Path input) {
    return WILDCARD.matcher(input.toString()).find() && !Files.exists(input);
  }

  /**
   * Returns the files and folders that a pattern means, ordered by path; hidden ones are left out.
   *
   * @throws CorpusException if there are none
   */
  public static List<Path> expand(Path pattern) {
    Path base = pattern;
    while (base != null && WILDCARD.matcher(base.toString()).find()) {
      base = base.getParent();
    }
    Path from = base == null ? Path.of("") : base;
    int depth =
        pattern.toString().contains("**")
            ? Integer.MAX_VALUE
            : pattern.getNameCount() - (base == null ? 0 : base.getNameCount());
    List<Path> found;
    try (Stream<Path> paths = Files.exists(from) ? Files.walk(from, depth) : Stream.empty()) {
      List<PathMatcher> matchers = matchers(pattern);
      found =
          outermost(
              paths
                  .filter(path -> matchers.stream().anyMatch(m -> m.matches(path)))
                  .filter(path -> !isHidden(from.relativize(path)))
                  // What ends in ** means files, however deep.
                  .filter(path -> !pattern.endsWith("**") || !Files.isDirectory(path))
                  .sorted(Comparator.comparing(InputFiles::nameOf))
                  .toList());
    } catch (PatternSyntaxException e) {
      throw new CorpusException(pattern.toString(), "not a pattern: " + e.getDescription(), e);
    } catch (UncheckedIOException e) {
      throw unreadable(pattern, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(pattern, e);
    }
    if (found.isEmpty()) {
      throw new CorpusException(pattern.toString(), "no such file or folder, nor one that matches");
    }
    return found;
  }

  /** Returns what the pattern means: a {@code **} between slashes may stand for no folder. */
  private static List<PathMatcher> matchers(Path pattern) {
    List<String> variants = new ArrayList<>(List.of(pattern.toString()));
    for (int i = 0; i < variants.size() && variants.size() < MOST_VARIANTS; i++) {
      String variant = variants.get(i);
      for (int at = variant.indexOf("**/"); at >= 0; at = variant.indexOf("**/", at + 1)) {
        boolean whole = at == 0 || variant.charAt(at - 1) == '/';
        String shorter = variant.substring(0, at) + variant.substring(at + 3);
        if (whole && !variants.contains(shorter)) {
          variants.add(shorter);
        }
      }
    }
    return variants.stream()
        .map(variant -> pattern.getFileSystem().getPathMatcher("glob:" + variant))
        .toList();
  }

  /** Leaves out what is in a folder that matches as well, which is read as a whole. */
  private static List<Path> outermost(List<Path> sorted) {
    Set<Path> folders = new HashSet<>();
    List<Path> kept = new ArrayList<>();
    for (Path path : sorted) {
      boolean within = false;
      for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
        within |= folders.contains(parent);
      }
      if (!within) {
        kept.add(path);
        if (Files.isDirectory(path)) {
          folders.add(path);
        }
      }
    }
    return kept;
  }

  private static boolean isHidden(Path path) {
    for (Path name : path) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static CorpusException unreadable(Path pattern, IOException e) {
    return new CorpusException(pattern.toString(), "cannot be read: " + IoFailures.reason(e), e);
  }
}
