package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.ContextReader.Piece;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContextReaderTest {
  @TempDir Path folder;

  private List<PackedContext> write(OutputFormat format, OutputOptions options) throws IOException {
    try (OutputFolder output = OutputFolder.open(folder);
        PackedContexts contexts = Samples.padded().keepTexts().pack(64)) {
      contexts.writeTo(output.contexts(format, options));
      output.commit(contexts.report());
      return contexts.stream().toList();
    }
  }

  private List<Context> read(boolean tokens) throws IOException {
    List<Context> read = new ArrayList<>();
    OutputManifest manifest = OutputManifest.read(folder);
    try (ContextReader reader =
        ContextReader.open(folder, manifest.outputs().getFirst(), index -> tokens)) {
      for (Context context = reader.read(); context != null; context = reader.read()) {
        read.add(context);
      }
      assertThat(reader.read()).isNull();
    }
    return read;
  }

  @ParameterizedTest
  @EnumSource(
      names = {"PARQUET", "TEXT_PARQUET"},
      mode = EnumSource.Mode.EXCLUDE)
  void everyFormatSaysWhatStandsWhere(OutputFormat format) throws IOException {
    List<PackedContext> written = write(format, OutputOptions.defaults().shardBytes(1000));

    List<Context> read = read(false);

    assertThat(read).hasSameSizeAs(written).hasSizeGreaterThan(20);
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.get(i).index()).isEqualTo(i);
      assertThat(read.get(i).padding()).isEqualTo(written.get(i).padding());
      assertThat(read.get(i).tokens()).isNull();
      assertThat(read.get(i).pieces())
          .isEqualTo(
              written.get(i).segments().stream()
                  .map(s -> new Piece(s.id(), s.from(), s.to(), s.at()))
                  .toList());
    }
  }

  @Test
  void jsonLinesHaveTheTokensToo() throws IOException {
    List<PackedContext> written = write(OutputFormat.JSONL, OutputOptions.defaults());
    List<Context> read = read(true);
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.get(i).tokens()).isEqualTo(written.get(i).tokens());
    }
  }

  @Test
  void tokensThatWereLeftOutAreNull() throws IOException {
    write(OutputFormat.JSONL, OutputOptions.defaults().withTokens(false));
    assertThat(read(true)).allMatch(context -> context.tokens() == null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"context\": 0|[|contexts.jsonl:1: not a JSON object",
        "\"padding\": 0|\"padding\": -1|:1: \"padding\" is no whole number from 0 to 2147483647",
        "\"padding\": 0|\"padding\": 1e3|:1: \"padding\" is no whole number from 0 to 2147483647",
        "\"padding\": 0|\"paddin\": 0|:1: \"context\", \"segments\" or \"padding\" is missing",
        "\"to\": |\"ot\": |:1: a segment without \"id\", \"from\", \"to\" or \"at\"",
        "\"context\": 1,|\"context\": 2,|contexts.jsonl:2: context 2 where 1 should be",
        "\"tokens\": [|\"tokens\": [-1,|:1: \"tokens\" is no whole number from 0 to 2147483647",
        "\"tokens\": [|\"tokens\": [x,|contexts.jsonl:1: not JSON: Unrecognized token 'x'",
      })
  void whatIsWrongIsNamed(String was, String is, String message) throws IOException {
    write(OutputFormat.JSONL, OutputOptions.defaults());
    Path file = folder.resolve("contexts.jsonl");
    Files.writeString(file, Files.readString(file).replaceFirst("\\Q" + was, is));

    assertThatThrownBy(() -> read(true))
        .isInstanceOf(BadOutputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void contextsTooFewAndTooManyAreFound() throws IOException {
    write(OutputFormat.JSONL, OutputOptions.defaults());
    Path file = folder.resolve("contexts.jsonl");
    List<String> lines = Files.readAllLines(file);

    Files.write(file, lines.subList(0, 3));
    assertThatThrownBy(() -> read(false))
        .hasMessage(file + ": ends before context 3, which should be in it");

    List<String> more = new ArrayList<>(lines);
    more.add(lines.getFirst());
    Files.write(file, more);
    assertThatThrownBy(() -> read(false))
        .hasMessage(file + ":" + more.size() + ": more contexts than the manifest says");

    Files.delete(file);
    assertThatThrownBy(() -> read(false)).hasMessage(file + ": no such file or folder");
  }

  @Test
  void damagedSidecarsAreNamed() throws IOException {
    write(OutputFormat.MEGATRON, OutputOptions.defaults());
    Path file = folder.resolve("megatron/contexts.segments.jsonl.zst");
    byte[] whole = Files.readAllBytes(file);

    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> read(false))
        .isInstanceOf(BadOutputException.class)
        .hasMessage(file + ": the zstd data ends too early");

    Files.write(file, Zstd.compress("{\"context\"".getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> read(false))
        .isInstanceOf(BadOutputException.class)
        .hasMessageStartingWith(file + ":1: not JSON: ");
  }
}
