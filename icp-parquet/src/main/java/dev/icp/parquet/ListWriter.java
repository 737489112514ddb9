package dev.icp.parquet;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Writes a text and lists of int32 in Parquet's three levels, compressed with Zstandard. */
final class ListWriter implements Closeable {
  /** What is in memory, before compression. */
  private static final long ROW_GROUP_BYTES = 1L << 25;

  private final Destination destination;
  private final ParquetWriter<Row> writer;

  /**
   * @param text absent where there is no column for it
   */
  private record Row(@Nullable String text, List<int[]> lists) {}

  /**
   * @param textColumn null for none
   */
  ListWriter(OutputStream out, @Nullable String textColumn, List<String> columns)
      throws IOException {
    Codecs.prepare();
    destination = new Destination(out);
    writer =
        new Builder(new Target(destination), schema(textColumn, columns))
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new Codecs())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build();
  }

  private static MessageType schema(@Nullable String textColumn, List<String> columns) {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    if (textColumn != null) {
      schema.addField(
          Types.required(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(textColumn));
    }
    for (String column : columns) {
      schema.addField(Types.requiredList().requiredElement(PrimitiveTypeName.INT32).named(column));
    }
    return schema.named("contexts");
  }

  /** Writes a row. */
  void write(@Nullable String text, List<int[]> lists) throws IOException {
    try {
      writer.write(new Row(text, lists));
    } catch (IOException | RuntimeException e) {
      destination.rethrow();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      writer.close();
      destination.flush();
    } catch (IOException | RuntimeException e) {
      destination.rethrow();
      throw e;
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
    private final MessageType schema;

    Builder(OutputFile file, MessageType schema) {
      super(file);
      this.schema = schema;
    }

    @Override
    protected Builder self() {
      return this;
    }

    /** Hadoop's way, which is deprecated and still abstract. */
    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
      return new Lists(schema);
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(ParquetConfiguration configuration) {
      return new Lists(schema);
    }
  }

  private static final class Lists extends WriteSupport<Row> {
    private final MessageType schema;
    private RecordConsumer consumer;

    @SuppressWarnings("NullAway.Init") // Set before the first row.
    Lists(MessageType schema) {
      this.schema = schema;
    }

    /** Hadoop's way, which is deprecated and still abstract. */
    @Override
    @SuppressWarnings("deprecation")
    public WriteContext init(Configuration configuration) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(Row row) {
      consumer.startMessage();
      int c = 0;
      if (row.text != null) {
        String name = schema.getFieldName(c);
        consumer.startField(name, c);
        consumer.addBinary(Binary.fromString(row.text));
        consumer.endField(name, c++);
      }
      for (int[] list : row.lists) {
        String name = schema.getFieldName(c);
        consumer.startField(name, c);
        consumer.startGroup();
        if (list.length > 0) {
          consumer.startField("list", 0);
          for (int value : list) {
            consumer.startGroup();
            consumer.startField("element", 0);
            consumer.addInteger(value);
            consumer.endField("element", 0);
            consumer.endGroup();
          }
          consumer.endField("list", 0);
        }
        consumer.endGroup();
        consumer.endField(name, c++);
      }
      consumer.endMessage();
    }
  }

  /**
   * Where the bytes go, many at a time: Parquet writes what it says of itself one by one, and of a
   * failure it tells only what it was about to write. Parquet wants to know where it is.
   */
  private static final class Destination extends PositionOutputStream {
    private final OutputStream out;
    private long position;
    private @Nullable IOException failure;

    Destination(OutputStream out) {
      this.out = new BufferedOutputStream(out, 1 << 16);
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw failed(e);
      }
      position += length;
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw failed(e);
      }
    }

    private IOException failed(IOException e) {
      if (failure == null) {
        failure = e;
      }
      return e;
    }

    /** Throws what went wrong here, if anything did. */
    void rethrow() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }
  }

  private record Target(Destination destination) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSize) {
      return destination;
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) {
      return create(blockSize);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
