package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import dev.icp.Document;
import dev.icp.formats.internal.corpus.Compression;
import dev.icp.formats.internal.corpus.GzipInput;
import dev.icp.formats.internal.corpus.ZstdInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedTest {
  private static final byte[] ONE = TestFiles.utf8("{\"id\": \"1\", \"text\": \"one\"}\n");
  private static final byte[] TWO = TestFiles.utf8("{\"id\": \"2\", \"text\": \"two\"}\n");
  private static final List<Document> BOTH =
      List.of(new Document("1", "one"), new Document("2", "two"));

  @TempDir Path folder;

  private List<Document> read(String name, byte[] bytes) {
    return TestFiles.read(TestFiles.write(folder.resolve(name), bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c.jsonl.gz", "c.ndjson.gz", "c.json.gz", "C.JSONL.GZ"})
  void readsGzipOfSeveralMembers(String name) {
    byte[] bytes = TestFiles.joined(TestFiles.gzip(ONE), TestFiles.gzip(TWO));

    assertThat(read(name, bytes)).isEqualTo(BOTH);
  }

  @Test
  void aMemberMayEndAnywhereInALineAndBeEmpty() {
    byte[] all = TestFiles.joined(ONE, TWO);
    for (int cut = 0; cut <= all.length; cut++) {
      byte[] bytes =
          TestFiles.joined(
              TestFiles.gzip(Arrays.copyOf(all, cut)),
              TestFiles.gzip(new byte[0]),
              TestFiles.gzip(Arrays.copyOfRange(all, cut, all.length)));

      assertThat(read("c.jsonl.gz", bytes)).isEqualTo(BOTH);
    }
  }

  @Test
  void readsGzipHeadersWithEveryField() {
    byte[] plain = TestFiles.gzip(ONE);
    byte[] header = {0x1F, (byte) 0x8B, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3};
    byte[] extra = {3, 0, 9, 9, 9};
    byte[] bytes =
        TestFiles.joined(
            header,
            extra,
            TestFiles.utf8("name\0comment\0"),
            new byte[] {7, 7},
            Arrays.copyOfRange(plain, 10, plain.length));

    assertThat(read("c.jsonl.gz", bytes)).isEqualTo(BOTH.subList(0, 1));
  }

  @Test
  void zerosAfterGzipArePadding() {
    byte[] bytes = TestFiles.joined(TestFiles.gzip(TestFiles.joined(ONE, TWO)), new byte[1000]);

    assertThat(read("c.jsonl.gz", bytes)).isEqualTo(BOTH);
  }

  @Test
  void everyTruncationOfGzipIsAnError() {
    byte[] first = TestFiles.gzip(ONE);
    byte[] bytes = TestFiles.joined(first, TestFiles.gzip(TWO));
    for (int length = 0; length < bytes.length; length++) {
      if (length == first.length) {
        continue;
      }
      byte[] truncated = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read("c.jsonl.gz", truncated))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(CorpusException.class)
          .hasMessageContaining("c.jsonl.gz")
          .hasMessageEndingWith("cannot be read: the gzip data ends too early");
    }
  }

  @Test
  void everyTruncationOfZstdIsAnError() {
    byte[] first = Zstd.compress(ONE);
    byte[] bytes = TestFiles.joined(first, Zstd.compress(TWO));
    assertThat(read("c.jsonl.zst", bytes)).isEqualTo(BOTH);
    for (int length = 1; length < bytes.length; length++) {
      if (length == first.length) {
        continue;
      }
      byte[] truncated = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read("c.jsonl.zst", truncated))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(CorpusException.class)
          .hasMessageContaining("c.jsonl.zst")
          .hasMessageContaining("cannot be read: ");
    }
  }

  /** A few bytes of input, all read at once, hold more than is asked for. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1000, (1 << 17) - 1, 1 << 17, 400_000})
  void givesWhatCompressesToAlmostNothingInSmallPieces(int piece) throws IOException {
    byte[] data = new byte[400_000];
    Arrays.fill(data, (byte) 'x');
    for (InputStream in :
        List.of(
            new ZstdInput(new ByteArrayInputStream(Zstd.compress(data))),
            new GzipInput(new ByteArrayInputStream(TestFiles.gzip(data))))) {
      byte[] read = new byte[data.length];
      int filled = 0;
      for (int got; filled < read.length; filled += got) {
        got = in.read(read, filled, Math.min(piece, read.length - filled));
        assertThat(got).isPositive();
      }
      assertThat(in.read()).isEqualTo(-1);
      assertThat(Arrays.equals(read, data)).isTrue();
      in.close();
    }
  }

  @Test
  void documentsBeforeATruncationComeAndItsLineIsNamed() {
    String lines =
        String.join(
            "\n",
            IntStream.range(0, 20_000).mapToObj(i -> "{\"text\": \"number " + i + "\"}").toList());
    byte[] whole = TestFiles.gzip(TestFiles.utf8(lines));
    Path file =
        TestFiles.write(folder.resolve("c.jsonl.gz"), Arrays.copyOf(whole, whole.length / 2));
    List<String> ids = new ArrayList<>();
    List<CorpusException> bad = new ArrayList<>();

    assertThatThrownBy(
            () -> {
              try (var documents = CorpusReader.of(file).onBadDocument(bad::add).documents()) {
                documents.forEach(d -> ids.add(d.id()));
              }
            })
        .isInstanceOf(CorpusException.class)
        .hasMessage("%s:%d: cannot be read: the gzip data ends too early", file, ids.size() + 1);
    assertThat(ids).hasSizeBetween(5_000, 15_000);
    assertThat(bad).isEmpty();
  }

  @Test
  void otherDataAfterGzipIsAnError() {
    byte[] bytes = TestFiles.joined(TestFiles.gzip(ONE), TWO);

    assertThatThrownBy(() -> read("c.jsonl.gz", bytes))
        .isInstanceOf(CorpusException.class)
        .hasMessageEndingWith("the gzip data is corrupt (something else follows it)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c.jsonl.gz", "c.jsonl.zst"})
  void dataIsWhatItIsWhateverItsName(String name) {
    assertThat(read(name, ONE)).isEqualTo(BOTH.subList(0, 1));
    for (Compression compression : Compression.values()) {
      byte[] bytes = Packed.as(compression, TestFiles.joined(ONE, TWO));
      assertThat(read(name, bytes)).as("%s", compression).isEqualTo(BOTH);
    }
    assertThatThrownBy(() -> read(name, new byte[0]))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining(name)
        .hasMessageEndingWith("data ends too early");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void readsWhatIsJoined(Compression compression) {
    byte[] bytes =
        TestFiles.joined(
            Packed.as(compression, ONE),
            Packed.as(compression, new byte[0]),
            Packed.as(compression, TWO));

    assertThat(read("c.jsonl", bytes)).isEqualTo(BOTH);
  }

  @ParameterizedTest
  @EnumSource(names = {"BZIP2", "XZ", "LZ4"})
  void everyTruncationIsAnError(Compression compression) {
    byte[] first = Packed.as(compression, ONE);
    byte[] bytes = TestFiles.joined(first, Packed.as(compression, TWO));
    for (int length = 8; length < bytes.length; length++) {
      if (length == first.length) {
        continue;
      }
      byte[] truncated = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read("c.jsonl", truncated))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(CorpusException.class)
          .hasMessageContaining("c.jsonl")
          .hasMessageContaining("cannot be read: the ");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BZIP2", "XZ", "LZ4"})
  void changedDataIsAnErrorOrGivesTheSame(Compression compression) {
    byte[] good = Packed.as(compression, TestFiles.joined(ONE, TWO));
    Random random = new Random(2);
    for (int at = 0; at < good.length; at++) {
      byte[] bytes = good.clone();
      bytes[at] ^= (byte) (1 + random.nextInt(255));
      try {
        assertThat(read("c.jsonl", bytes)).as("byte %d", at).isEqualTo(BOTH);
      } catch (CorpusException e) {
        assertThat(e).hasMessageContaining("c.jsonl");
      }
    }
  }

  /** As pzstd writes: a skippable frame with a size before each frame. */
  @Test
  void zstdMayBeginWithFramesForOthers() {
    byte[] skippable = {0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
    byte[] bytes =
        TestFiles.joined(
            skippable, Packed.as(Compression.ZSTD, ONE), skippable, Zstd.compress(TWO), skippable);

    assertThat(read("c.jsonl", bytes)).isEqualTo(BOTH);
    assertThat(read("c.jsonl.zst", bytes)).isEqualTo(BOTH);
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 2);
    assertThatThrownBy(() -> read("c.jsonl.zst", cut)).hasMessageContaining("too early");
  }

  @ParameterizedTest
  @ValueSource(ints = {27, 28, 31})
  void readsZstdOfLargeWindows(int windowLog) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
      zstd.setLong(windowLog);
      zstd.write(ONE);
      zstd.flush();
      zstd.write(TWO);
    }

    assertThat(read("c.jsonl.zst", out.toByteArray())).isEqualTo(BOTH);
  }

  /** The checksum catches every change of a byte that is not in the header's free fields. */
  @Test
  void changedGzipDataIsAnErrorOrGivesTheSame() {
    byte[] good = TestFiles.gzip(TestFiles.joined(ONE, TWO));
    Random random = new Random(1);
    for (int at = 0; at < good.length; at++) {
      byte[] bytes = good.clone();
      bytes[at] ^= (byte) (1 + random.nextInt(255));
      List<Document> documents;
      try {
        documents = read("c.jsonl.gz", bytes);
      } catch (CorpusException e) {
        assertThat(e).hasMessageContaining("c.jsonl.gz");
        continue;
      }
      assertThat(documents).as("byte %d", at).isEqualTo(BOTH);
    }
  }
}
