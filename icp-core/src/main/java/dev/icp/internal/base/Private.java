package dev.icp.internal.base;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and folders that hold what documents hold, and are nobody else's to read or to replace: on
 * POSIX file systems only their owner may, and links in their place are not followed.
 */
public final class Private {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private Private() {}

  /** Returns what to make a file with. */
  public static FileAttribute<?>[] attributes(Path file) {
    return isPosix(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
        : new FileAttribute<?>[0];
  }

  /**
   * Makes a folder, or takes it from all others if it is there. The folders around it are made as
   * usual.
   *
   * @throws IOException if it is a link, a file, someone else's, or cannot be made
   */
  public static void makeFolder(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      try {
        if (isPosix(folder)) {
          Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        } else {
          Files.createDirectory(folder);
        }
        return;
      } catch (java.nio.file.FileAlreadyExistsException e) {
        // Another run was quicker.
      }
    }
    if (Files.isSymbolicLink(folder)) {
      throw new FileSystemException(
          folder.toString(), null, "a symbolic link, which is not followed");
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(folder.toString(), null, "there is a file of this name");
    }
    takeFromOthers(folder);
  }

  private static void takeFromOthers(Path folder) throws IOException {
    if (!isPosix(folder)
        || FOLDER.containsAll(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS))) {
      return;
    }
    try {
      Files.setPosixFilePermissions(folder, FOLDER);
    } catch (FileSystemException e) {
      throw new FileSystemException(
          folder.toString(),
          null,
          "other users can read or write it, and it is not ours to change");
    }
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
