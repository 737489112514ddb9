package dev.icp.formats.internal.files;

import dev.icp.internal.base.IoFailures;
import dev.icp.internal.base.RunLock;
import dev.icp.spi.OnFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An output folder that is kept for one run, and in which an output with a manifest takes the place
 * of an older one. A folder with a manifest is always a complete output, whenever a process is
 * killed: while files get their names there is none; the old and the new one are hidden then, and
 * who claims the folder next deletes what they list. Links within the folder are not followed.
 */
public final class FolderClaim implements Closeable, Existing {
  private final Path folder;
  private final Path manifest;
  private final Path replaced;
  private final Path coming;
  private final Listing listing;
  private final Predicate<String> ours;
  private final RunLock lock;
  private final List<Path> made;
  private final Set<Path> owned = new LinkedHashSet<>();
  private final Set<Path> rewritten = new HashSet<>();
  private @Nullable IOException damage;

  /** What a manifest lists. */
  public interface Listing {
    /** Returns the files, below the folder. */
    List<String> of(Path manifest) throws IOException;

    /** Returns the files of a folder that belong to its output without being listed. */
    default List<Path> unlisted(Path folder) throws IOException {
      return List.of();
    }
  }

  /** Names that are given to files. */
  public interface Naming {
    /** Gives them. */
    void run() throws IOException;
  }

  private FolderClaim(
      Path folder,
      String name,
      Listing listing,
      Predicate<String> ours,
      RunLock lock,
      List<Path> made) {
    this.folder = folder;
    this.listing = listing;
    this.ours = ours;
    this.lock = lock;
    this.made = made;
    manifest = folder.resolve(name);
    replaced = folder.resolve("." + name + ".replaced");
    coming = folder.resolve("." + name + ".coming");
  }

