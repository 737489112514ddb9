package dev.icp.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.Document;
import dev.icp.formats.CorpusException;
import dev.icp.formats.CorpusReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ids are their values in words, and columns may be within structs. */
class ParquetIdsTest {
  @TempDir Path folder;

  private static List<Document> read(CorpusReader reader) {
    try (Stream<Document> documents = reader.documents()) {
      return documents.toList();
    }
  }

  private static List<String> ids(Path file) {
    return read(CorpusReader.of(file)).stream().map(Document::id).toList();
  }

  @SafeVarargs
  private Path file(String idColumn, Consumer<Group>... ids) throws IOException {
    @SuppressWarnings({"unchecked", "rawtypes"})
    Consumer<Group>[] rows = new Consumer[ids.length];
    for (int i = 0; i < ids.length; i++) {
      Consumer<Group> id = ids[i];
      rows[i] =
          row -> {
            row.append("text", "x");
            id.accept(row);
          };
    }
    return ParquetFiles.write(
        folder.resolve("c.parquet"),
        "message m { required binary text (STRING); optional " + idColumn + "; }",
        CompressionCodecName.ZSTD,
        rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int64 id (INTEGER(64,false)) | -9223372036854775807 | 9223372036854775809",
        "int64 id (INTEGER(64,true)) | -5 | -5",
        "int64 id | 9223372036854775807 | 9223372036854775807",
        "int64 id (DECIMAL(18,4)) | -12345 | -1.2345",
        "int64 id (TIMESTAMP(MILLIS,true)) | 1795000000123 | 2026-11-18T11:06:40.123Z",
        "int64 id (TIMESTAMP(MICROS,true)) | -1 | 1969-12-31T23:59:59.999999Z",
        "int64 id (TIMESTAMP(NANOS,false)) | 1000000001 | 1970-01-01T00:00:01.000000001",
        "int64 id (TIME(MICROS,true)) | 3661000000 | 01:01:01",
      })
  void longs(String column, long stored, String words) throws IOException {
    assertThat(ids(file(column, row -> row.append("id", stored), row -> {})))
        .containsExactly(words, folder.resolve("c.parquet") + ":2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int32 id (INTEGER(32,false)) | -1 | 4294967295",
        "int32 id (INTEGER(8,false)) | 255 | 255",
        "int32 id (INTEGER(16,true)) | -7 | -7",
        "int32 id (DATE) | 20785 | 2026-11-28",
        "int32 id (DATE) | -1 | 1969-12-31",
        "int32 id (DECIMAL(9,2)) | 100 | 1.00",
        "int32 id (TIME(MILLIS,false)) | 1 | 00:00:00.001",
      })
  void ints(String column, int stored, String words) throws IOException {
    assertThat(ids(file(column, row -> row.append("id", stored)))).containsExactly(words);
  }

