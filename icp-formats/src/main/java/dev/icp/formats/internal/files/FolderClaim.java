package dev.icp.formats.internal.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An output folder that is kept for one run, and in which an output with a manifest takes the place
 * of an older one. A folder with a manifest is always a complete output, whenever a process is
 * killed: while files get their names there is none; the old and the new one are hidden then, and
 * who claims the folder next deletes what they list.
 */
public final class FolderClaim implements Closeable {
  private final Path folder;
  private final Path manifest;
  private final Path replaced;
  private final Path coming;
  private final Listing listing;
  private final Predicate<String> ours;
  private final FolderLock lock;
  private final List<Path> made;

  /** What a manifest lists. */
  public interface Listing {
    /** Returns the files, below the folder. */
    List<String> of(Path manifest) throws IOException;
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
      FolderLock lock,
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
   * @param ours whether only who has the claim writes a file of this name
   */
  public static FolderClaim of(Path folder, String name, Listing listing, Predicate<String> ours)
      throws IOException {
    List<Path> made = new ArrayList<>();
    for (Path absent = folder.toAbsolutePath();
        absent != null && !Files.exists(absent);
        absent = absent.getParent()) {
      made.add(absent);
    }
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
    } catch (FileSystemException e) {
      throw new IOException(folder + ": cannot be written: " + Failures.reason(e), e);
    }
    FolderClaim claim = new FolderClaim(folder, name, listing, ours, FolderLock.take(folder), made);
    boolean clean = false;
    try {
      claim.clean();
      clean = true;
      return claim;
    } finally {
      if (!clean) {
        claim.close();
      }
    }
  }

  /** Returns whether the folder holds a complete output. */
  public boolean holdsOutput() {
    return Files.exists(manifest);
  }

  private void clean() throws IOException {
    if (!holdsOutput()) {
      for (Path unfinished : List.of(replaced, coming)) {
        if (Files.exists(unfinished)) {
          delete(listing.of(unfinished));
        }
      }
    }
    Files.deleteIfExists(replaced);
    Files.deleteIfExists(coming);
    try (Stream<Path> entries = Files.walk(folder, 2)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        if (TemporaryFile.isTemporary(entry) && isOurs(entry) && Files.isRegularFile(entry)) {
          Files.deleteIfExists(entry);
        }
      }
    } catch (UncheckedIOException e) {
      // A folder of someone else's that cannot be looked into.
    }
  }

  /** Returns whether only who has the claim writes such a file. */
  private boolean isOurs(Path temporary) {
    String name = TemporaryFile.nameOf(temporary);
    return name.equals(String.valueOf(replaced.getFileName()))
        || name.equals(String.valueOf(coming.getFileName()))
        || ours.test(name);
  }

  /**
   * Puts a new output into the place of the old one.
   *
   * @param newManifest what the manifest will hold
   * @param naming gives the output's files their names
   */
  public void publish(byte[] newManifest, Naming naming) throws IOException {
    try (TemporaryFile file = new TemporaryFile(coming)) {
      file.write(ByteBuffer.wrap(newManifest));
      file.commit();
    }
    Set<String> stale = new LinkedHashSet<>();
    if (holdsOutput()) {
      stale.addAll(listing.of(manifest));
      TemporaryFile.move(manifest, replaced);
      OutputFiles.sync(folder);
    }
    naming.run();
    stale.removeAll(new HashSet<>(listing.of(coming)));
    delete(stale);
    TemporaryFile.move(coming, manifest);
    OutputFiles.sync(folder);
    Files.deleteIfExists(replaced);
    made.clear();
  }

  /** Deletes files of an output, and the folders that are empty then. */
  private void delete(Iterable<String> paths) throws IOException {
    Path root = folder.toAbsolutePath().normalize();
    for (String path : paths) {
      Path file = root.resolve(path).normalize();
      // Manifests are files, and could say anything.
      if (file.startsWith(root) && !file.equals(root) && Files.isRegularFile(file)) {
        Files.delete(file);
        Path parent = file.getParent();
        if (parent != null && !parent.equals(root)) {
          OutputFiles.deleteIfEmpty(parent);
        }
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