  /**
   * Makes the folder if absent, keeps others out, and deletes what killed runs have left in it.
   *
   * @param name of the manifest
   * @param lockName of the file that says that the folder is kept for a run
   * @param ours whether only who has this claim writes a file of this name
   */
  public static FolderClaim of(
      Path folder, String name, String lockName, Listing listing, Predicate<String> ours)
      throws IOException {
    List<Path> made = new ArrayList<>();
    for (Path absent = folder.toAbsolutePath();
        absent != null && !Files.exists(absent, LinkOption.NOFOLLOW_LINKS);
        absent = absent.getParent()) {
      made.add(absent);
    }
    if (Files.isSymbolicLink(folder) && !Files.exists(folder)) {
      throw new IOException(folder + ": cannot be written: a link that leads nowhere");
    }
    Path real;
    RunLock lock;
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      real = folder.toRealPath();
      lock = RunLock.ofFolder(real, lockName, folder + ": another run is writing into this folder");
    } catch (FileSystemException e) {
      made.forEach(OutputFiles::deleteIfEmpty);
      throw IoFailures.at(folder, "cannot be written", e);
    }
    FolderClaim claim = new FolderClaim(real, name, listing, ours, lock, made);
    try {
      claim.clean();
      claim.readManifest();
      return claim;
    } catch (Throwable cause) {
      OnFailure.close(claim, cause);
      throw cause;
    }
  }

  /** Returns whether the folder holds a complete output, be its manifest damaged. */
  public boolean holdsOutput() {
    return Files.exists(manifest, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns why the manifest that is there cannot be read; null if it can. */
  public @Nullable IOException damage() {
    return damage;
  }

  /** Returns the folder, without links. */
  public Path folder() {
    return folder;
  }

  /** Returns the files that the output there has, and that may be replaced. */
  public Set<Path> owned() {
    return owned;
  }

  /** Adds a file to those that may be replaced, and are deleted unless they are. */
  public void own(Path file) {
    owned.add(file);
  }

  /** Adds a file that a listing names, as {@link #own} does, if it is within the folder. */
  public void ownListed(String path) {
    Path file = inside(path);
    if (file != null) {
      owned.add(file);
    }
  }

  /** Keeps a file that is replaced and stands in no manifest from being deleted as stale. */
  public void rewrite(Path file) {
    rewritten.add(file);
  }

  @Override
  public boolean isOurs(Path target) {
    return owned.contains(target) || owned.contains(within(target));
  }

  /** Returns the same path without links of the folders around this one. */
  private Path within(Path target) {
    Path parent = target.toAbsolutePath().getParent();
    try {
      return parent == null ? target : parent.toRealPath().resolve(target.getFileName());
    } catch (IOException e) {
      return target;
    }
  }

  private void readManifest() {
    if (!holdsOutput()) {
      return;
    }
    try {
      listing.of(manifest).forEach(this::ownListed);
      owned.add(manifest);
    } catch (IOException e) {
      damage = e;
    }
  }

  private void clean() throws IOException {
    if (!holdsOutput()) {
      for (Path unfinished : List.of(replaced, coming)) {
        if (Files.isRegularFile(unfinished, LinkOption.NOFOLLOW_LINKS)) {
          List<String> listed;
          try {
            listed = listing.of(unfinished);
          } catch (IOException e) {
            // Damaged: what it listed is not known, and stays.
            continue;
          }
          delete(listed);
          for (Path file : listing.unlisted(folder)) {
            deleteFile(file);
          }
        }
      }
    }
    Files.deleteIfExists(replaced);
    Files.deleteIfExists(coming);
    clearUnfinished();
  }

  /** Deletes the files that have been begun in the folder, by whomever, and have no name yet. */
  public void clearUnfinished() throws IOException {
    try (Stream<Path> entries = Files.walk(folder, 2)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        if (isLeftover(entry) && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(entry);
        }
      }
    } catch (UncheckedIOException e) {
      // A folder of someone else's that cannot be looked into.
    }
  }

  /** Returns whether only who has the claim writes such a file. */
  private boolean isLeftover(Path temporary) {
    String name = TemporaryFile.nameOf(temporary);
    return name.equals(String.valueOf(coming.getFileName())) || ours.test(name);
  }

  /**
   * Puts a new output into the place of the old one.
   *
   * @param newManifest what the manifest will hold
   * @param naming gives the output's files their names
   */
  public void publish(byte[] newManifest, Naming naming) throws IOException {
    try (TemporaryFile file = new TemporaryFile(coming, target -> true)) {
      file.write(ByteBuffer.wrap(newManifest));
      file.commit();
    }
    Set<Path> stale = new LinkedHashSet<>(owned);
    stale.remove(manifest);
    stale.removeAll(rewritten);
    if (holdsOutput()) {
      TemporaryFile.move(manifest, replaced);
      OutputFiles.sync(folder);
    }
    naming.run();
    Set<Path> fresh = new HashSet<>();
    for (String path : listing.of(coming)) {
      fresh.add(folder.resolve(path).normalize());
    }
    stale.removeAll(fresh);
    for (Path file : stale) {
      deleteFile(file);
    }
    TemporaryFile.move(coming, manifest);
    OutputFiles.sync(folder);
    Files.deleteIfExists(replaced);
    made.clear();
  }

  /** Returns a file that a manifest names; null if it is not within the folder, links included. */
  private @Nullable Path inside(String path) {
    Path file;
    try {
      file = folder.resolve(path).normalize();
    } catch (java.nio.file.InvalidPathException e) {
      return null;
    }
    // Manifests are files, and could say anything.
    if (!file.startsWith(folder) || file.equals(folder)) {
      return null;
    }
    for (Path parent = file.getParent();
        parent != null && !parent.equals(folder);
        parent = parent.getParent()) {
      if (Files.isSymbolicLink(parent)) {
        return null;
      }
    }
    return file;
  }

  /** Deletes files of an output, and the folders that are empty then. */
  private void delete(Iterable<String> paths) throws IOException {
    for (String path : paths) {
      Path file = inside(path);
      if (file != null) {
        deleteFile(file);
      }
    }
  }

  private void deleteFile(Path file) throws IOException {
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(file);
      Path parent = file.getParent();
      if (parent != null && !parent.equals(folder)) {
        OutputFiles.deleteIfEmpty(parent);
      }
    }
  }

  /** Lets others in. A folder that was made in vain is deleted. */
  @Override
  public void close() throws IOException {
    lock.close();
    made.forEach(OutputFiles::deleteIfEmpty);
  }
}
