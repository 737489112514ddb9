package dev.icp.cli.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A file whose reading, writing, cutting and forcing can go wrong. */
final class FaultyChannel extends FileChannel {
  private final Path path;
  private final FileChannel file;

  FaultyChannel(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  private final class Write implements Faults.Operation<Integer>, Faults.Divisible {
    private final ByteBuffer source;
    private final long at;

    Write(ByteBuffer source, long at) {
      this.source = source;
      this.at = at;
    }

    @Override
    public Integer run() throws IOException {
      return put(source);
    }

    @Override
    public void half() throws IOException {
      put(source.duplicate().limit(source.position() + source.remaining() / 2));
    }

    private int put(ByteBuffer bytes) throws IOException {
      return at < 0 ? file.write(bytes) : file.write(bytes, at);
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return Faults.unnamed(path, "write", Faults.FULL, new Write(source, -1));
  }

  @Override
  public int write(ByteBuffer source, long at) throws IOException {
    return Faults.unnamed(path, "write", Faults.FULL, new Write(source, at));
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long written = 0;
    for (int i = offset; i < offset + length; i++) {
      written += write(sources[i]);
    }
    return written;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return Faults.unnamed(path, "read", Faults.BROKEN, () -> file.read(target));
  }

  @Override
  public int read(ByteBuffer target, long at) throws IOException {
    return Faults.unnamed(path, "read", Faults.BROKEN, () -> file.read(target, at));
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    return Faults.unnamed(path, "read", Faults.BROKEN, () -> file.read(targets, offset, length));
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
    Faults.unnamed(path, "truncate", Faults.BROKEN, () -> file.truncate(size));
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    Faults.unnamed(
        path,
        "force",
        Faults.BROKEN,
        () -> {
          file.force(metaData);
          return true;
        });
  }

  @Override
  public long transferTo(long at, long count, WritableByteChannel target) throws IOException {
    WritableByteChannel to = target instanceof FaultyChannel other ? other.file : target;
    return Faults.unnamed(path, "transfer", Faults.FULL, () -> file.transferTo(at, count, to));
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long at, long count) throws IOException {
    ReadableByteChannel from = source instanceof FaultyChannel other ? other.file : source;
    return Faults.unnamed(path, "transfer", Faults.FULL, () -> file.transferFrom(from, at, count));
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long at, long size) throws IOException {
    return Faults.unnamed(path, "map", Faults.BROKEN, () -> file.map(mode, at, size));
  }

  @Override
  public FileLock lock(long at, long size, boolean shared) throws IOException {
    Faults.requireLocks();
    return file.lock(at, size, shared);
  }

  @Override
  public FileLock tryLock(long at, long size, boolean shared) throws IOException {
    Faults.requireLocks();
    return file.tryLock(at, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }
}
