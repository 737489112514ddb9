package dev.icp.formats;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is written under another name and gets its own when it is complete. {@code
 * contexts.jsonl} is first called {@code .contexts.jsonl.1f2e3d4c5b6a7988.tmp}, in the same folder;
 * such a file is left behind only by a process that was killed, and never in the way. Exceptions
 * name the file.
 */
final class TemporaryFile implements Closeable {
  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private boolean done;

  /** Makes the folder where there is none, and begins the file. */
  TemporaryFile(Path target) throws IOException {
    this.target = target;
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || (Files.exists(target) && !Files.isRegularFile(target))) {
      throw new IOException(target + ": cannot be written: not a regular file");
    }
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    temporary = folder.resolve("." + target.getFileName() + "." + random + ".tmp");
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      channel =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw unwritable(e);
    }
    // For a run that is interrupted; when the file has its name there is nothing left to delete.
    temporary.toFile().deleteOnExit();
  }

  /** Appends all that remains in {@code bytes}. */
  void write(ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Waits until the disk has it and gives the file its name, replacing an older one. */
  void commit() throws IOException {
    try {
      channel.force(true);
      channel.close();
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
    done = true;
  }

  private IOException unwritable(IOException e) {
    return new IOException(target + ": cannot be written: " + Failures.reason(e), e);
  }

  /** Throws the file away unless it has its name. */
  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      channel.close();
      Files.deleteIfExists(temporary);
    }
  }
}
