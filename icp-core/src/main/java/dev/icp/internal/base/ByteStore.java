package dev.icp.internal.base;

import static java.util.Objects.requireNonNull;

import dev.icp.spi.Storage;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes appended one after the other: in memory while the budget lasts, then in a temporary file.
 * Appending is thread-safe; reading is so once all appending is done.
 */
public final class ByteStore implements AutoCloseable {
  private static final int CHUNK = 1 << 20;
  private static final int PIECE = 1 << 16;

  private final Storage storage;
  private final String name;
  private byte[][] chunks = new byte[16][];
  private int chunkCount;
  private long size;
  private @Nullable FileChannel file;
  private long inMemory = Long.MAX_VALUE;
  // Where in the file the bytes begin that are not in memory.
  private long fileStart;

  /** An empty store; {@code name} stands in messages and file names. */
  public ByteStore(Storage storage, String name) {
    this.storage = storage;
    this.name = name;
  }

  /**
   * What a file holds from {@code start} to {@code end}, to be read only: copied to memory as far
   * as the budget lasts. The file is closed with this.
   */
  ByteStore(Storage storage, FileChannel file, long start, long end, String name) {
    this(storage, name);
    size = end - start;
    while ((long) chunkCount * CHUNK < size && makeRoomFor((long) chunkCount * CHUNK)) {
      long at = (long) (chunkCount - 1) * CHUNK;
      ByteBuffer chunk = ByteBuffer.wrap(chunks[chunkCount - 1]);
      Channels.read(file, start + at, chunk.limit((int) Math.min(CHUNK, size - at)), name);
    }
    inMemory = Math.min(size, (long) chunkCount * CHUNK);
    fileStart = start + inMemory;
    this.file = file;
  }

  /** Appends the bytes of {@code source} from {@code from} on and returns where they begin. */
  public synchronized long append(byte[] source, int from, int count) {
    Objects.checkFromIndexSize(from, count, source.length);
    long begin = size;
    int done = 0;
    while (done < count && makeRoomFor(size)) {
      int at = (int) (size & (CHUNK - 1));
      int part = Math.min(count - done, CHUNK - at);
      System.arraycopy(source, from + done, chunks[(int) (size / CHUNK)], at, part);
      size += part;
      done += part;
    }
    if (done < count) {
      FileChannel spill = spillFile();
      Channels.write(
          spill, size - inMemory, ByteBuffer.wrap(source, from + done, count - done), name);
      size += count - done;
    }
    return begin;
  }

  /** Returns whether the next byte has a place in memory. */
  private boolean makeRoomFor(long next) {
    if (next < (long) chunkCount * CHUNK) {
      return true;
    }
    if (inMemory != Long.MAX_VALUE || !storage.tryReserve(CHUNK)) {
      return false;
    }
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunkCount * 2);
    }
    chunks[chunkCount++] = new byte[CHUNK];
    return true;
  }

  private FileChannel spillFile() {
    if (file == null) {
      file = storage.temporaryFile(name);
      inMemory = size;
    }
    return file;
  }

  /** Returns the number of bytes. */
  public synchronized long size() {
    return size;
  }

  /** Copies {@code count} bytes from {@code at} on to {@code target} from {@code to} on. */
  public void read(long at, byte[] target, int to, int count) {
    Objects.checkFromIndexSize(to, count, target.length);
    while (count > 0 && at < inMemory) {
      int within = (int) (at & (CHUNK - 1));
      int part = Math.min(count, CHUNK - within);
      System.arraycopy(chunks[(int) (at / CHUNK)], within, target, to, part);
      at += part;
      to += part;
      count -= part;
    }
    if (count > 0) {
      FileChannel spill = requireNonNull(file, "file");
      Channels.read(spill, fileStart + at - inMemory, ByteBuffer.wrap(target, to, count), name);
    }
  }

  /** Appends {@code count} bytes from {@code at} on to another store. */
  public void copyTo(ByteStore other, long at, long count) {
    byte[] piece = new byte[(int) Math.min(PIECE, count)];
    for (long done = 0; done < count; done += PIECE) {
      int part = (int) Math.min(PIECE, count - done);
      read(at + done, piece, 0, part);
      other.append(piece, 0, part);
    }
  }

  /** Writes all bytes. */
  public void writeTo(StageOutput output) {
    byte[] piece = new byte[PIECE];
    long all = size();
    for (long done = 0; done < all; done += PIECE) {
      int part = (int) Math.min(PIECE, all - done);
      read(done, piece, 0, part);
      output.putBytes(piece, 0, part);
    }
  }

  /**
   * Returns {@code count} bytes from {@code at} on, not to be changed: those in memory themselves
   * if they lie side by side there, otherwise a copy. Its positions begin with 0.
   */
  public ByteBuffer view(long at, int count) {
    int chunk = (int) (at / CHUNK);
    int within = (int) (at & (CHUNK - 1));
    if (chunk < chunkCount && at + count <= inMemory && within + count <= CHUNK) {
      return ByteBuffer.wrap(chunks[chunk]).slice(within, count);
    }
    byte[] copy = new byte[count];
    read(at, copy, 0, count);
    return ByteBuffer.wrap(copy);
  }

  /** Gives the memory back and deletes the file. */
  @Override
  public synchronized void close() {
    storage.release((long) chunkCount * CHUNK);
    chunks = new byte[16][];
    chunkCount = 0;
    if (file != null) {
      Channels.close(file);
    }
  }
}
