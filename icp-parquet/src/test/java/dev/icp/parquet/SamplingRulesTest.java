package dev.icp.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Boundary;
import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import dev.icp.formats.OutputFolder;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.TrainerPreset;
import dev.icp.formats.spi.ParquetSupport;
import dev.icp.formats.spi.ParquetSupport.IntLists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What trainers that read Parquet make of it, written anew from how they were seen to sample: with
 * the numbers of {@code TRAINING.md} each sample is one context, in the order of the file, which
 * they shuffle row by row.
 */
class SamplingRulesTest {
  private static final int LENGTH = 200;
  private static final int IGNORED = -100;

  @TempDir private Path folder;
  private List<PackedContext> contexts = new ArrayList<>();
  private String training = "";

  private void write(TrainerPreset preset, Tail tail, Boundary boundary) throws IOException {
    List<Document> documents =
        IntStream.range(0, 60).mapToObj(i -> new Document("d" + i, ParquetFiles.text(i))).toList();
    try (PackedContexts packed =
            ContextBuilder.of(documents)
                .tail(tail)
                .boundary(boundary)
                .pack(preset.contextLength(LENGTH));
        OutputFolder output = OutputFolder.open(folder)) {
      OutputOptions options = OutputOptions.defaults().shardBytes(20_000);
      packed.writeTo(output.contexts(preset.format(), preset.options(options)));
      output.training(preset);
      output.commit(packed.report());
      contexts = packed.stream().toList();
    }
    training = Files.readString(folder.resolve("TRAINING.md"));
    assertThat(folder.resolve("parquet/contexts-00001.parquet")).exists();
  }

  /** Returns a number of the trainer's settings. */
  private int setting(String name) {
    Matcher matcher = Pattern.compile(Pattern.quote(name) + "(\\d+)").matcher(training);
    assertThat(matcher.find()).as(name).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private List<List<int[]>> rows(String... columns) throws IOException {
    ParquetSupport parquet = ParquetSupport.find().orElseThrow();
    List<List<int[]>> rows = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(folder.resolve("parquet"))) {
      files = all.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
    for (Path file : files) {
      try (IntLists lists = parquet.lists(file, List.of(columns))) {
        for (List<int[]> row = lists.next(); row != null; row = lists.next()) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  /** Padding, and the first token, which nothing foretells, have no loss; all others have. */
  private static void learnsAllButPadding(PackedContext context, int[] labels) {
    int filled = context.length() - context.padding();
    for (int i = 1; i < labels.length; i++) {
      assertThat(labels[i]).isEqualTo(i < filled ? context.tokens()[i] : IGNORED);
    }
  }

  /**
   * TRL and axolotl take rows with labels as they are; the model foretells label i + 1 from token
   * i. TRL cuts at max_length, which is to be None, axolotl raises above sequence_len.
   */
  @ParameterizedTest
  @EnumSource(names = {"TRL", "AXOLOTL"})
  void rowsAsTheyAre(TrainerPreset preset) throws IOException {
    write(preset, Tail.PAD, Boundary.KEEP_WHOLE);
    if (preset == TrainerPreset.TRL) {
      assertThat(training).contains("max_length=None", "packing=False");
    } else {
      assertThat(setting("sequence_len: ")).isEqualTo(LENGTH);
      assertThat(training).contains("sample_packing: false");
    }
    List<List<int[]>> rows = rows("input_ids", "labels");
    assertThat(contexts).anyMatch(context -> context.padding() > 0);
    assertThat(rows).hasSameSizeAs(contexts);
    for (PackedContext context : contexts) {
      List<int[]> row = rows.get((int) context.index());
      assertThat(row.get(0)).isEqualTo(context.tokens()).hasSizeLessThanOrEqualTo(LENGTH);
      learnsAllButPadding(context, row.get(1));
    }
  }

  /**
   * torchtitan shifts inputs and labels within a row, appends both to buffers, and cuts those every
   * seq_len tokens.
   */
  private List<int[][]> torchtitan(int sequenceLength) throws IOException {
    List<int[]> inputs = new ArrayList<>();
    List<int[]> labels = new ArrayList<>();
    for (List<int[]> row : rows("input_ids")) {
      int[] tokens = row.get(0);
      inputs.add(Arrays.copyOf(tokens, tokens.length - 1));
      labels.add(Arrays.copyOfRange(tokens, 1, tokens.length));
    }
    int[] allInputs = inputs.stream().flatMapToInt(Arrays::stream).toArray();
    int[] allLabels = labels.stream().flatMapToInt(Arrays::stream).toArray();
    List<int[][]> samples = new ArrayList<>();
    for (int at = 0; at + sequenceLength <= allInputs.length; at += sequenceLength) {
      samples.add(
          new int[][] {
            Arrays.copyOfRange(allInputs, at, at + sequenceLength),
            Arrays.copyOfRange(allLabels, at, at + sequenceLength)
          });
    }
    return samples;
  }

  @Test
  void torchtitan() throws IOException {
    write(TrainerPreset.TORCHTITAN, TrainerPreset.TORCHTITAN.tail(false), Boundary.SPLIT);
    int length = setting("seq_len=");
    List<int[][]> samples = torchtitan(length);
    assertThat(samples).hasSameSizeAs(contexts);
    for (PackedContext context : contexts) {
      int[] tokens = context.tokens();
      assertThat(samples.get((int) context.index()))
          .isDeepEqualTo(
              new int[][] {
                Arrays.copyOf(tokens, LENGTH), Arrays.copyOfRange(tokens, 1, LENGTH + 1)
              });
    }
    // As long as the rows, and only the first sample begins where a context does.
    List<int[][]> longer = torchtitan(length + 1);
    assertThat(longer.get(1)[0]).isNotEqualTo(contexts.get(1).tokens());
  }
}
