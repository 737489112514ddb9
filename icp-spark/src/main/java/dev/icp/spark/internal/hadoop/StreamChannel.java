package dev.icp.spark.internal.hadoop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** What none of Hadoop's files can. */
abstract class StreamChannel extends FileChannel {
  @Override
  public int read(ByteBuffer target) throws IOException {
    throw new NonReadableChannelException();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    throw new NonReadableChannelException();
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    long all = 0;
    for (int i = offset; i < offset + length; i++) {
      int got = targets[i].hasRemaining() ? read(targets[i]) : 0;
      if (got < 0) {
        return all == 0 ? -1 : all;
      }
      all += got;
      if (targets[i].hasRemaining()) {
        return all;
      }
    }
    return all;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    throw new NonWritableChannelException();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long all = 0;
    for (int i = offset; i < offset + length; i++) {
      all += write(sources[i]);
    }
    return all;
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    throw new UnsupportedOperationException("written from the beginning to the end");
  }

  @Override
  public FileChannel position(long position) throws IOException {
    throw new UnsupportedOperationException("written from the beginning to the end");
  }

  @Override
  public FileChannel truncate(long size) {
    throw new UnsupportedOperationException("never shortened");
  }

  /** Does nothing: a file is there when it has been closed. */
  @Override
  public void force(boolean metaData) {}

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException("read and written");
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException("read and written");
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException("not in memory");
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    throw new IOException("no locks");
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    throw new IOException("no locks");
  }
}
