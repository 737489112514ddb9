package dev.icp.spark.internal.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/**
 * Does what java.nio asks for by Hadoop's API. Files are read, and written from their beginning to
 * their end; a file that is written can be seen once it is closed. Exceptions name the file and
 * have one line.
 */
final class HadoopProvider extends FileSystemProvider {
  /** Something that Hadoop does. */
  interface Action<T> {
    T run(org.apache.hadoop.fs.FileSystem hadoop, org.apache.hadoop.fs.Path path)
        throws IOException;
  }

  static <T> T at(Path path, Action<T> action) throws IOException {
    HadoopPath ours = HadoopPath.of(path);
    try {
      return action.run(ours.files().hadoop(), ours.toHadoop());
    } catch (FileSystemException e) {
      throw e;
    } catch (FileNotFoundException e) {
      throw because(new NoSuchFileException(path.toString()), e);
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      throw because(new FileAlreadyExistsException(path.toString()), e);
    } catch (AccessControlException e) {
      throw because(new AccessDeniedException(path.toString()), e);
    } catch (IOException e) {
      throw because(new FileSystemException(path.toString(), null, firstLine(e)), e);
    }
  }

  private static FileSystemException because(FileSystemException e, IOException cause) {
    e.initCause(cause);
    return e;
  }

  /** Messages from other machines have their stack behind them. */
  static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }

  private static @Nullable FileStatus find(Path path) throws IOException {
    try {
      return at(path, (hadoop, file) -> hadoop.getFileStatus(file));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public String getScheme() {
    return "hadoop";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException("made by HadoopFiles.path");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException("made by HadoopFiles.path");
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException("made by HadoopFiles.path");
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    return newFileChannel(path, options, attrs);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    boolean writes = options.contains(StandardOpenOption.WRITE);
    boolean append = options.contains(StandardOpenOption.APPEND);
    if (append || (writes && options.contains(StandardOpenOption.READ))) {
      throw new UnsupportedOperationException(path + ": neither appended to nor changed");
    }
    FileStatus status = find(path);
    if (!writes) {
      if (status == null) {
        throw new NoSuchFileException(path.toString());
      }
      if (status.isDirectory()) {
        throw new FileSystemException(path.toString(), null, "Is a directory");
      }
      return new ReadChannel(at(path, (hadoop, file) -> hadoop.open(file)), status.getLen());
    }
    boolean fresh = options.contains(StandardOpenOption.CREATE_NEW);
    if (status == null && !fresh && !options.contains(StandardOpenOption.CREATE)) {
      throw new NoSuchFileException(path.toString());
    }
    if (status != null && (fresh || status.isDirectory())) {
      throw new FileAlreadyExistsException(path.toString());
    }
    return new WriteChannel(at(path, (hadoop, file) -> hadoop.create(file, !fresh)));
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    return at(path, (hadoop, file) -> hadoop.open(file));
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    FileStatus status = find(folder);
    if (status != null && !status.isDirectory()) {
      throw new NotDirectoryException(folder.toString());
    }
    List<Path> entries = new ArrayList<>();
    for (FileStatus entry : at(folder, (hadoop, file) -> hadoop.listStatus(file))) {
      Path path = folder.resolve(HadoopPath.of(HadoopPath.of(folder).files(), nameOf(entry)));
      if (filter.accept(path)) {
        entries.add(path);
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

  private static String nameOf(FileStatus entry) {
    return entry.getPath().getName();
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attrs) throws IOException {
    if (find(folder) != null) {
      throw new FileAlreadyExistsException(folder.toString());
    }
    if (!at(folder, (hadoop, file) -> hadoop.mkdirs(file))) {
      throw new FileSystemException(folder.toString(), null, "cannot be made");
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    FileStatus status = find(path);
    if (status == null) {
      throw new NoSuchFileException(path.toString());
    }
    if (status.isDirectory() && at(path, (hadoop, file) -> hadoop.listStatus(file)).length > 0) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    at(path, (hadoop, file) -> hadoop.delete(file, false));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException("nothing is copied");
  }

  /** A file in the way goes first, which is not done at once where it is to be replaced. */
  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    FileStatus there = find(target);
    if (there != null) {
      List<CopyOption> wanted = List.of(options);
      boolean replaces =
          wanted.contains(StandardCopyOption.REPLACE_EXISTING)
              || wanted.contains(StandardCopyOption.ATOMIC_MOVE);
      if (!replaces || there.isDirectory()) {
        throw new FileAlreadyExistsException(target.toString());
      }
      delete(target);
    }
    org.apache.hadoop.fs.Path to = HadoopPath.of(target).toHadoop();
    if (!at(source, (hadoop, file) -> hadoop.rename(file, to))) {
      if (find(source) == null) {
        throw new NoSuchFileException(source.toString());
      }
      throw new FileSystemException(source.toString(), target.toString(), "cannot be renamed");
    }
  }

  @Override
  public boolean isSameFile(Path path, Path other) {
    return path.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  @Override
  public boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw new UnsupportedOperationException("there are no file stores");
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    at(path, (hadoop, file) -> hadoop.getFileStatus(file));
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    if (type != BasicFileAttributes.class) {
      throw new UnsupportedOperationException(type.getName());
    }
    return type.cast(new StatusAttributes(at(path, (hadoop, file) -> hadoop.getFileStatus(file))));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
    throw new UnsupportedOperationException(attributes);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw new UnsupportedOperationException(attribute);
  }
}
