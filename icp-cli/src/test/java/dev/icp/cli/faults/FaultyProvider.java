package dev.icp.cli.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The machine's file system, of whose operations one can be made to go wrong: {@link Faults}. In
 * place of the default one ({@code -Djava.nio.file.spi.DefaultFileSystemProvider}) everything goes
 * by it that goes by {@code java.nio.file}; {@code java.io.File}, its streams, and native libraries
 * do not.
 */
public final class FaultyProvider extends FileSystemProvider {
  private final FileSystemProvider machine;
  private final FaultyFileSystem system;

  /**
   * @param machine the default one otherwise
   */
  public FaultyProvider(FileSystemProvider machine) {
    this.machine = machine;
    system = new FaultyFileSystem(this, machine.getFileSystem(URI.create("file:///")));
  }

  private static Path plain(Path path) {
    return FaultyPath.plain(path);
  }

  @Override
  public String getScheme() {
    return machine.getScheme();
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) throws IOException {
    return machine.newFileSystem(uri, environment);
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    return new FaultyPath(system, machine.getPath(uri));
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    boolean writes =
        options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    if (!writes) {
      // What is not there cannot be read on a broken disk either.
      machine.checkAccess(plain(path));
    }
    FileChannel channel =
        new FaultyChannel(
            path,
            Faults.named(
                path,
                writes ? "open to write" : "open to read",
                () -> machine.newFileChannel(plain(path), options, attributes)));
    Faults.opened(path, channel);
    return channel;
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> listing =
        Faults.named(
            folder, "list", () -> machine.newDirectoryStream(plain(folder), entry -> true))) {
      for (Path entry : listing) {
        Path wrapped = new FaultyPath(system, entry);
        if (filter.accept(wrapped)) {
          entries.add(wrapped);
        }
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return entries.iterator();
      }

      @Override
      public void close() {}
    };
  }

  private interface Change {
    void run() throws IOException;
  }

  private static void change(Path path, String what, Change change) throws IOException {
    Faults.named(
        path,
        what,
        () -> {
          change.run();
          return true;
        });
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    change(folder, "make", () -> machine.createDirectory(plain(folder), attributes));
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    change(link, "link", () -> machine.createSymbolicLink(plain(link), plain(target), attributes));
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return new FaultyPath(system, machine.readSymbolicLink(plain(link)));
  }

  @Override
  public void delete(Path path) throws IOException {
    try {
      machine.readAttributes(plain(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(path.toString());
    }
    change(path, "delete", () -> machine.delete(plain(path)));
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    change(to, "copy", () -> machine.copy(plain(from), plain(to), options));
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    change(to, "rename", () -> machine.move(plain(from), plain(to), options));
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return machine.isSameFile(plain(path), plain(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return machine.isHidden(plain(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return machine.getFileStore(plain(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    machine.checkAccess(plain(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return machine.getFileAttributeView(plain(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return machine.readAttributes(plain(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return machine.readAttributes(plain(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    change(path, "set", () -> machine.setAttribute(plain(path), name, value, options));
  }
}
