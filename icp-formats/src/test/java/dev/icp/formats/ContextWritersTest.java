package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.luben.zstd.ZstdInputStream;
import dev.icp.ContextBuilder;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import dev.icp.Tokenizers;
import dev.icp.spi.ContextWriter;
import dev.icp.spi.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands in the files, byte by byte. */
class ContextWritersTest {
  private static final int LENGTH = 64;
  private static final OutputOptions DEFAULTS = OutputOptions.defaults();

  @TempDir Path folder;

  private List<PackedContext> write(OutputFormat format, OutputOptions options) throws IOException {
    try (PackedContexts contexts = Samples.padded().pack(LENGTH);
        ContextWriter writer = ContextWriters.of(format, folder, options)) {
      contexts.writeTo(writer);
      return contexts.stream().toList();
    }
  }

  private ByteBuffer bytes(String name) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static int[] tokens(List<PackedContext> contexts) {
    return contexts.stream().flatMapToInt(c -> IntStream.of(c.tokens())).toArray();
  }

  private static int[] shorts(ByteBuffer bytes) {
    return IntStream.generate(() -> Short.toUnsignedInt(bytes.getShort()))
        .limit(bytes.remaining() / 2)
        .toArray();
  }

  private static long[] longs(ByteBuffer bytes) {
    return LongStream.generate(bytes::getLong).limit(bytes.remaining() / 8).toArray();
  }

  @Test
  void megatron() throws IOException {
    List<PackedContext> contexts = write(OutputFormat.MEGATRON, DEFAULTS);
    int n = contexts.size();

    assertThat(names())
        .containsExactly("contexts.bin", "contexts.idx", "contexts.segments.jsonl.zst");
    assertThat(shorts(bytes("contexts.bin"))).isEqualTo(tokens(contexts));
    ByteBuffer index = bytes("contexts.idx").position(17);
    assertThat(index.get()).isEqualTo((byte) 8);
    assertThat(index.getLong()).isEqualTo(n);
    assertThat(index.getLong()).isEqualTo(n + 1);
    for (int i = 0; i < n; i++) {
      assertThat(index.getInt()).isEqualTo(LENGTH);
    }
    long[] rest = longs(index);
    assertThat(rest).hasSize(2 * n + 1);
    for (int i = 0; i < n; i++) {
      assertThat(rest[i]).isEqualTo(2L * LENGTH * i);
      assertThat(rest[n + i]).isEqualTo(i);
    }
  }

  @Test
  void widerTokensAndShards() throws IOException {
    OutputOptions options = DEFAULTS.tokenBytes(4).shardBytes(10L * LENGTH * 4 + 3);
    List<PackedContext> contexts = write(OutputFormat.MEGATRON, options);

    List<Integer> read = new ArrayList<>();
    for (String name : names().stream().filter(f -> f.endsWith(".bin")).toList()) {
      ByteBuffer bin = bytes(name);
      assertThat(bin.remaining()).isLessThanOrEqualTo(10 * LENGTH * 4);
      while (bin.hasRemaining()) {
        read.add(bin.getInt());
      }
      assertThat(bytes(name.replace(".bin", ".idx")).get(17)).isEqualTo((byte) 4);
    }
    assertThat(read.stream().mapToInt(i -> i).toArray()).isEqualTo(tokens(contexts));
    assertThat(names())
        .contains("contexts-00000.bin", "contexts-00001.bin", "contexts-00001.segments.jsonl.zst")
        .hasSize(3 * ((contexts.size() + 9) / 10));
  }

  @Test
  void npy() throws IOException {
    List<PackedContext> contexts = write(OutputFormat.NPY, DEFAULTS);

    assertThat(shorts(bytes("part-00000.npy"))).isEqualTo(tokens(contexts));
    List<String> rows = rows();
    assertThat(rows).hasSize(contexts.size());
    assertThat(rows.get(2)).isEqualTo("128,192,2,part-00000.segments.jsonl.zst,3");
  }

  @Test
  void npyOfDocuments() throws IOException {
    List<PackedContext> contexts = write(OutputFormat.NPY, DEFAULTS.documentMask(true));

    List<String> expected = new ArrayList<>();
    for (PackedContext context : contexts) {
      int[] ends = context.cumulativeLengths();
      for (int r = 1; r < ends.length; r++) {
        int start = ends[r - 1];
        String id =
            context.segments().stream()
                .filter(s -> s.at() == start && s.length() > 0)
                .map(s -> s.id().startsWith("a,") ? "\"a, \"\"b\"\"  é😀\"" : s.id())
                .findFirst()
                .orElse("");
        long base = context.index() * LENGTH;
        expected.add(
            (base + start)
                + ","
                + (base + ends[r])
                + ","
                + id
                + ",part-00000.segments.jsonl.zst,"
                + (context.index() + 1));
      }
    }
    assertThat(rows()).isEqualTo(expected).anyMatch(row -> row.contains("\"\"b\"\""));
  }

