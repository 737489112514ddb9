package dev.icp.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/**
 * Some columns of a file, row group by row group: what is in memory is a row group, compressed, and
 * a page of each column. Whatever stands in the file, reading either goes well or throws an
 * IOException. Not thread-safe.
 */
final class RowGroups implements Closeable {
  private final long size;
  private final ParquetFileReader reader;
  private final List<ColumnReader> columns = new ArrayList<>();
  private MessageType wanted = new MessageType("none");
  private int group = -1;
  private long rowsLeft;
  private long[] valuesLeft = {};

  RowGroups(Path file) throws IOException {
    Codecs.prepare();
    size = Files.size(file);
    boolean local = file.getFileSystem().equals(FileSystems.getDefault());
    InputFile input = local ? new LocalInputFile(file) : new ChannelInputFile(file);
    try {
      reader =
          ParquetFileReader.open(
              input,
              ParquetReadOptions.builder(new PlainParquetConfiguration())
                  .withCodecFactory(new Codecs())
                  .usePageChecksumVerification()
                  .build());
    } catch (OutOfMemoryError e) {
      throw tooLarge("what the file says of itself", e);
    } catch (RuntimeException | StackOverflowError e) {
      // Parquet's own words name the object that reads the file, which differs from run to run.
      String reason = reason(e).replace(input.toString(), "it");
      throw new IOException("not Parquet that can be read (" + reason + ")", e);
    }
  }

  /** Returns the columns that there are. */
  MessageType schema() {
    return reader.getFileMetaData().getSchema();
  }

  /** Says which columns are read, in this order. */
  void want(List<Type> types) throws IOException {
    wanted = new MessageType("wanted", types);
    try {
      requireCodecs();
      reader.setRequestedSchema(wanted);
    } catch (RuntimeException e) {
      throw corrupt(e);
    }
  }

  private void requireCodecs() throws IOException {
    for (BlockMetaData block : reader.getRowGroups()) {
      for (ColumnChunkMetaData chunk : block.getColumns()) {
        if (wanted.containsPath(chunk.getPath().toArray()) && !Codecs.reads(chunk.getCodec())) {
          throw new IOException(
              "column \""
                  + chunk.getPath().toDotString()
                  + "\" is compressed with "
                  + chunk.getCodec()
                  + ", which is not supported ("
                  + Codecs.KNOWN
                  + " are)");
        }
      }
    }
  }

  /** Goes to the next row; returns whether there is one. */
  boolean advance() throws IOException {
    while (rowsLeft == 0) {
      if (!nextGroup()) {
        return false;
      }
    }
    rowsLeft--;
    return true;
  }

  private boolean nextGroup() throws IOException {
    try {
      group++;
      if (group >= reader.getRowGroups().size()) {
        return false;
      }
      requireInside(reader.getRowGroups().get(group));
      PageReadStore pages = reader.readNextRowGroup();
      if (pages == null) {
        return false;
      }
      rowsLeft = pages.getRowCount();
      columns.clear();
      valuesLeft = new long[wanted.getColumns().size()];
      ColumnReadStoreImpl store =
          new ColumnReadStoreImpl(
              pages, new Nothing(wanted), wanted, reader.getFileMetaData().getCreatedBy());
      for (ColumnDescriptor column : wanted.getColumns()) {
        valuesLeft[columns.size()] = pages.getPageReader(column).getTotalValueCount();
        columns.add(store.getColumnReader(column));
      }
      return true;
    } catch (OutOfMemoryError e) {
      throw tooLarge("row group " + group, e);
    } catch (RuntimeException | StackOverflowError e) {
      throw corrupt(e);
    }
  }

  /** The sizes are those of arrays that will be made. */
  private void requireInside(BlockMetaData block) throws IOException {
    for (ColumnChunkMetaData chunk : block.getColumns()) {
      if (chunk.getStartingPos() < 0
          || chunk.getTotalSize() < 0
          || chunk.getTotalSize() > size - chunk.getStartingPos()) {
        throw new IOException(
            "row group " + group + ": column " + chunk.getPath() + " reaches beyond the file");
      }
    }
  }

  /** Takes the value of a column that is next. */
  interface Reading<T> {
    @Nullable T take(ColumnReader values);
  }

