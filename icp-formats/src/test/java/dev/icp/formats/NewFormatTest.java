package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.files.TemporaryFile;
import dev.icp.formats.internal.format.Format;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.FormatWriter;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.Shard;
import dev.icp.formats.internal.format.StoredContext;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.format.StoredShard;
import dev.icp.formats.internal.output.ShardedWriter;
import dev.icp.formats.internal.output.Sidecar;
import dev.icp.formats.internal.verify.OutputCheck;
import dev.icp.formats.internal.verify.OutputTokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A format that nothing else knows of is written in shards, read and verified. */
class NewFormatTest {
  @TempDir Path folder;

  /** Each context a line of numbers. */
  private static final class Lines implements Format {
    @Override
    public String name() {
      return "lines";
    }

    @Override
    public boolean fixedLength() {
      return true;
    }

    @Override
    public Set<FormatOption> options() {
      return Set.of();
    }

    @Override
    public long usualShardBytes() {
      return 2000;
    }

    @Override
    public long bytes(PackedContext context, RunShape shape) {
      return 4L * context.length();
    }

    @Override
    public String tokenType(RunShape shape) {
      return "digits";
    }

    @Override
    public String stem() {
      return "lines";
    }

    @Override
    public String shardName(int shard, boolean onlyOne) {
      return stem() + shard;
    }

    @Override
    public List<String> endings(boolean lossMask) {
      return List.of(".txt");
    }

    @Override
    public FormatWriter writer(OutputFiles files, String below, RunShape shape) {
      return path -> {
        TemporaryFile file = files.create(path + ".txt");
        return new Shard() {
          @Override
          public void write(PackedContext context) throws IOException {
            String line =
                IntStream.of(context.tokens())
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
            file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
          }

          @Override
          public void finish() throws IOException {
            file.complete();
          }
        };
      };
    }

    @Override
    public FormatReader reader(StoredOutput output, int contextLength) {
      return shard -> {
        BufferedReader lines = Files.newBufferedReader(Path.of(output.path(shard) + ".txt"));
        return new StoredShard() {
          @Override
          public @Nullable StoredContext next() throws IOException {
            String line = lines.readLine();
            return line == null
                ? null
                : new StoredContext(
                    Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray());
          }

          @Override
          public void close() throws IOException {
            lines.close();
          }
        };
      };
    }
  }

  private StoredOutput stored;
  private OutputManifest manifest;
  private List<PackedContext> written;

  @BeforeEach
  void write() throws IOException {
    OutputFiles files = new OutputFiles(folder, target -> false);
    ShardedWriter writer =
        ShardedWriter.part(files, "lines/", new Lines(), OutputOptions.defaults());
    try (PackedContexts contexts = Samples.padded().pack(64);
        OutputFolder output = OutputFolder.open(folder)) {
      contexts.writeTo(output.contexts(OutputFormat.JSONL, OutputOptions.defaults()));
      contexts.writeTo(writer);
      output.commit(contexts.report());
      written = contexts.stream().toList();
    }
    files.publish();
    manifest = OutputManifest.read(folder);
    stored = new StoredOutput(folder, writer.output(), new Lines());
  }

  private void check() throws IOException {
    new OutputCheck(manifest, stored).run(done -> {});
  }

  @Test
  void isVerified() throws IOException {
    assertThat(stored.output().shards()).hasSizeGreaterThan(2);
    assertThat(stored.files(Sidecar.ENDING)).contains("lines/lines1.txt").allSatisfy(this::exists);
    check();
    try (OutputTokens tokens = new OutputTokens(stored, manifest)) {
      assertThat(tokens.of(5)).isEqualTo(written.get(5).tokens());
    }
  }

  private void exists(String file) {
    assertThat(folder.resolve(file)).exists();
  }

  @Test
  void whatIsWrongIsFound() throws IOException {
    Path file = folder.resolve("lines/lines1.txt");
    String text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("\\d+", "300"));
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(this::check)
        .withMessageContaining("lines1: context " + stored.output().shards().get(1).firstContext());
  }
}
