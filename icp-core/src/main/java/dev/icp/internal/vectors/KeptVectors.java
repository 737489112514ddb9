package dev.icp.internal.vectors;

import dev.icp.internal.base.Channels;
import dev.icp.internal.base.IoFailures;
import dev.icp.internal.base.RunLock;
import dev.icp.internal.base.Sha256;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Vectors in a file that outlives the run, so that a run that was killed, or the next one over the
 * same texts, need not make them again. Little-endian:
 *
 * <ul>
 *   <li>{@value #HEADER} bytes: {@value #MAGIC}, the dimension (int32), the SHA-256 of the
 *       embedder's fingerprint in UTF-8 and, for people, as much of it as there is room for
 *   <li>for each block of {@value BlockSession#BLOCK} documents, at its own place: the number of
 *       documents in it (int32), a CRC-32C of what follows (int32), {@value #HASH} bytes of the
 *       SHA-256 of each text, and the rows (float32); what is missing of the last block is not
 *       written. A copy of an earlier text has zeros for both: its row is that of its original
 * </ul>
 *
 * <p>A block counts if its checksum holds, whatever became of the run that wrote it. The file's
 * name has a hash of the fingerprint, so vectors of another model or setting have another file. One
 * run at a time; thread-safe for different blocks.
 */
final class KeptVectors implements AutoCloseable {
  private static final String MAGIC = "icp vectors 1\n";
  private static final int HEADER = 4096;
  private static final int HASH = 16;

  /** What stands for the hash of a text that an earlier document has. */
  static final byte[] COPY = new byte[HASH];

  private static final int PRELUDE = 2 * Integer.BYTES;

  private final Path path;
  private final RunLock lock;
  private final FileChannel file;
  private final int dimension;

  private KeptVectors(Path path, RunLock lock, int dimension) {
    this.path = path;
    this.lock = lock;
    file = lock.channel();
    this.dimension = dimension;
  }

  /**
   * Opens the file of an embedder in a folder; both are made if absent.
   *
   * @throws UncheckedIOException naming the file if it cannot be made, or another run has it open
   */
  static KeptVectors open(Path folder, String fingerprint, int dimension) {
    byte[] header = header(fingerprint, dimension);
    Path path = folder.resolve("vectors-" + Sha256.hex(header).substring(0, 12) + ".kept");
    // The JDK would close the file; whoever waits next hears of it.
    boolean interrupted = Thread.interrupted();
    try {
      Files.createDirectories(folder);
      RunLock lock =
          RunLock.ofFile(
              path, path + ": another run is using it; give this one another work directory");
      try {
        FileChannel file = lock.channel();
        ByteBuffer there = ByteBuffer.allocate(HEADER);
        while (there.hasRemaining() && file.read(there, there.position()) >= 0) {}
        if (!Arrays.equals(there.array(), header)) {
          file.truncate(0);
          Channels.write(file, 0, ByteBuffer.wrap(header), path.toString());
        }
        return new KeptVectors(path, lock, dimension);
      } catch (Throwable cause) {
        OnFailure.close(lock, cause);
        throw cause;
      }
    } catch (FileSystemException e) {
      throw IoFailures.unchecked(path, "cannot be opened", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static byte[] header(String fingerprint, int dimension) {
    byte[] name = fingerprint.getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC.getBytes(StandardCharsets.US_ASCII)).putInt(dimension).put(Sha256.of(name));
    header.put(name, 0, Math.min(name.length, header.remaining()));
    return header.array();
  }

  /** Returns what tells one text from another. */
  static byte[] hash(String text) {
    return Arrays.copyOf(Sha256.of(text.getBytes(StandardCharsets.UTF_8)), HASH);
  }

  /** A block as it was written. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Block(int count, byte[] hashes, float[] rows) {
    /** Returns whether document {@code index} of the block had a text of this hash. */
    boolean has(int index, byte[] hash) {
      return index < count
          && Arrays.equals(hashes, index * HASH, (index + 1) * HASH, hash, 0, HASH);
    }
  }

  /** Returns a block; null if it was never written, or not to its end. */
  @Nullable Block read(int block) {
    try {
      long at = place(block);
      if (file.size() < at + PRELUDE) {
        return null;
      }
      ByteBuffer prelude = buffer(PRELUDE);
      Channels.read(file, at, prelude, path.toString());
      int count = prelude.getInt(0);
      if (count < 1 || count > BlockSession.BLOCK || file.size() < at + PRELUDE + bytes(count)) {
        return null;
      }
      ByteBuffer body = buffer(bytes(count));
      Channels.read(file, at + PRELUDE, body, path.toString());
      if (prelude.getInt(Integer.BYTES) != checksum(body)) {
        return null;
      }
      byte[] hashes = new byte[count * HASH];
      float[] rows = new float[BlockSession.BLOCK * dimension];
      body.flip().get(hashes);
      body.asFloatBuffer().get(rows, 0, count * dimension);
      return new Block(count, hashes, rows);
    } catch (IOException e) {
      throw IoFailures.unchecked(path, "cannot be read", e);
    }
  }

  /** Writes a block, in the place of an earlier one. */
  void write(int block, byte[][] hashes, float[] rows, int count) {
    ByteBuffer body = buffer(bytes(count));
    for (int i = 0; i < count; i++) {
      body.put(hashes[i]);
    }
    body.asFloatBuffer().put(rows, 0, count * dimension);
    ByteBuffer prelude = buffer(PRELUDE).putInt(count).putInt(checksum(body)).flip();
    Channels.write(file, place(block), prelude, path.toString());
    Channels.write(file, place(block) + PRELUDE, body.clear(), path.toString());
  }

  /** Copies rows of a block that was written or read before. */
  void readRows(int block, int documents, int first, int count, float[] target, int offset) {
    ByteBuffer rows = buffer(count * dimension * Float.BYTES);
    long begin = place(block) + PRELUDE + (long) documents * HASH;
    Channels.read(file, begin + (long) first * dimension * Float.BYTES, rows, path.toString());
    rows.flip().asFloatBuffer().get(target, offset, count * dimension);
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate().clear());
    return (int) checksum.getValue();
  }

  /** Returns the bytes of hashes and rows. */
  private int bytes(int count) {
    return count * (HASH + dimension * Float.BYTES);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private long place(int block) {
    return HEADER + (long) block * (PRELUDE + bytes(BlockSession.BLOCK));
  }

  @Override
  public void close() {
    lock.close();
  }
}