  private List<String> rows() throws IOException {
    try (GZIPInputStream in =
        new GZIPInputStream(Files.newInputStream(folder.resolve("part-00000.csv.gz")))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void datatrove() throws IOException {
    List<PackedContext> contexts = write(OutputFormat.DATATROVE, DEFAULTS.documentMask(true));

    assertThat(shorts(bytes("contexts-00000.ds"))).isEqualTo(tokens(contexts));
    long[] ends =
        contexts.stream()
            .flatMapToLong(
                c -> IntStream.of(c.cumulativeLengths()).skip(1).mapToLong(e -> c.index() * 64 + e))
            .toArray();
    assertThat(longs(bytes("contexts-00000.ds.index"))).isEqualTo(ends);
    assertThat(Files.readString(folder.resolve("contexts-00000.ds.metadata")))
        .matches("[^|\n]+\\|2\n" + contexts.size() * 64 + "\n\\d.* kT");
  }

  @Test
  void mds() throws IOException {
    List<PackedContext> contexts = write(OutputFormat.MDS, DEFAULTS.documentMask(true));

    ByteBuffer shard = bytes("shard.00000.mds");
    int n = shard.getInt();
    assertThat(n).isEqualTo(contexts.size());
    int[] offsets = IntStream.generate(shard::getInt).limit(n + 1).toArray();
    byte[] config = new byte[offsets[0] - shard.position()];
    shard.get(config);
    assertThat(new String(config, StandardCharsets.US_ASCII))
        .isEqualTo(
            "{\"column_encodings\": [\"ndarray:uint32\", \"ndarray:uint16\", \"int\"],"
                + " \"column_names\": [\"indices\", \"input_ids\", \"length\"], \"column_sizes\":"
                + " [null, null, 8], \"compression\": null, \"format\": \"mds\", \"hashes\": [],"
                + " \"size_limit\": 67108864, \"version\": 2}");
    for (int i = 0; i < n; i++) {
      assertThat(shard.position()).isEqualTo(offsets[i]);
      int[] ends = contexts.get(i).cumulativeLengths();
      int rangesBytes = shard.getInt();
      int tokensBytes = shard.getInt();
      assertThat(rangesBytes).isEqualTo(3 + 8 * (ends.length - 1));
      assertThat(tokensBytes).isEqualTo(2 + 2 * LENGTH);
      assertThat(shard.get()).isEqualTo((byte) 8);
      assertThat(shard.get()).isEqualTo((byte) (ends.length - 1));
      assertThat(shard.get()).isEqualTo((byte) 2);
      for (int r = 1; r < ends.length; r++) {
        assertThat(shard.getInt()).isEqualTo(ends[r - 1]);
        assertThat(shard.getInt()).isEqualTo(ends[r]);
      }
      assertThat(shard.get()).isEqualTo((byte) 4);
      assertThat(shard.get()).isEqualTo((byte) LENGTH);
      for (int token : contexts.get(i).tokens()) {
        assertThat(shard.getShort()).isEqualTo((short) token);
      }
      assertThat(shard.getLong()).isEqualTo(LENGTH);
    }
    assertThat(shard.position()).isEqualTo(offsets[n]).isEqualTo(shard.limit());
    assertThat(Files.readString(folder.resolve("index.json")))
        .startsWith("{\"shards\": [{\"column_encodings\": [")
        .endsWith(
            "\"raw_data\": {\"basename\": \"shard.00000.mds\", \"bytes\": "
                + shard.limit()
                + ", \"hashes\": {}}, \"samples\": "
                + n
                + ", \"size_limit\": 67108864, \"version\": 2, \"zip_data\": null}], \"version\":"
                + " 2}");
  }

  @Test
  void theSidecarSaysWhatStandsWhere() throws IOException {
    List<PackedContext> contexts = write(OutputFormat.NPY, DEFAULTS);

    Path lines = folder.resolve("lines.jsonl");
    try (ContextWriter writer = ContextWriters.jsonLines(lines, JsonLinesOption.NO_TOKENS)) {
      for (PackedContext context : contexts) {
        writer.write(context);
      }
      writer.commit();
    }
    byte[] sidecar = Files.readAllBytes(folder.resolve("part-00000.segments.jsonl.zst"));
    try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(sidecar))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(Files.readString(lines));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MEGATRON", "NPY", "DATATROVE"})
  void aShortLastContextIsRefusedBeforeAnythingIsWritten(OutputFormat format) throws IOException {
    try (PackedContexts contexts =
            ContextBuilder.of(Samples.documents()).tail(Tail.SHORT).pack(LENGTH);
        ContextWriter writer = ContextWriters.of(format, folder, DEFAULTS)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> contexts.writeTo(writer))
          .withMessage(
              "the last context is short, and "
                  + format.label()
                  + " holds contexts of one length: tail(PAD) fills it up, tail(DROP) leaves it"
                  + " out");
    }
    assertThat(names()).isEmpty();
  }

  /** Not a document is read. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PARQUET", "TEXT_PARQUET"})
  void whatCannotBeHeldIsRefusedBeforeTheWork(OutputFormat format) throws IOException {
    AtomicInteger read = new AtomicInteger();
    ContextBuilder builder =
        ContextBuilder.of(Samples.documents().stream().peek(document -> read.incrementAndGet()));
    try (ContextWriter writer = ContextWriters.of(format, folder, DEFAULTS)) {
      if (format.fixedLength()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> builder.tail(Tail.SHORT).writers(writer).pack(LENGTH))
            .withMessageStartingWith("tail: SHORT, but " + format.label() + " holds contexts");
        assertThat(read).hasValue(0);
      } else {
        builder.tail(Tail.SHORT).writers(writer).pack(LENGTH).close();
        assertThat(read).hasPositiveValue();
      }
    }
  }

  @Test
  void tokensTooWideAreRefusedBeforeTheWork() throws IOException {
    AtomicInteger read = new AtomicInteger();
    try (ContextWriter writer =
        ContextWriters.of(OutputFormat.MDS, folder, DEFAULTS.tokenBytes(2))) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  ContextBuilder.of(
                          Samples.documents().stream().peek(document -> read.incrementAndGet()))
                      .tokenizer(new WideTokenizer())
                      .separator(65_536)
                      .writers(writer)
                      .pack(LENGTH))
          .withMessage("tokenBytes: 2, but tokens go up to 65536, more than 65535");
    }
    assertThat(read).hasValue(0);
  }

  @Test
  void shortContextsGoWhereTheyCan() throws IOException {
    try (PackedContexts contexts = ContextBuilder.of(Samples.documents()).pack(LENGTH);
        ContextWriter writer = ContextWriters.mds(folder)) {
      contexts.writeTo(writer);
      PackedContext last = contexts.stream().toList().getLast();
      assertThat(last.length()).isLessThan(LENGTH);
      ByteBuffer shard = bytes("shard.00000.mds");
      assertThat(shard.getLong(shard.limit() - 8)).isEqualTo(last.length());
    }
  }

  @Test
  void tokensThatDoNotFitAreRefused() throws IOException {
    try (ContextWriter writer =
        ContextWriters.of(OutputFormat.NPY, folder, DEFAULTS.tokenBytes(2))) {
      PackedContext context = new PackedContext(0, new int[] {65_536}, List.of(), 0);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.write(context))
          .withMessage("token 65536 does not fit into 2 bytes");
    }
    try (PackedContexts contexts =
            Samples.padded().tokenizer(new WideTokenizer()).separator(65_536).pack(LENGTH);
        ContextWriter writer =
            ContextWriters.of(OutputFormat.MDS, folder, DEFAULTS.tokenBytes(2))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> contexts.writeTo(writer))
          .withMessage("tokenBytes: 2, but tokens go up to 65536, more than 65535");
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PARQUET", "TEXT_PARQUET"})
  void noDocumentsMakeAnEmptyOutput(OutputFormat format) throws IOException {
    try (PackedContexts contexts = ContextBuilder.of(List.of()).pack(LENGTH);
        ContextWriter writer = ContextWriters.of(format, folder, DEFAULTS)) {
      contexts.writeTo(writer);
    }
    assertThat(names()).isNotEmpty();
  }

  @Test
  void settingsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.shardBytes(0))
        .withMessage("shardBytes: 0, expected 1 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.tokenBytes(3))
        .withMessage("tokenBytes: 3, expected 2 or 4");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ContextWriters.of(OutputFormat.MDS, folder, DEFAULTS.shardBytes(1L << 32)))
        .withMessage("shardBytes: 4294967296, expected at most 4000000000 for mds");
  }

  /** Bytes, in a vocabulary that 16 bits do not hold. */
  private static final class WideTokenizer implements Tokenizer {
    private final Tokenizer bytes = Tokenizers.utf8Bytes();

    @Override
    public int[] encode(String text) {
      return bytes.encode(text);
    }

    @Override
    public String decode(int[] tokens) {
      return bytes.decode(Arrays.stream(tokens).filter(token -> token < 256).toArray());
    }

    @Override
    public int vocabularySize() {
      return 65_537;
    }

    @Override
    public OptionalInt separator() {
      return OptionalInt.of(65_536);
    }

    @Override
    public String fingerprint() {
      return "wide";
    }
  }
}
