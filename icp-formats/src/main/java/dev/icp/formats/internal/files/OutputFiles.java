package dev.icp.formats.internal.files;

import dev.icp.formats.OutputManifest.FileEntry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of an output, which get their names together, when all of them are complete. Not
 * thread-safe.
 */
public final class OutputFiles implements Closeable {
  private final Path folder;
  private final Existing existing;
  private final List<TemporaryFile> files = new ArrayList<>();
  private final List<TemporaryFile> scratches = new ArrayList<>();
  private final Set<Path> madeFolders = new LinkedHashSet<>();

  /**
   * @param folder made when the first file is
   * @param existing says which files that are there may be replaced
   */
  public OutputFiles(Path folder, Existing existing) {
    this.folder = folder;
    this.existing = existing;
  }

  /**
   * Begins a file; it has to be {@linkplain TemporaryFile#complete completed} by who writes it.
   *
   * @param path its name, below the folder, with {@code /}
   */
  public TemporaryFile create(String path) throws IOException {
    return create(path, path.substring(path.lastIndexOf('/') + 1));
  }

  /**
   * The same, for a file whose own name does not tell whose it is.
   *
   * @param name to be known by, in its folder, until it has its own
   */
  public TemporaryFile create(String path, String name) throws IOException {
    TemporaryFile file = TemporaryFile.digested(target(path), existing, name);
    files.add(file);
    return file;
  }

  /** Returns where a file goes, and remembers which folders it will have been the reason for. */
  private Path target(String path) {
    Path target = folder.resolve(path);
    for (Path parent = target.getParent();
        parent != null && !Files.exists(parent);
        parent = parent.getParent()) {
      madeFolders.add(parent);
    }
    return target;
  }

  /**
   * Makes a folder for files that other processes write.
   *
   * @param path below this one
   */
  public void makeFolder(String path) throws IOException {
    Path made = target(path + "any").toAbsolutePath().getParent();
    if (made != null && !Files.isDirectory(made)) {
      Files.createDirectories(made);
    }
  }

  /**
   * Takes a file that another process has written.
   *
   * @param written how it {@linkplain #leave left} it
   * @throws IOException if it is not there, or not all of it
   */
  public void adopt(WrittenFile written) throws IOException {
    Path target = target(written.path());
    existing.require(target);
    files.add(
        TemporaryFile.written(
            target, existing, written.temporary(), written.bytes(), written.sha256()));
  }

  /** Leaves all files, which are complete, to who {@linkplain #adopt adopts} them. */
  public List<WrittenFile> leave() {
    List<WrittenFile> written = new ArrayList<>();
    for (TemporaryFile file : files) {
      file.leave();
      written.add(new WrittenFile(below(file), file.temporaryName(), file.size(), file.sha256()));
    }
    files.clear();
    madeFolders.clear();
    return written;
  }

  /** Begins a file that is no part of the output; it is deleted when it, or this, is closed. */
  public TemporaryFile scratch(String path) throws IOException {
    TemporaryFile file = new TemporaryFile(target(path), existing);
    scratches.add(file);
    return file;
  }

  /**
   * Refuses files that are there and may not be replaced.
   *
   * @param mayOwn of which names they would be in the way
   */
  public void requireFree(Predicate<String> mayOwn) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> there = Files.list(folder)) {
      for (Path file : there.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (!name.startsWith(".") && mayOwn.test(name)) {
          existing.require(file);
        }
      }
    }
  }

  /** Returns the files, all of them complete, by their names. */
  public List<FileEntry> entries() {
    return files.stream()
        .map(file -> new FileEntry(below(file), file.size(), file.sha256()))
        .sorted((a, b) -> a.path().compareTo(b.path()))
        .toList();
  }

  private String below(TemporaryFile file) {
    return folder.relativize(file.target()).toString().replace('\\', '/');
  }

  /** Gives all files their names, replacing older ones, and waits until the disk has those too. */
  public void publish() throws IOException {
    Set<Path> folders = new LinkedHashSet<>();
    for (TemporaryFile file : files) {
      file.move();
      folders.add(file.target().toAbsolutePath().getParent());
    }
    folders.add(folder.toAbsolutePath());
    folders.forEach(OutputFiles::sync);
    madeFolders.clear();
  }

  /** Makes the names in a folder last, on systems where folders can be opened for it. */
  static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders, and keeps names without being asked.
    }
  }

  /** Throws everything away that has not been published, folders made for it included. */
  @Override
  public void close() throws IOException {
    IOException first = null;
    files.addAll(scratches);
    for (TemporaryFile file : files) {
      try {
        file.close();
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    for (Path made : madeFolders) {
      deleteIfEmpty(made);
    }
    if (first != null) {
      throw first;
    }
  }

  /** Deletes a folder unless something is in it. */
  static void deleteIfEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // Someone else has put something there.
    }
  }
}
