package dev.icp.spark.internal.hadoop;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A path in one of Hadoop's file systems; its string is the whole location, as in {@code
 * hdfs://namenode:8020/contexts}, or the names of a relative one. There is no current folder:
 * absolute is as from the root.
 */
final class HadoopPath implements Path {
  private final HadoopFiles files;
  private final boolean absolute;
  private final List<String> names;

  private HadoopPath(HadoopFiles files, boolean absolute, List<String> names) {
    this.files = files;
    this.absolute = absolute;
    this.names = names;
  }

  /** Reads names with {@code /} between them; absolute if one stands before them. */
  static HadoopPath of(HadoopFiles files, String path) {
    List<String> names = new ArrayList<>();
    for (String name : path.split("/", -1)) {
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return new HadoopPath(files, path.startsWith("/"), List.copyOf(names));
  }

  static HadoopPath of(Path path) {
    if (path instanceof HadoopPath ours) {
      return ours;
    }
    throw new ProviderMismatchException(path.toString());
  }

  private HadoopPath with(boolean isAbsolute, List<String> other) {
    return new HadoopPath(files, isAbsolute, List.copyOf(other));
  }

  /** Returns the names with {@code /} before each. */
  String fromRoot() {
    return "/" + String.join("/", names);
  }

  /** Returns the path as Hadoop has it. */
  org.apache.hadoop.fs.Path toHadoop() {
    return new org.apache.hadoop.fs.Path(files.prefix() + fromRoot());
  }

  HadoopFiles files() {
    return files;
  }

  @Override
  public FileSystem getFileSystem() {
    return files;
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  @Override
  public @Nullable Path getRoot() {
    return absolute ? with(true, List.of()) : null;
  }

  @Override
  public @Nullable Path getFileName() {
    return names.isEmpty() ? null : with(false, List.of(names.get(names.size() - 1)));
  }

  @Override
  public @Nullable Path getParent() {
    if (names.isEmpty() || (names.size() == 1 && !absolute)) {
      return null;
    }
    return with(absolute, names.subList(0, names.size() - 1));
  }

  @Override
  public int getNameCount() {
    return names.size();
  }

  @Override
  public Path getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public Path subpath(int from, int to) {
    if (from < 0 || to > names.size() || from >= to) {
      throw new IllegalArgumentException("names " + from + " to " + to + " of " + this);
    }
    return with(false, names.subList(from, to));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof HadoopPath start
        && start.files.equals(files)
        && start.absolute == absolute
        && start.names.size() <= names.size()
        && names.subList(0, start.names.size()).equals(start.names);
  }

  @Override
  public boolean endsWith(Path other) {
    if (!(other instanceof HadoopPath end) || !end.files.equals(files)) {
      return false;
    }
    if (end.absolute) {
      return equals(end);
    }
    int from = names.size() - end.names.size();
    return from >= 0 && names.subList(from, names.size()).equals(end.names);
  }

  @Override
  public Path normalize() {
    List<String> kept = new ArrayList<>();
    for (String name : names) {
      boolean up = name.equals("..");
      if (up && !kept.isEmpty() && !kept.get(kept.size() - 1).equals("..")) {
        kept.remove(kept.size() - 1);
      } else if (!name.equals(".") && !(up && absolute)) {
        kept.add(name);
      }
    }
    return with(absolute, kept);
  }

  @Override
  public Path resolve(Path other) {
    HadoopPath behind = of(other);
    if (behind.absolute) {
      return behind;
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(behind.names);
    return with(absolute, all);
  }

  @Override
  public Path relativize(Path other) {
    HadoopPath target = of(other);
    if (target.absolute != absolute) {
      throw new IllegalArgumentException(target + " is not of the kind of " + this);
    }
    int common = 0;
    while (common < Math.min(names.size(), target.names.size())
        && names.get(common).equals(target.names.get(common))) {
      common++;
    }
    List<String> way = new ArrayList<>(Collections.nCopies(names.size() - common, ".."));
    way.addAll(target.names.subList(common, target.names.size()));
    return with(false, way);
  }

  @Override
  public URI toUri() {
    return toHadoop().toUri();
  }

  @Override
  public Path toAbsolutePath() {
    return absolute ? this : with(true, names);
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    Path real = toAbsolutePath().normalize();
    files.provider().checkAccess(real);
    return real;
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("nothing is watched");
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HadoopPath path
        && path.files.equals(files)
        && path.absolute == absolute
        && path.names.equals(names);
  }

  @Override
  public int hashCode() {
    return Objects.hash(files, absolute, names);
  }

  @Override
  public String toString() {
    return absolute ? files.prefix() + fromRoot() : String.join("/", names);
  }
}
