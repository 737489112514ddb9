package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.ContextBuilder;
import dev.icp.PackedContexts;
import dev.icp.spi.ContextWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  private static final OutputOptions SHARDS = OutputOptions.defaults().shardBytes(1000);

  private static final String ASK = "choose another folder, or ask to overwrite it (--overwrite)";

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void paths() {
    folder = temporary.resolve("made/out");
  }

  private void write(OutputFolder output, ContextBuilder builder, OutputFormat... formats)
      throws IOException {
    try (output;
        PackedContexts contexts = builder.pack(64)) {
      for (OutputFormat format : formats) {
        ContextWriter writer = output.contexts(format, SHARDS);
        contexts.writeTo(writer);
      }
      output.commit(contexts.report());
    }
  }

  private Map<String, String> content(Path below) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(below)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = below.relativize(file).toString();
        if (!name.equals("report.json")) {
          content.put(name, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return content;
  }

  @Test
  void theManifestListsEverything() throws IOException {
    write(OutputFolder.open(folder), Samples.padded(), OutputFormat.JSONL, OutputFormat.MDS);

    OutputManifest manifest = OutputManifest.read(folder);
    List<String> listed = manifest.files().stream().map(OutputManifest.FileEntry::path).toList();
    List<String> there = new ArrayList<>(content(folder).keySet());
    there.remove("manifest.json");
    assertThat(listed).isEqualTo(there);
    assertThat(folder.resolve("report.json")).exists();
    for (OutputManifest.FileEntry file : manifest.files()) {
      assertThat(folder.resolve(file.path())).hasSize(file.bytes());
      assertThat(folder.resolve(file.path())).hasDigest("SHA-256", file.sha256());
    }
    assertThat(manifest.outputs()).hasSize(2);
    OutputManifest.Output mds = manifest.outputs().getLast();
    assertThat(mds.format()).isEqualTo("mds");
    assertThat(mds.tokenType()).isEqualTo("uint16");
    assertThat(mds.shards()).hasSizeGreaterThan(2);
    assertThat(mds.shards().stream().mapToLong(OutputManifest.Shard::contexts).sum())
        .isEqualTo(manifest.counts().contexts());
    assertThat(mds.shards().get(1).firstContext()).isEqualTo(mds.shards().get(0).contexts());
    assertThat(manifest.settings().contextLength()).isEqualTo(64);
    assertThat(manifest.corpus().fingerprint()).hasSize(64);
  }

  @Test
  void equalContextsHaveEqualManifests() throws IOException {
    Path other = temporary.resolve("other");
    write(OutputFolder.open(folder), Samples.padded().threads(1), OutputFormat.NPY);
    write(OutputFolder.open(other), Samples.padded().threads(2), OutputFormat.NPY);

    assertThat(content(folder)).isEqualTo(content(other));
  }

  @Test
  void contentsDoNotDependOnTheFormatOrTheOrderOfContexts() throws IOException {
    Path other = temporary.resolve("other");
    write(OutputFolder.open(folder), Samples.padded(), OutputFormat.NPY);
    write(OutputFolder.open(other), Samples.padded().seed(7), OutputFormat.JSONL);

    assertThat(OutputManifest.read(folder).contents())
        .isEqualTo(OutputManifest.read(other).contents());
  }

  @Test
  void anotherOutputIsNotReplacedUnasked() throws IOException {
    write(
        OutputFolder.open(folder, List.of("--a=1", "--b=2"), false),
        Samples.padded(),
        OutputFormat.JSONL);
    Map<String, String> before = content(folder);

    assertThatIOException()
        .isThrownBy(() -> OutputFolder.open(folder, List.of("--a=3", "--b=2"), false))
        .withMessage(folder + ": holds the output of another run (--a=1): " + ASK);
    assertThatIOException()
        .isThrownBy(() -> OutputFolder.open(folder))
        .withMessage(folder + ": holds the output of another run: " + ASK);
    assertThat(content(folder)).isEqualTo(before);
  }

  @Test
  void theSameRunReplacesItsOutput() throws IOException {
    List<String> command = List.of("--a=1");
    write(OutputFolder.open(folder, command, false), Samples.padded(), OutputFormat.JSONL);
    Map<String, String> before = content(folder);
    write(OutputFolder.open(folder, command, false), Samples.padded(), OutputFormat.JSONL);

    assertThat(content(folder)).isEqualTo(before);
  }

  @Test
  void overwritingLeavesNothingOfTheOldOutputAndAllElse() throws IOException {
    write(OutputFolder.open(folder), Samples.padded(), OutputFormat.JSONL, OutputFormat.NPY);
    Path mine = Files.writeString(folder.resolve("notes.txt"), "mine");
    write(OutputFolder.open(folder, List.of(), true), Samples.padded(), OutputFormat.MDS);

    assertThat(mine).hasContent("mine");
    assertThat(content(folder).keySet())
        .allMatch(name -> name.startsWith("mds/") || name.matches("manifest.json|notes.txt"));
    assertThat(folder.resolve("npy")).doesNotExist();
  }

  @Test
  void onlyOneRunAtATime() throws IOException {
    try (OutputFolder first = OutputFolder.open(folder)) {
      assertThatIOException()
          .isThrownBy(() -> OutputFolder.open(folder))
          .withMessage(folder + ": another run is writing into this folder");
      assertThatIOException().isThrownBy(() -> OutputFolder.open(folder.resolve("../out")));
      write(first, Samples.padded(), OutputFormat.JSONL);
    }
    OutputFolder.open(folder, List.of(), true).close();
  }

  @Test
  void closingWithoutCommitLeavesEverythingAsItWas() throws IOException {
    try (OutputFolder output = OutputFolder.open(folder);
        PackedContexts contexts = Samples.padded().pack(64)) {
      contexts.writeTo(output.contexts(OutputFormat.MDS, SHARDS));
    }
    assertThat(temporary).isEmptyDirectory();
    write(OutputFolder.open(folder), Samples.padded(), OutputFormat.JSONL);
    Map<String, String> before = content(folder);
    try (OutputFolder output = OutputFolder.open(folder, List.of(), true);
        PackedContexts contexts = Samples.padded().pack(32)) {
      contexts.writeTo(output.contexts(OutputFormat.MEGATRON, SHARDS));
      contexts.writeTo(output.contexts(OutputFormat.JSONL, SHARDS));
    }
    assertThat(content(folder)).isEqualTo(before);
    assertThat(folder.resolve("megatron")).doesNotExist();
  }

  @Test
  void whatKilledRunsLeftIsDeleted() throws IOException {
    write(OutputFolder.open(folder), Samples.padded(), OutputFormat.JSONL, OutputFormat.NPY);
    // Killed while files got their names.
    Files.move(folder.resolve("manifest.json"), folder.resolve(".manifest.json.replaced"));
    Files.copy(folder.resolve(".manifest.json.replaced"), folder.resolve(".manifest.json.coming"));
    Path leftover = folder.resolve("npy/.part-00000.npy.0123456789abcdef.tmp");
    Files.writeString(leftover, "x");
    String report = OutputFolder.UNFINISHED_REPORT + ".0123456789abcdef.tmp";
    Files.writeString(folder.resolve("." + report), "x");
    Path neighbours = folder.resolve(".neighbours.npy.0123456789abcdef.tmp");
    Files.writeString(neighbours, "x");
    OutputFolder.open(folder).close();

    assertThat(content(folder).keySet()).containsExactly(neighbours.getFileName().toString());
  }

  @Test
  void aLinkThatLeadsNowhereIsSaid() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("nowhere"));

    assertThatIOException()
        .isThrownBy(() -> OutputFolder.open(link))
        .withMessage(link + ": cannot be written: a link that leads nowhere");
    assertThat(link).isSymbolicLink();
  }

  @Test
  void aManifestOfSomeoneElseIsNotReplaced() throws IOException {
    TestFiles.write(folder.resolve("manifest.json"), "{\"name\": \"my web site\"}");

    assertThatIOException()
        .isThrownBy(() -> OutputFolder.open(folder, List.of(), true))
        .withMessage(
            folder + "/manifest.json: not a manifest: field \"format\" is missing or wrong");
  }

  @Test
  void aManifestCannotDeleteOutside() throws IOException {
    write(OutputFolder.open(folder), Samples.padded(), OutputFormat.JSONL);
    Path outside = TestFiles.write(temporary.resolve("outside"), "mine");
    Path manifest = folder.resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(
        manifest, text.replaceFirst("\"path\": \"[^\"]+\"", "\"path\": \"../../outside\""));
    write(OutputFolder.open(folder, List.of(), true), Samples.padded(), OutputFormat.MDS);

    assertThat(outside).hasContent("mine");
  }

  @Test
  void protocolIsChecked() throws IOException {
    try (OutputFolder output = OutputFolder.open(folder);
        PackedContexts contexts = Samples.padded().pack(64)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> output.commit(contexts.report()))
          .withMessage("no contexts were written");
      ContextWriter writer = output.contexts(OutputFormat.MDS, SHARDS);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> output.contexts(OutputFormat.MDS, SHARDS))
          .withMessage("format: MDS has a writer");
      writer.write(contexts.iterator().next());
      assertThatIllegalStateException()
          .isThrownBy(() -> output.commit(contexts.report()))
          .withMessageStartingWith("mds: 1 contexts written and not committed, the report has ");
    }
    assertThat(temporary).isEmptyDirectory();
  }
}
