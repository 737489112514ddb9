package dev.icp.formats.internal.corpus;

import dev.icp.formats.CorpusException;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files below a folder, ordered by their relative paths with {@code /} between the names,
 * compared as strings. Hidden files and folders (names that begin with a dot) are left out; links
 * to files are followed, links to folders are not. Holds one listing for each level.
 */
final class FolderWalk {
  private final Predicate<InputFile> wanted;
  private final RealPaths excluded;
  private final Consumer<? super CorpusException> skipped;
  private final Deque<Iterator<Entry>> levels = new ArrayDeque<>();

  /**
   * @param name what the folder is called in the names of its files; may be empty
   * @param excluded files and folders that are left out, also where links lead there
   * @param skipped hears of what is neither a file nor a folder
   */
  FolderWalk(
      Path folder,
      String name,
      Predicate<InputFile> wanted,
      RealPaths excluded,
      Consumer<? super CorpusException> skipped) {
    this.wanted = wanted;
    this.excluded = excluded;
    this.skipped = skipped;
    enter(folder, name);
  }

  /**
   * Returns the next file; null when there are no more.
   *
   * @throws CorpusException naming the folder if one cannot be listed
   */
  @Nullable InputFile next() {
    while (!levels.isEmpty()) {
      Iterator<Entry> level = levels.getLast();
      if (!level.hasNext()) {
        levels.removeLast();
        continue;
      }
      Entry entry = level.next();
      if (entry.folder()) {
        enter(entry.path(), entry.name());
        continue;
      }
      InputFile file = new InputFile(entry.path(), entry.name(), false);
      if (wanted.test(file) && isReadable(file)) {
        return file;
      }
    }
    return null;
  }

  private boolean isReadable(InputFile file) {
    if (Files.isRegularFile(file.path())) {
      return true;
    }
    String reason =
        Files.isDirectory(file.path())
            ? "a link to a folder, which is not followed"
            : Files.exists(file.path()) ? "not a regular file" : "a link that leads nowhere";
    skipped.accept(new CorpusException(file.name(), reason));
    return false;
  }

  private void enter(Path folder, String name) {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> listing = Files.list(folder)) {
      Path real = folder.toRealPath();
      for (Iterator<Path> paths = listing.iterator(); paths.hasNext(); ) {
        Path path = paths.next();
        String last = path.getFileName().toString();
        if (last.startsWith(".")) {
          continue;
        }
        BasicFileAttributes attributes =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean left =
            attributes.isSymbolicLink()
                ? excluded.leadsInto(path)
                : excluded.contains(real.resolve(last));
        if (!left) {
          entries.add(
              new Entry(
                  path,
                  name.isEmpty() || name.endsWith("/") ? name + last : name + "/" + last,
                  attributes.isDirectory()));
        }
      }
    } catch (IOException e) {
      throw unreadable(folder, e);
    } catch (UncheckedIOException e) {
      throw unreadable(folder, Objects.requireNonNull(e.getCause()));
    }
    entries.sort(Comparator.comparing(Entry::sortKey));
    levels.addLast(entries.iterator());
  }

  private static CorpusException unreadable(Path folder, IOException e) {
    return new CorpusException(folder.toString(), "cannot be read: " + IoFailures.reason(e), e);
  }

  private record Entry(Path path, String name, boolean folder) {
    /** With its slash a folder sorts where its files' paths do: {@code a.md} before {@code a/b}. */
    String sortKey() {
      return folder ? name + "/" : name;
    }
  }
}