  @Test
  void bytes() throws IOException {
    UUID uuid = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
    ByteBuffer stored =
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits());
    assertThat(ids(file("fixed_len_byte_array(16) id (UUID)", row -> binary(row, stored.array()))))
        .containsExactly(uuid.toString());
    Files.delete(folder.resolve("c.parquet"));
    BigInteger decimal = new BigInteger("-123456789012345678901234567890");
    assertThat(ids(file("binary id (DECIMAL(30,5))", row -> binary(row, decimal.toByteArray()))))
        .containsExactly("-1234567890123456789012345.67890");
    Files.delete(folder.resolve("c.parquet"));
    ByteBuffer int96 =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(1_000_000L)
            .putInt(2_440_589);
    assertThat(
            ids(
                file(
                    "int96 id",
                    row -> row.append("id", Binary.fromConstantByteArray(int96.array())))))
        .containsExactly("1970-01-02T00:00:00.001Z");
  }

  private static void binary(Group row, byte[] bytes) {
    row.append("id", Binary.fromConstantByteArray(bytes));
  }

  @ParameterizedTest
  @CsvSource({"double id", "boolean id", "binary id (BSON)", "fixed_len_byte_array(4) id"})
  void whatIsNoIdIsRefused(String column) throws IOException {
    Path file = file(column);

    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> ids(file))
        .withMessageStartingWith(
            file
                + ": column \"id\" is not one of strings, integers, decimals, dates, times or UUIDs"
                + " but \"optional ");
  }

  @Test
  void aDecimalIsNoText() throws IOException {
    Path file = file("binary body (DECIMAL(4,0))", row -> {});

    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> read(CorpusReader.of(file).textField("body")))
        .withMessageContaining("column \"body\" is not one of strings but ");
  }

  @Test
  void columnsWithinStructs() throws IOException {
    Path file =
        ParquetFiles.write(
            folder.resolve("c.parquet"),
            "message m { optional group data { optional binary text (STRING); optional group meta {"
                + " optional int32 id; optional int32 x; } } required binary x (STRING);"
                + " optional binary a.b (STRING); repeated group r { required binary text"
                + " (STRING); } }",
            CompressionCodecName.ZSTD,
            row -> {
              row.append("x", "x").append("a.b", "dots");
              row.addGroup("data").append("text", "one").addGroup("meta").append("id", 7);
            },
            row -> {
              row.append("x", "x");
              row.addGroup("data").append("text", "two");
            },
            row -> row.append("x", "x"));
    CorpusReader reader = CorpusReader.of(file).textField("data.text").idField("data.meta.id");

    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> read(reader))
        .withMessage(file + ":3: column \"data.text\" is null");
    assertThat(read(reader.onBadDocument(bad -> {})))
        .containsExactly(new Document("7", "one"), new Document(file + ":2", "two"));
    assertThat(read(CorpusReader.of(file).textField("a.b").onBadDocument(bad -> {})))
        .containsExactly(new Document(file + ":1", "dots"));
    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> read(CorpusReader.of(file).textField("data")))
        .withMessageContaining("column \"data\" is not one of strings");
    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> read(CorpusReader.of(file).textField("r.text")))
        .withMessageContaining("column \"r.text\" is not one of strings");
    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> read(CorpusReader.of(file).textField("data.body")))
        .withMessage(file + ": no column \"data.body\"");
  }

  @Test
  void metadataAreStringsAndNumbers() throws IOException {
    Path file =
        ParquetFiles.write(
            folder.resolve("c.parquet"),
            "message m { required binary text (STRING); optional int32 id; optional double score;"
                + " optional boolean ok; optional int32 day (DATE); optional group meta {"
                + " optional binary url (STRING); } }",
            CompressionCodecName.ZSTD,
            row -> {
              row.append("text", "a").append("id", 7).append("score", 0.5).append("ok", true);
              row.append("day", 1).addGroup("meta").append("url", "u");
            },
            row -> row.append("text", "b").append("score", Double.NaN));
    CorpusReader reader =
        CorpusReader.of(file).metadata("id", "score", "ok", "day", "meta.url", "text", "missing");

    assertThat(read(reader))
        .extracting(Document::metadata)
        .containsExactly(
            Map.of(
                "id",
                "7",
                "score",
                0.5,
                "ok",
                "true",
                "day",
                "1970-01-02",
                "meta.url",
                "u",
                "text",
                "a"),
            Map.of("text", "b"));
    assertThat(read(reader.withoutIds()))
        .first()
        .extracting(d -> d.metadata().get("id"))
        .isEqualTo(7L);
  }

  @Test
  void isParquetWhateverItsName() throws IOException {
    Path file = file("int32 id", row -> row.append("id", 3));
    Path named = Files.move(file, folder.resolve("000000_0"));

    assertThat(ids(named)).containsExactly("3");
    assertThat(read(CorpusReader.of(folder))).hasSize(1);
    Path text = Files.writeString(folder.resolve("a.txt"), "PAR1 begins this text");
    assertThat(ids(text)).containsExactly(text.toString());
  }

  private static final String NESTED =
      """
      message m {
        optional group data {
          optional group ids (LIST) { repeated group list { optional int32 element; } }
        }
      }
      """;

  private static void tokens(Group row, int... tokens) {
    Group ids = row.addGroup("data").addGroup("ids");
    for (int token : tokens) {
      ids.addGroup("list").append("element", token);
    }
  }

  @Test
  void tokensInAStruct() throws IOException {
    Path file =
        ParquetFiles.write(
            folder.resolve("c.parquet"),
            NESTED,
            CompressionCodecName.ZSTD,
            row -> tokens(row, 3, 1, 4),
            row -> tokens(row));
    assertThat(read(CorpusReader.of(file).tokensField("data.ids")))
        .extracting(Document::text)
        .containsExactly("3 1 4", "");
  }

  @Test
  void aListThatIsNotThereIsNoEmptyDocument() throws IOException {
    Path file =
        ParquetFiles.write(
            folder.resolve("c.parquet"),
            NESTED,
            CompressionCodecName.ZSTD,
            row -> tokens(row, 3),
            row -> row.addGroup("data"));
    assertThatThrownBy(() -> read(CorpusReader.of(file).tokensField("data.ids")))
        .hasMessageContaining("data.ids")
        .hasMessageContaining("null");
  }
}
