package dev.icp.formats.internal.corpus;

import dev.icp.formats.CorpusException;
import dev.icp.formats.internal.files.Failures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Patterns such as {@code data/*.jsonl.gz}, for where no shell has expanded them. */
public final class Globs {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

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
      PathMatcher matcher = pattern.getFileSystem().getPathMatcher("glob:" + pattern);
      found =
          paths
              .filter(path -> matcher.matches(path) && !isHidden(from.relativize(path)))
              .sorted(Comparator.comparing(InputFiles::nameOf))
              .toList();
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

  private static boolean isHidden(Path path) {
    for (Path name : path) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static CorpusException unreadable(Path pattern, IOException e) {
    return new CorpusException(pattern.toString(), "cannot be read: " + Failures.reason(e), e);
  }
}
