package dev.icp.formats;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The machine's file system, of whose operations that change something one goes wrong: opening a
 * file to write, writing, forcing, renaming, deleting, making a folder, setting attributes.
 */
final class FaultyFileSystem extends FileSystem {
  /** How it goes wrong. */
  enum Fault {
    /** It is not done. */
    FAILS,
    /** Of what is written the first half is, all else is not done. */
    CUT,
    /** It is done, and said not to be. */
    LATE,
    /** It is not done, and neither is anything after it: the process was killed. */
    KILLED
  }

  private final FileSystem machine;
  private final Provider provider = new Provider();
  private final AtomicInteger operations = new AtomicInteger();
  private final ConcurrentLinkedQueue<FileChannel> open = new ConcurrentLinkedQueue<>();
  private final int wrong;
  private final Fault fault;

  /**
   * @param wrong the number of the operation that goes wrong, from 1
   */
  FaultyFileSystem(int wrong, Fault fault) {
    machine = java.nio.file.FileSystems.getDefault();
    this.wrong = wrong;
    this.fault = fault;
  }

  /** Returns how many operations there were. */
  int operations() {
    return operations.get();
  }

  /** Closes what a process that has ended no longer has open. */
  void end() throws IOException {
    for (FileChannel channel : open) {
      channel.close();
    }
  }

  private interface Operation {
    void run() throws IOException;
  }

  private void change(Operation operation) throws IOException {
    int number = operations.incrementAndGet();
    if (number < wrong || (number > wrong && fault != Fault.KILLED)) {
      operation.run();
      return;
    }
    if (fault == Fault.LATE) {
      operation.run();
    }
    throw new FileSystemException("made to fail", null, "No space left on device");
  }

  /** Returns a path of this file system. */
  Path wrap(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            FaultyFileSystem.class.getClassLoader(),
            new Class<?>[] {Path.class, Wrapped.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "wrapped":
                  return path;
                case "getFileSystem":
                  return this;
                case "equals":
                  return path.equals(unwrap(arguments[0]));
                case "iterator":
                  List<Path> names = new ArrayList<>();
                  path.forEach(name -> names.add(wrap(name)));
                  return names.iterator();
                default:
                  Object[] plain = arguments == null ? new Object[0] : arguments.clone();
                  for (int i = 0; i < plain.length; i++) {
                    plain[i] = unwrap(plain[i]);
                  }
                  try {
                    Object result = method.invoke(path, plain);
                    return result instanceof Path other ? wrap(other) : result;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
              }
            });
  }

  interface Wrapped {
    Path wrapped();
  }

  private static Object unwrap(Object object) {
    return object instanceof Wrapped one ? one.wrapped() : object;
  }

  private static Path plain(Path path) {
    return (Path) unwrap(path);
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {}

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return machine.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return machine.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return machine.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return wrap(machine.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    PathMatcher matcher = machine.getPathMatcher(pattern);
    return path -> matcher.matches(plain(path));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return machine.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() throws IOException {
    return machine.newWatchService();
  }

  private final class Provider extends FileSystemProvider {
    @Override
    public String getScheme() {
      return "faulty";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
      return FaultyFileSystem.this;
    }

    @Override
    public Path getPath(URI uri) {
      return wrap(Path.of(uri));
    }

    @Override
    public FileChannel newFileChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      FileChannel[] opened = new FileChannel[1];
      Operation operation = () -> opened[0] = FileChannel.open(plain(path), options, attributes);
      if (options.contains(StandardOpenOption.WRITE)) {
        change(operation);
      } else {
        operation.run();
      }
      open.add(opened[0]);
      return new Channel(opened[0]);
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
      try (DirectoryStream<Path> listing = Files.newDirectoryStream(plain(folder))) {
        for (Path entry : listing) {
          Path wrapped = wrap(entry);
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

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
      change(() -> Files.createDirectory(plain(folder), attributes));
    }

    @Override
    public void delete(Path path) throws IOException {
      Path file = plain(path);
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(file);
      }
      change(() -> Files.delete(file));
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) throws IOException {
      change(() -> Files.copy(plain(from), plain(to), options));
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
      change(() -> Files.move(plain(from), plain(to), options));
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
      return Files.isSameFile(plain(path), plain(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
      return Files.isHidden(plain(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
      return Files.getFileStore(plain(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
      machine.provider().checkAccess(plain(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
        Path path, Class<V> type, LinkOption... options) {
      return Files.getFileAttributeView(plain(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        Path path, Class<A> type, LinkOption... options) throws IOException {
      return Files.readAttributes(plain(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
        throws IOException {
      return Files.readAttributes(plain(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options)
        throws IOException {
      change(() -> Files.setAttribute(plain(path), name, value, options));
    }
  }

  private final class Channel extends FileChannel {
    private final FileChannel file;

    Channel(FileChannel file) {
      this.file = file;
    }

    private int cut(ByteBuffer source) {
      return fault == Fault.CUT && operations.get() + 1 == wrong ? source.remaining() / 2 : -1;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      return write(source, -1);
    }

    @Override
    public int write(ByteBuffer source, long at) throws IOException {
      int half = cut(source);
      if (half >= 0) {
        put(source.duplicate().limit(source.position() + half), at);
      }
      int[] written = new int[1];
      change(() -> written[0] = put(source, at));
      return written[0];
    }

    private int put(ByteBuffer source, long at) throws IOException {
      return at < 0 ? file.write(source) : file.write(source, at);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
      long written = 0;
      for (int i = offset; i < offset + length; i++) {
        written += write(sources[i], -1);
      }
      return written;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return file.read(target);
    }

    @Override
    public int read(ByteBuffer target, long at) throws IOException {
      return file.read(target, at);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
      return file.read(targets, offset, length);
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      file.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      change(() -> file.truncate(size));
      return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      change(() -> file.force(metaData));
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) throws IOException {
      return file.transferTo(at, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) throws IOException {
      long[] moved = new long[1];
      change(() -> moved[0] = file.transferFrom(source, at, count));
      return moved[0];
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) throws IOException {
      return file.map(mode, at, size);
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) throws IOException {
      return file.lock(at, size, shared);
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) throws IOException {
      return file.tryLock(at, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
      open.remove(file);
    }
  }
}
