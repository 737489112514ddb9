package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.Boundary;
import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.Document;
import dev.icp.NearDuplicates;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import dev.icp.formats.OutputManifest.Counts;
import dev.icp.formats.OutputManifest.FileEntry;
import dev.icp.formats.OutputManifest.Output;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is wrong with an output is found: by its checksum, and, when the checksums are made to
 * fit, by what it says.
 */
class OutputVerifierTest {
  private static final int LENGTH = 64;
  private static final OutputOptions SHARDS = OutputOptions.defaults().shardBytes(8000);

  /** All that need nothing else. */
  private static final OutputFormat[] ALL = {
    OutputFormat.JSONL,
    OutputFormat.MEGATRON,
    OutputFormat.MDS,
    OutputFormat.MDS_TOKENS,
    OutputFormat.NPY,
    OutputFormat.DATATROVE,
    OutputFormat.LITDATA
  };

  @TempDir Path temporary;

  private Path write(ContextBuilder builder, OutputOptions options, OutputFormat... formats)
      throws IOException {
    Path folder = temporary.resolve("out");
    try (OutputFolder output = OutputFolder.open(folder, List.of(), true);
        PackedContexts contexts = builder.pack(LENGTH)) {
      for (OutputFormat format : formats) {
        contexts.writeTo(output.contexts(format, options));
      }
      if (contexts.report().settings().nearDuplicates().startsWith("drop")) {
        output.dropped(contexts.dropped());
      }
      output.commit(contexts.report());
    }
    return folder;
  }

  private Path sharded(OutputFormat... formats) throws IOException {
    return write(Samples.padded(), SHARDS, formats);
  }

