package dev.icp.internal.base;

import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The results of a run's stages, for the next run of the same to go on with. They are in the folder
 * {@value #NAME} of a work directory, which belongs to one run at a time. Of a stage there is the
 * result, {@code tokens}, and beside it {@code tokens.manifest}, which is written when the result
 * is complete and says, a line each, what the result depends on, how many bytes it has, and their
 * CRC-32C. A result whose manifest or bytes are not as they should be is none.
 *
 * <p>Nothing waits for the disk: what a failing machine did not write fails its checksum.
 */
public final class StageFolder implements AutoCloseable {
  /** The folder's name. */
  public static final String NAME = ".icp-stages";

  private static final int PIECE = 1 << 20;
  private static final String MANIFEST = ".manifest";
  private static final String NEW = ".new";
  private static final String LOCK = "lock";

  private final @Nullable Path folder;
  private final @Nullable RunLock lock;
  private final List<String> found = new ArrayList<>();

  private StageFolder(@Nullable Path folder, @Nullable RunLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Returns one that keeps and finds nothing. */
  public static StageFolder none() {
    return new StageFolder(null, null);
  }

  /**
   * Opens the folder of a work directory; both are made if absent.
   *
   * @throws UncheckedIOException naming the directory if it cannot be written to, or another run
   *     has it
   */
  public static StageFolder open(Path workDirectory) {
    return open(workDirectory, NAME);
  }

  /** The same with a folder of another name. */
  public static StageFolder open(Path workDirectory, String name) {
    Path folder = workDirectory.resolve(name);
    boolean interrupted = Thread.interrupted();
    try {
      Private.makeFolder(folder);
      return new StageFolder(
          folder,
          RunLock.ofFolder(
              folder, LOCK, workDirectory + ": another run is using this work directory"));
    } catch (FileSystemException e) {
      throw IoFailures.unchecked(
          Files.isSymbolicLink(folder) ? folder : workDirectory, "cannot be written", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Channels.restore(interrupted);
    }
  }

  /** Returns whether there could be a result of a key that begins like this. */
  public boolean mayHave(String stage, StageKey beginning) {
    return manifest(stage).startsWith(beginning.text());
  }

  private String manifest(String stage) {
    try {
      return folder == null ? "" : manifest(folder, stage);
    } catch (IOException e) {
      // What cannot be read is made once more.
      return "";
    }
  }

  private static String manifest(Path folder, String stage) throws IOException {
    Path manifest = folder.resolve(stage + MANIFEST);
    return Files.isRegularFile(manifest, LinkOption.NOFOLLOW_LINKS)
        ? Files.readString(manifest, StandardCharsets.UTF_8)
        : "";
  }

  /**
   * Finds a result.
   *
   * @param reader gets the result, and closes it or what it made of it
   * @return what the reader returned; null if there is no result of this key
   */
  public <T> @Nullable T find(String stage, StageKey key, Function<StageInput, T> reader) {
    String manifest = manifest(stage);
    if (folder == null || !manifest.startsWith(key.text())) {
      return null;
    }
    Path file = folder.resolve(stage);
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      long size;
      try {
        size = channel.size();
        if (!manifest.equals(manifest(key, size, checksum(channel, size, file)))) {
          Channels.close(channel);
          return null;
        }
      } catch (Throwable cause) {
        OnFailure.close(channel, cause);
        throw cause;
      }
      T result = reader.apply(new StageInput(channel, size, file.toString()));
      found.add(stage);
      return result;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Returns what tells the result of a stage that is there from others: its size and checksum.
   *
   * @throws UncheckedIOException naming the file if it cannot be read
   */
  public String checksum(String stage) {
    try {
      return folder == null ? "" : checksumOf(manifest(folder, stage));
    } catch (IOException e) {
      throw IoFailures.unchecked(folder.resolve(stage + MANIFEST), "cannot be read", e);
    }
  }

  private static String checksumOf(String manifest) {
    int at = manifest.lastIndexOf("bytes: ");
    return at < 0 ? "" : manifest.substring(at);
  }

  /**
   * Opens a result of a folder that nothing is written to any more, whatever it depends on.
   *
   * @param checksum what {@link #checksum} said of it; null for any
   * @throws UncheckedIOException naming the file if it is not there, or not as it was written
   */
  public static StageInput take(Path folder, String stage, @Nullable String checksum) {
    Path file = folder.resolve(stage);
    FileChannel channel = null;
    try {
      String manifest = manifest(folder, stage);
      channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      long size = channel.size();
      String found = ending(size, checksum(channel, size, file));
      if (!found.equals(checksumOf(manifest)) || (checksum != null && !found.equals(checksum))) {
        throw new IOException("it is not as it was written");
      }
      return new StageInput(channel, size, file.toString());
    } catch (IOException e) {
      OnFailure.close(channel, e);
      throw IoFailures.unchecked(file, "cannot be used", e);
    } catch (RuntimeException | Error e) {
      OnFailure.close(channel, e);
      throw e;
    }
  }

  /** Takes a result away, if there is one. */
  public void remove(String stage) {
    if (folder != null) {
      Path manifest = folder.resolve(stage + MANIFEST);
      try {
        Files.deleteIfExists(manifest);
      } catch (IOException e) {
        throw unwritable(manifest, e);
      }
    }
  }

  /** Finds a result, or makes it and keeps it. */
  public <T> T findOrMake(
      String stage,
      StageKey key,
      Function<StageInput, T> reader,
      Supplier<T> maker,
      BiConsumer<T, StageOutput> writer) {
    T earlier = find(stage, key, reader);
    if (earlier != null) {
      return earlier;
    }
    T made = maker.get();
    keep(stage, key, output -> writer.accept(made, output));
    return made;
  }

  /** Returns whether results are kept at all. */
  public boolean keeps() {
    return folder != null;
  }

  /** Returns what tells a stage's input from others; of no use, and free, where nothing is kept. */
  public String fingerprint(Consumer<StageOutput> body) {
    return folder == null ? "" : StageOutput.fingerprint(body);
  }

  private static String manifest(StageKey key, long bytes, long checksum) {
    return key.text() + ending(bytes, checksum);
  }

  private static String ending(long bytes, long checksum) {
    return "bytes: " + bytes + "\ncrc32c: " + Long.toHexString(checksum) + "\n";
  }

  private static long checksum(FileChannel file, long size, Path path) {
    CRC32C checksum = new CRC32C();
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    for (long at = 0; at < size; at += PIECE) {
      piece.clear().limit((int) Math.min(PIECE, size - at));
      Channels.read(file, at, piece, path.toString());
      checksum.update(piece.flip());
    }
    return checksum.getValue();
  }

  /**
   * Keeps a result, in the place of an older one of its stage.
   *
   * @throws UncheckedIOException naming the file if it cannot be written
   */
  public void keep(String stage, StageKey key, Consumer<StageOutput> body) {
    if (folder == null) {
      return;
    }
    Path file = folder.resolve(stage);
    Path manifest = folder.resolve(stage + MANIFEST);
    Path unfinished = folder.resolve(stage + NEW);
    // A full disk gets its room back.
    AutoCloseable room = () -> Files.deleteIfExists(unfinished);
    boolean interrupted = Thread.interrupted();
    try {
      Files.deleteIfExists(manifest);
      Files.deleteIfExists(file);
      Files.deleteIfExists(unfinished);
      String text = write(key, body, unfinished, file);
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(unfinished, text);
      Files.move(unfinished, manifest, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      OnFailure.close(room, e);
      throw unwritable(file, e);
    } catch (RuntimeException | Error e) {
      OnFailure.close(room, e);
      throw e;
    } finally {
      Channels.restore(interrupted);
    }
  }

  /** Writes a result and returns its manifest. */
  private static String write(StageKey key, Consumer<StageOutput> body, Path unfinished, Path file)
      throws IOException {
    CRC32C checksum = new CRC32C();
    long[] size = {0};
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING,
            LinkOption.NOFOLLOW_LINKS)) {
      StageOutput output =
          new StageOutput(
              bytes -> {
                checksum.update(bytes.duplicate());
                size[0] += bytes.remaining();
                append(channel, bytes, file);
              });
      body.accept(output);
      output.flush();
    }
    return manifest(key, size[0], checksum.getValue());
  }

  private static void append(FileChannel channel, ByteBuffer bytes, Path file) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (ClosedByInterruptException e) {
      throw new IllegalStateException("interrupted while a stage's result was written", e);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static UncheckedIOException unwritable(Path file, IOException e) {
    return IoFailures.unchecked(file, "cannot be written", e);
  }

  /** Returns the stages whose results were found, in the order in which they were. */
  public List<String> found() {
    return List.copyOf(found);
  }

  /** Deletes all results, whichever run left them. */
  public void delete() {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.endsWith(LOCK)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /** Lets other runs in; the folder goes if there is nothing in it. */
  @Override
  public void close() {
    if (folder == null || lock == null) {
      return;
    }
    lock.close();
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // There are results in it, or another run has come.
    }
  }
}
