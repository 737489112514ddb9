package dev.icp.spark.internal.base;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A file with the rows of a partition.
 *
 * @param location where it is
 * @param checksum CRC-32C of its bytes
 */
record KeptPart(String location, long bytes, long checksum) implements Serializable {
  private static final int BUFFER = 1 << 16;

  /**
   * Writes a partition's rows into a file of a name that no other has.
   *
   * @param folder exists, for the driver
   */
  static KeptPart write(
      Iterator<Row> rows, RowCodec codec, Locations locations, String folder, int partition) {
    String location = folder + "/part-" + partition + "-" + UUID.randomUUID();
    CRC32C checksum = new CRC32C();
    long bytes;
    try {
      Path file = locations.path(location);
      try (OutputStream plain =
              Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          DataOutputStream out =
              new DataOutputStream(
                  new BufferedOutputStream(new CheckedOutputStream(plain, checksum), BUFFER))) {
        while (rows.hasNext()) {
          codec.write(rows.next(), out);
        }
        codec.end(out);
      }
      bytes = Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(location + ": cannot be written: " + e, e);
    }
    return new KeptPart(location, bytes, checksum.getValue());
  }

  /** Returns whether the file is there, and as long as it was. */
  boolean isThere(Locations locations) throws IOException {
    Path file = locations.path(location);
    return Files.isRegularFile(file) && Files.size(file) == bytes;
  }

  /**
   * Returns the rows.
   *
   * @throws UncheckedIOException while they are read, if the file is not as it was written
   */
  Iterator<Row> read(RowCodec codec, Locations locations) {
    try {
      return new Rows(codec, Files.newInputStream(locations.path(location)));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private UncheckedIOException unusable(IOException e) {
    return new UncheckedIOException(
        location + ": cannot be used, delete the work directory: " + e.getMessage(), e);
  }

  private final class Rows implements Iterator<Row> {
    private final RowCodec codec;
    private final CheckedInputStream checked;
    private final DataInputStream in;
    private @Nullable Row ahead;

    Rows(RowCodec codec, InputStream file) {
      this.codec = codec;
      checked = new CheckedInputStream(new BufferedInputStream(file, BUFFER), new CRC32C());
      in = new DataInputStream(checked);
      TaskContext task = TaskContext.get();
      if (task != null) {
        task.addTaskCompletionListener(
            context -> {
              close();
            });
      }
      ahead = take();
    }

    private @Nullable Row take() {
      try {
        Row row = codec.read(in);
        if (row == null) {
          if (checked.getChecksum().getValue() != checksum) {
            throw new IOException("it is not as it was written");
          }
          close();
        }
        return row;
      } catch (IOException e) {
        throw unusable(e);
      }
    }

    private void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw unusable(e);
      }
    }

    @Override
    public boolean hasNext() {
      return ahead != null;
    }

    @Override
    public Row next() {
      Row row = ahead;
      if (row == null) {
        throw new NoSuchElementException();
      }
      ahead = take();
      return row;
    }
  }
}