  private static void refused(Path folder, String message) {
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(folder))
        .withMessageMatching(Pattern.quote(folder.toString()) + message);
  }

  private static List<ContextBuilder> runs() {
    List<Document> copies = new ArrayList<>(Samples.documents());
    for (Document document : Samples.documents().subList(0, 10)) {
      copies.add(new Document("copy of " + document.id(), document.text()));
    }
    return List.of(
        Samples.padded(),
        Samples.padded().boundary(Boundary.KEEP_WHOLE),
        Samples.padded().boundary(Boundary.KEEP_WHOLE).tail(Tail.DROP),
        Samples.padded().startAtDocument(),
        Samples.padded().tail(Tail.DROP),
        Samples.padded().orderer(ContextOrderers.byName("nearest-with-repeats")),
        Samples.padded().orderer(ContextOrderers.byName("nearest-with-repeats")).tail(Tail.DROP),
        Samples.padded().orderer(ContextOrderers.byName("nextlong:10")),
        Samples.padded().orderer(ContextOrderers.byName("nextlong:10")).startAtDocument(),
        Samples.padded().orderer(ContextOrderers.byName("nextlong:10:repeats")),
        Samples.padded().orderer(ContextOrderers.byName("splice:2:shuffle:trims")),
        Samples.padded().orderer(ContextOrderers.byName("splice:2:trims")).tail(Tail.DROP),
        Samples.padded().orderer(ContextOrderers.byName("bm25chunk:8:returns")),
        ContextBuilder.of(copies).tail(Tail.PAD).nearDuplicates(NearDuplicates.drop(0.95)),
        ContextBuilder.of(List.<Document>of()).tail(Tail.PAD),
        ContextBuilder.of(List.of(new Document("one", "x".repeat(1000)))).tail(Tail.PAD));
  }

  @Test
  void saysHowFarItIs() throws IOException {
    Path folder = write(ContextBuilder.of(Samples.documents()).tail(Tail.PAD), SHARDS, ALL);
    Map<String, List<Long>> heard = new LinkedHashMap<>();

    OutputManifest manifest =
        OutputVerifier.verify(
            folder,
            (step, done, total) -> {
              assertThat(done).isBetween(0L, total);
              heard.computeIfAbsent(step, s -> new ArrayList<>()).add(done);
            });

    assertThat(heard.keySet())
        .containsExactly(
            "checksums", "jsonl", "megatron", "mds", "mds-tokens", "npy", "datatrove", "litdata");
    assertThat(heard.values()).allSatisfy(done -> assertThat(done).isSorted());
    assertThat(heard.get("checksums"))
        .endsWith(manifest.files().stream().mapToLong(FileEntry::bytes).sum());
    assertThat(heard.get("mds")).endsWith(manifest.counts().contexts());
  }

  @Test
  void anEmptyPathIsTheCurrentFolder() {
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(Path.of("")))
        .withMessage(".: no finished output: there is no manifest.json");
  }

  @Test
  void intact() throws IOException {
    for (ContextBuilder run : runs()) {
      intact(run, OutputOptions.defaults(), ALL);
    }
    intact(Samples.padded(), SHARDS.documentMask(true).tokenBytes(4), ALL);
    intact(Samples.padded(), OutputOptions.defaults().withTokens(false), OutputFormat.JSONL);
    intact(
        ContextBuilder.of(Samples.documents()),
        SHARDS.documentMask(true),
        OutputFormat.JSONL,
        OutputFormat.MDS);
  }

  private void intact(ContextBuilder run, OutputOptions options, OutputFormat... formats)
      throws IOException {
    Path folder = write(run, options, formats);
    assertThat(OutputVerifier.verify(folder)).isEqualTo(OutputManifest.read(folder));
  }

  @Test
  void everyByteCounts() throws IOException {
    Path folder =
        sharded(OutputFormat.JSONL, OutputFormat.MEGATRON, OutputFormat.MDS, OutputFormat.NPY);
    Random random = new Random(1);
    for (FileEntry entry : OutputManifest.read(folder).files()) {
      Path file = folder.resolve(entry.path());
      byte[] bytes = Files.readAllBytes(file);
      Tampering.flip(file, random.nextInt(bytes.length), random.nextInt(8));
      refused(folder, "/" + entry.path() + ": SHA-256 \\w{64}, the manifest says \\w{64}");
      Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
      refused(folder, "/" + entry.path() + ": \\d+ bytes, the manifest says " + entry.bytes());
      Files.delete(file);
      refused(folder, "/" + entry.path() + ": is missing");
      Files.write(file, bytes);
    }
    OutputVerifier.verify(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "megatron/contexts-00000.bin",
        "megatron/contexts-00000.idx",
        "mds/shard.00001.mds",
        "npy/part-00001.npy",
        "datatrove/contexts-00001.ds",
        "datatrove/contexts-00001.ds.index",
        "contexts-00001.jsonl",
      })
  void flippedBitsAreFoundWithoutChecksums(String name) throws IOException {
    Path folder = sharded(ALL);
    Path file = folder.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(2);
    for (int round = 0; round < 25; round++) {
      int at = random.nextInt(bytes.length);
      int bit = random.nextInt(8);
      Tampering.flip(file, at, bit);
      Tampering.reseal(folder);
      assertThatThrownBy(() -> OutputVerifier.verify(folder))
          .as("byte %d bit %d", at, bit)
          .isInstanceOf(BadOutputException.class)
          .message()
          .startsWith(folder.toString())
          .hasLineCount(1);
      Files.write(file, bytes);
    }
  }

  /** Some bits mean nothing, such as a time in a gzip header. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mds/index.json",
        "mds/shard.00001.segments.jsonl.zst",
        "npy/part-00001.csv.gz",
        "datatrove/contexts-00001.ds.metadata",
        "dropped.jsonl",
        "manifest.json",
      })
  void whateverStandsInAFileItIsReadOrRefused(String name) throws IOException {
    ContextBuilder run =
        ContextBuilder.of(
                Arrays.asList(
                    new Document("a", "some words that stand here twice, and then again"),
                    new Document("b", "some words that stand here twice, and then again"),
                    new Document("c", "others of which there are enough for a context or two")))
            .tail(Tail.PAD)
            .nearDuplicates(NearDuplicates.drop(0.9));
    Path folder =
        write(
            run,
            OutputOptions.defaults().shardBytes(100),
            OutputFormat.MDS,
            OutputFormat.NPY,
            OutputFormat.DATATROVE);
    Path file = folder.resolve(name);
    byte[] manifest = Files.readAllBytes(folder.resolve(OutputManifest.NAME));
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(3);
    int found = 0;
    for (int round = 0; round < 80; round++) {
      Tampering.flip(file, random.nextInt(bytes.length), random.nextInt(8));
      try {
        Tampering.reseal(folder);
        OutputVerifier.verify(folder);
      } catch (BadOutputException e) {
        assertThat(e).message().startsWith(folder.toString()).hasLineCount(1);
        found++;
      } catch (IOException e) {
        assertThat(name)
            .as(() -> "a path that the manifest names: " + e)
            .isEqualTo("manifest.json");
      }
      Files.write(folder.resolve(OutputManifest.NAME), manifest);
      Files.write(file, bytes);
    }
    assertThat(found).isGreaterThan(8);
  }

  @Test
  void aMissingShard() throws IOException {
    Path folder = sharded(OutputFormat.NPY);
    OutputManifest manifest = OutputManifest.read(folder);
    Output output = manifest.outputs().getFirst();
    String last = output.shards().getLast().name();
    List<FileEntry> files = new ArrayList<>(manifest.files());
    files.removeIf(file -> file.path().contains(last));
    Tampering.write(folder, manifest, manifest.counts(), manifest.outputs(), files);
    refused(folder, "/manifest.json: does not list npy/" + last + ".npy");

    List<OutputManifest.Shard> shards = output.shards().subList(0, output.shards().size() - 1);
    List<Output> outputs =
        List.of(
            new Output(
                "npy",
                "npy",
                output.tokenType(),
                output.documentMask(),
                output.lossMask(),
                shards));
    Tampering.write(folder, manifest, manifest.counts(), outputs, files);
    refused(folder, "/npy/" + last + "\\..*: is not in the manifest");
    for (String ending : List.of(".npy", ".csv.gz", ".segments.jsonl.zst")) {
      Files.delete(folder.resolve("npy/" + last + ending));
    }
    refused(folder, "/npy: (document .* are missing .*|\\d+ contexts, the manifest says \\d+)");
  }

  private static String swapIds(String line) {
    return line.replaceFirst("(\"id\": )(\"[^\"]*\")(.*?\"id\": )(\"[^\"]*\")", "$1$4$3$2");
  }

  @Test
  void aSwappedSegment() throws IOException {
    Path folder = sharded(OutputFormat.NPY);
    Tampering.lines(
        folder.resolve("npy/part-00000.segments.jsonl.zst"),
        lines -> {
          int two = 0;
          while (swapIds(lines.get(two)).equals(lines.get(two))) {
            two++;
          }
          lines.set(two, swapIds(lines.get(two)));
          return lines;
        });
    Tampering.reseal(folder);

    refused(
        folder,
        "/npy: (document \"doc \\d+\" tokens \\d+ to \\d+ (are missing|stand twice) .*|other tokens"
            + " than were packed, .*)");
  }

  @Test
  void swappedContexts() throws IOException {
    Path folder = sharded(OutputFormat.MEGATRON);
    Tampering.lines(
        folder.resolve("megatron/contexts-00000.segments.jsonl.zst"),
        lines -> {
          Collections.swap(lines, 1, 2);
          return lines;
        });
    Tampering.reseal(folder);

    refused(folder, "/megatron/.*:2: context 2 where 1 should be");
  }

  @Test
  void aRepeatedDocument() throws IOException {
    Path folder = sharded(OutputFormat.JSONL);
    Path file = folder.resolve("contexts-00000.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(1, lines.get(0).replace("\"context\": 0", "\"context\": 1"));
    Files.write(file, lines);
    Tampering.reseal(folder);

    refused(folder, ": document \".*\" tokens \\d+ to \\d+ (stand twice|are missing) \\(.*\\)");
  }

  @Test
  void wrongCounts() throws Exception {
    Path folder = sharded(OutputFormat.MDS);
    OutputManifest manifest = OutputManifest.read(folder);
    RecordComponent[] components = Counts.class.getRecordComponents();
    for (int wrong = 0; wrong < components.length; wrong++) {
      for (int by : new int[] {-1, 1}) {
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int c = 0; c < components.length; c++) {
          types[c] = long.class;
          values[c] =
              (long) components[c].getAccessor().invoke(manifest.counts()) + (c == wrong ? by : 0);
        }
        Counts counts = Counts.class.getDeclaredConstructor(types).newInstance(values);
        Tampering.write(folder, manifest, counts, manifest.outputs(), manifest.files());
        assertThatThrownBy(() -> OutputVerifier.verify(folder))
            .as("%s by %d", components[wrong].getName(), by)
            .isInstanceOf(BadOutputException.class)
            .message()
            .containsAnyOf("the manifest says", "expected", "not a manifest");
      }
    }
  }

  @Test
  void aShardThatIsNotListed() throws IOException {
    Path folder = sharded(OutputFormat.JSONL, OutputFormat.NPY);
    Path stray = Files.writeString(folder.resolve("npy/part-99999.npy"), "x");
    refused(folder, "/npy/part-99999.npy: is not in the manifest");
    Files.delete(stray);
    Files.writeString(folder.resolve("notes.txt"), "mine");
    OutputVerifier.verify(folder);
    Files.writeString(folder.resolve("contexts.jsonl"), "x");
    refused(folder, "/contexts.jsonl: is not in the manifest");
  }

  @Test
  void noOutput() {
    refused(temporary, ": no finished output: there is no manifest.json");
  }
}
