package dev.icp.parquet;

import blue.strategic.parquet.ParquetWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;

/** Makes Parquet files to read. */
final class ParquetFiles {
  private static final String STRINGS =
      "message m { optional int32 x; optional binary text (STRING); optional binary id (STRING); }";

  private ParquetFiles() {}

  /** Writes rows with values for the columns of a schema. */
  static Path write(Path file, String schema, List<? extends @Nullable Object>... rows)
      throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    try (ParquetWriter<List<? extends @Nullable Object>> writer =
        ParquetWriter.writeFile(
            type,
            file.toFile(),
            (row, values) -> {
              for (int c = 0; c < row.size(); c++) {
                Object value = row.get(c);
                if (value != null) {
                  values.write(type.getFieldName(c), value);
                }
              }
            })) {
      for (List<? extends @Nullable Object> row : rows) {
        writer.write(row);
      }
    }
    return file;
  }

  /** Writes a column "text" of whatever bytes. */
  static Path bytes(Path file, byte[]... texts) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType("message m { required binary text; }");
    SimpleGroupFactory rows = new SimpleGroupFactory(type);
    try (org.apache.parquet.hadoop.ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withType(type)
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new Codecs())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .build()) {
      for (byte[] text : texts) {
        writer.write(rows.newGroup().append("text", Binary.fromConstantByteArray(text)));
      }
    }
    return file;
  }

  /** Writes rows of a schema with whatever codec, as the example writer makes them. */
  @SafeVarargs
  static Path write(Path file, String schema, CompressionCodecName codec, Consumer<Group>... rows)
      throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    SimpleGroupFactory groups = new SimpleGroupFactory(type);
    try (org.apache.parquet.hadoop.ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withType(type)
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new Codecs())
            .withCompressionCodec(codec)
            .build()) {
      for (Consumer<Group> row : rows) {
        Group group = groups.newGroup();
        row.accept(group);
        writer.write(group);
      }
    }
    return file;
  }

  /** Writes a column of numbers, one of texts and one of ids. */
  static Path documents(Path file, List<? extends @Nullable Object>... rows) throws IOException {
    return write(file, STRINGS, rows);
  }

  /** Writes {@code n} rows of text that compresses. */
  static Path many(Path file, int n) throws IOException {
    @SuppressWarnings({"unchecked", "rawtypes"})
    List<?>[] rows =
        IntStream.range(0, n)
            .mapToObj(i -> Arrays.asList(i, text(i), "id" + i))
            .toArray(List[]::new);
    return documents(file, rows);
  }

  /** Returns the text of row i. */
  static String text(int i) {
    return IntStream.range(0, i % 50)
        .mapToObj(w -> "wörd" + (i * 31 + w) % 97)
        .collect(Collectors.joining(" "));
  }
}
