package dev.icp.formats.internal.files;

import dev.icp.internal.base.IoFailures;
import dev.icp.internal.base.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written under another name and gets its own when it is complete. {@code
 * contexts.jsonl} is first called {@code .contexts.jsonl.1f2e3d4c5b6a7988.tmp}, in the same folder;
 * such a file is left behind only by a process that was killed, and never in the way. Exceptions
 * name the file. Not thread-safe.
 */
public final class TemporaryFile implements Closeable {
  private static final int PART = 1 << 16;
  private static final Pattern NAME = Pattern.compile("\\.(.+)\\.[0-9a-f]{16}\\.tmp");

  private final Path target;
  private final Existing existing;
  private final Path temporary;
  private final @Nullable FileChannel channel;
  private final @Nullable MessageDigest digest;
  private long size;
  private String sha256 = "";
  private boolean moved;

  /**
   * Makes the folder where there is none, and begins the file.
   *
   * @param existing says whether a file that is there may be replaced
   * @throws IOException if one is there and may not, or none can be made
   */
  public TemporaryFile(Path target, Existing existing) throws IOException {
    this(target, existing, String.valueOf(target.getFileName()), null);
  }

  /** Makes the folder where there is none, and begins a file that is not there. */
  public TemporaryFile(Path target) throws IOException {
    this(target, there -> false);
  }

  private TemporaryFile(Path target, Existing existing, String name, @Nullable MessageDigest digest)
      throws IOException {
    this.target = target;
    this.existing = existing;
    this.digest = digest;
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(target + ": cannot be written: not a regular file");
    }
    existing.require(target);
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    temporary = folder.resolve("." + name + "." + random + ".tmp");
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      channel =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw unwritable(e);
    }
    // For a run that is interrupted.
    Unfinished.add(temporary);
  }

  /**
   * Begins a file whose {@link #sha256()} will be asked for.
   *
   * @param name to be known by until it has its own
   */
  static TemporaryFile digested(Path target, Existing existing, String name) throws IOException {
    return new TemporaryFile(target, existing, name, Sha256.digest());
  }

  /** Takes a complete file that another process has written. */
  private TemporaryFile(Path target, Existing existing, Path temporary, long size, String sha256) {
    this.target = target;
    this.existing = existing;
    this.temporary = temporary;
    this.size = size;
    this.sha256 = sha256;
    channel = null;
    digest = null;
    Unfinished.add(temporary);
  }

  /**
   * Takes a complete file that another process has written in the folder of its target.
   *
   * @param name what it is called there
   * @throws IOException if it is not there, or not all of it
   */
  static TemporaryFile written(
      Path target, Existing existing, String name, long size, String sha256) throws IOException {
    Path temporary = target.resolveSibling(name);
    if (!Files.isRegularFile(temporary, LinkOption.NOFOLLOW_LINKS)
        || Files.size(temporary) != size) {
      throw new IOException(
          target
              + ": was written on another machine, and is not there: all machines have to share the"
              + " output folder");
    }
    return new TemporaryFile(target, existing, temporary, size, sha256);
  }

  /**
   * Deletes what killed processes have left of the same file; to be called where nobody else is
   * writing it.
   */
  public void clearOthers() throws IOException {
    String name = nameOf(temporary);
    try (Stream<Path> files = Files.list(Objects.requireNonNull(temporary.getParent()))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (nameOf(file).equals(name)
            && !file.equals(temporary)
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Returns whether a file of this name was left behind by a process that was killed. */
  static boolean isTemporary(Path file) {
    return NAME.matcher(String.valueOf(file.getFileName())).matches();
  }

  /** Returns what such a file was to be called. */
  static String nameOf(Path file) {
    Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
    return matcher.matches() ? matcher.group(1) : "";
  }

  /** Appends all that remains in {@code bytes}. */
  public void write(ByteBuffer bytes) throws IOException {
    if (digest != null) {
      digest.update(bytes.duplicate());
    }
    size += bytes.remaining();
    try {
      FileChannel open = Objects.requireNonNull(channel);
      while (bytes.hasRemaining()) {
        open.write(bytes);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Returns a stream that appends to the file; closing it does nothing. */
  public OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        TemporaryFile.this.write(ByteBuffer.wrap(bytes, offset, length));
      }
    };
  }

  /** Appends all that has been written to this file to another one; closes this one. */
  public void appendTo(TemporaryFile other) throws IOException {
    // Some file systems show a file only once it is closed.
    Objects.requireNonNull(channel).close();
    byte[] part = new byte[PART];
    try (InputStream in = Files.newInputStream(temporary)) {
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        other.stream().write(part, 0, read);
      }
    } catch (IOException e) {
      // What the other one says names it already.
      throw e.getCause() instanceof IOException ? e : unwritable(e);
    }
  }

  /** Waits until the disk has it. Nothing can be written afterwards. */
  public void complete() throws IOException {
    try {
      FileChannel open = Objects.requireNonNull(channel);
      open.force(true);
      open.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
    sha256 = digest == null ? "" : HexFormat.of().formatHex(digest.digest());
  }

  /** Gives the complete file its name, replacing an older one. */
  void move() throws IOException {
    existing.require(target);
    try {
      move(temporary, target);
    } catch (IOException e) {
      throw unwritable(e);
    }
    moved = true;
    Unfinished.remove(temporary);
  }

  /** Renames a file, replacing an older one, at once where the file system can. */
  static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Waits until the disk has it and gives the file its name, replacing an older one. */
  public void commit() throws IOException {
    complete();
    move();
  }

  /** Returns the name that the file gets. */
  Path target() {
    return target;
  }

  /** Returns the bytes written so far. */
  public long size() {
    return size;
  }

  /** Returns the SHA-256 of a complete file in hexadecimal digits. */
  String sha256() {
    return sha256;
  }

  /** Returns what the file is called until it has its name. */
  String temporaryName() {
    return String.valueOf(temporary.getFileName());
  }

  /** Leaves a complete file to another process, which will give it its name. */
  void leave() {
    moved = true;
    Unfinished.remove(temporary);
  }

  private IOException unwritable(IOException e) {
    return IoFailures.at(target, "cannot be written", e);
  }

  /** Throws the file away unless it has its name. */
  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
    if (!moved) {
      Files.deleteIfExists(temporary);
      Unfinished.remove(temporary);
    }
  }
}
