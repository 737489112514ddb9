package dev.icp.formats.internal.corpus;

import dev.icp.formats.CorpusException;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files below a folder, ordered by their relative paths with {@code /} between the names,
 * compared as strings. Hidden files and folders (names that begin with a dot) and {@linkplain
 * SideFiles side files} are left out; links to files are followed, links to folders are not. Holds
 * one listing for each level.
 */
final class FolderWalk {
  /** What icp leaves in folders begins with this. */
  private static final String OWN = ".icp-";

  private final Function<InputFile, @Nullable String> unwanted;
  private final RealPaths excluded;
  private final Consumer<? super CorpusException> skipped;
  private final Deque<Iterator<Entry>> levels = new ArrayDeque<>();

  /**
   * @param name what the folder is called in the names of its files; may be empty
   * @param unwanted says why a file is left out; null for one that is not
   * @param excluded files and folders that are left out without a word, also where links lead there
   * @param skipped hears of everything else that is left out
   */
  FolderWalk(
      Path folder,
      String name,
      Function<InputFile, @Nullable String> unwanted,
      RealPaths excluded,
      Consumer<? super CorpusException> skipped) {
    this.unwanted = unwanted;
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
      String reason = SideFiles.reason(entry.last());
      if (reason != null) {
        skipped.accept(new CorpusException(entry.name(), reason));
        continue;
      }
      if (entry.folder()) {
        enter(entry.path(), entry.name());
        continue;
      }
      InputFile file = new InputFile(entry.path(), entry.name(), false);
      reason = unwanted.apply(file);
      if (reason != null) {
        skipped.accept(new CorpusException(file.name(), reason));
      } else if (isReadable(file)) {
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
        String called = name.isEmpty() || name.endsWith("/") ? name + last : name + "/" + last;
        if (last.startsWith(".")) {
          // Not looked at: it may be gone the next moment. Our own is nobody's loss.
          if (!last.startsWith(OWN) && !excluded.contains(real.resolve(last))) {
            entries.add(new Entry(path, last, called, false));
          }
          continue;
        }
        BasicFileAttributes attributes =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean left =
            attributes.isSymbolicLink()
                ? excluded.leadsInto(path)
                : excluded.contains(real.resolve(last));
        if (!left) {
          entries.add(new Entry(path, last, called, attributes.isDirectory()));
        }
      }
    } catch (InvalidPathException e) {
      // To go on would be to call the file by another name.
      throw new CorpusException(
          InputFiles.nameOf(folder),
          "holds a file whose name is not in the characters of the locale ("
              + System.getProperty("sun.jnu.encoding")
              + "): start with LC_ALL=C.UTF-8",
          e);
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

  private record Entry(Path path, String last, String name, boolean folder) {
    /** With its slash a folder sorts where its files' paths do: {@code a.md} before {@code a/b}. */
    String sortKey() {
      return folder ? name + "/" : name;
    }
  }
}
