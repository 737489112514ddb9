package dev.icp.cli.faults;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A path of the machine, of the file system whose operations can go wrong.
 *
 * @param system that file system
 * @param plain the machine's own
 */
record FaultyPath(FileSystem system, Path plain) implements Path {
  static Path plain(Path path) {
    return path instanceof FaultyPath faulty ? faulty.plain : path;
  }

  private @Nullable Path wrapped(@Nullable Path path) {
    return path == null ? null : new FaultyPath(system, path);
  }

  private Path some(Path path) {
    return new FaultyPath(system, path);
  }

  @Override
  public FileSystem getFileSystem() {
    return system;
  }

  @Override
  public boolean isAbsolute() {
    return plain.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return wrapped(plain.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return wrapped(plain.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return wrapped(plain.getParent());
  }

  @Override
  public int getNameCount() {
    return plain.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return some(plain.getName(index));
  }

  @Override
  public Path subpath(int begin, int end) {
    return some(plain.subpath(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    return plain.startsWith(plain(other));
  }

  @Override
  public boolean endsWith(Path other) {
    return plain.endsWith(plain(other));
  }

  @Override
  public Path normalize() {
    return some(plain.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return some(plain.resolve(plain(other)));
  }

  @Override
  public Path relativize(Path other) {
    return some(plain.relativize(plain(other)));
  }

  @Override
  public URI toUri() {
    return plain.toUri();
  }

  @Override
  public Path toAbsolutePath() {
    return some(plain.toAbsolutePath());
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    return some(plain.toRealPath(options));
  }

  @Override
  public File toFile() {
    return new File(plain.toString());
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
      throws IOException {
    return plain.register(watcher, events, modifiers);
  }

  @Override
  public int compareTo(Path other) {
    return plain.compareTo(plain(other));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FaultyPath path && plain.equals(path.plain);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(plain);
  }

  @Override
  public String toString() {
    return plain.toString();
  }
}