  /** Reads a value of the current row, and goes to the next one of the column. */
  <T> @Nullable T read(int column, Reading<T> reading) throws IOException {
    requireValue(column);
    try {
      ColumnReader values = columns.get(column);
      T value = reading.take(values);
      values.consume();
      return value;
    } catch (OutOfMemoryError e) {
      throw tooLarge("row group " + group, e);
    } catch (RuntimeException | StackOverflowError e) {
      throw corrupt(e);
    }
  }

  /** Reads the current row of a column that is a list of int32; nulls in it are left out. */
  int[] readList(int column) throws IOException {
    try {
      ColumnReader values = columns.get(column);
      int level = wanted.getColumns().get(column).getMaxDefinitionLevel();
      int[] list = new int[16];
      int size = 0;
      do {
        requireValue(column);
        if (values.getCurrentDefinitionLevel() == level) {
          if (size == list.length) {
            list = Arrays.copyOf(list, 2 * size);
          }
          list[size++] = values.getInteger();
        }
        values.consume();
      } while (valuesLeft[column] > 0 && values.getCurrentRepetitionLevel() > 0);
      return Arrays.copyOf(list, size);
    } catch (OutOfMemoryError e) {
      throw tooLarge("row group " + group, e);
    } catch (RuntimeException | StackOverflowError e) {
      throw corrupt(e);
    }
  }

  /**
   * Reads the current row of a column that is a list of integers; null for no list. A null in it is
   * −1.
   */
  long @Nullable [] readNumbers(int column) throws IOException {
    try {
      ColumnReader values = columns.get(column);
      ColumnDescriptor descriptor = wanted.getColumns().get(column);
      boolean small =
          descriptor.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
      int level = descriptor.getMaxDefinitionLevel();
      int there = definedWhereThereIsAList(descriptor);
      long[] list = new long[16];
      int size = 0;
      boolean none = false;
      do {
        requireValue(column);
        int defined = values.getCurrentDefinitionLevel();
        list = size == list.length ? Arrays.copyOf(list, 2 * size) : list;
        if (defined == level) {
          list[size++] = small ? values.getInteger() : values.getLong();
        } else if (defined == level - 1
            && !descriptor.getPrimitiveType().isRepetition(Repetition.REQUIRED)) {
          list[size++] = -1;
        }
        none |= defined < there;
        values.consume();
      } while (valuesLeft[column] > 0 && values.getCurrentRepetitionLevel() > 0);
      return none ? null : Arrays.copyOf(list, size);
    } catch (OutOfMemoryError e) {
      throw tooLarge("row group " + group, e);
    } catch (RuntimeException | StackOverflowError e) {
      throw corrupt(e);
    }
  }

  /** Returns how much of a path is defined where there is a list, if only an empty one. */
  private int definedWhereThereIsAList(ColumnDescriptor descriptor) {
    int defined = 0;
    GroupType within = wanted;
    for (String step : descriptor.getPath()) {
      Type type = within.getType(step);
      if (type.isRepetition(Repetition.REPEATED)) {
        return defined;
      }
      defined += type.isRepetition(Repetition.OPTIONAL) ? 1 : 0;
      within = type.isPrimitive() ? within : type.asGroupType();
    }
    return defined;
  }

  private void requireValue(int column) throws IOException {
    if (valuesLeft[column] <= 0) {
      throw new IOException("row group " + group + " has fewer values than rows");
    }
    valuesLeft[column]--;
  }

  /** A small heap is no fault of the file; but one that is damaged may ask for anything. */
  private static IOException tooLarge(String what, OutOfMemoryError e) {
    return new IOException(
        what
            + " does not fit into the memory that Java has: a heap of "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MB",
        e);
  }

  private IOException corrupt(Throwable e) {
    return new IOException("row group " + group + " is corrupt (" + reason(e) + ")", e);
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** Values are asked for, not pushed; what would take them has to be there all the same. */
  private static final class Nothing extends GroupConverter {
    private final GroupType type;

    Nothing(GroupType type) {
      this.type = type;
    }

    @Override
    public Converter getConverter(int field) {
      Type child = type.getType(field);
      return child.isPrimitive() ? new PrimitiveConverter() {} : new Nothing(child.asGroupType());
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
