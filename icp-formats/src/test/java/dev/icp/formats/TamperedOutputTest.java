package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.spi.ContextWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was done to an output after it was written, and to writers while it was. */
class TamperedOutputTest {
  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void write() throws IOException {
    folder = temporary.resolve("out");
    pack(folder, 0, OutputFormat.JSONL, OutputFormat.NPY);
    OutputVerifier.verify(folder);
  }

  private static void pack(Path to, long seed, OutputFormat... formats) throws IOException {
    try (OutputFolder output = OutputFolder.open(to);
        PackedContexts contexts = Samples.padded().seed(seed).pack(64)) {
      for (OutputFormat format : formats) {
        contexts.writeTo(output.contexts(format, OutputOptions.defaults()));
      }
      output.commit(contexts.report());
    }
  }

  private void refused(String message) {
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(folder))
        .withMessageContaining(message);
  }

  private void changeManifest(String was, String is) throws IOException {
    Path manifest = folder.resolve(OutputManifest.NAME);
    String before = Files.readString(manifest);
    String after = before.replaceFirst(was, is);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(manifest, after);
  }

  @Test
  void swappedContextsAreFoundAlthoughEverythingIsSealedAnew() throws IOException {
    Path file = folder.resolve("contexts.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    String first = lines.get(0).replaceFirst("\"context\": 0", "\"context\": 1");
    lines.set(0, lines.get(1).replaceFirst("\"context\": 1", "\"context\": 0"));
    lines.set(1, first);
    Files.writeString(file, String.join("\n", lines) + "\n");
    Tampering.reseal(folder);
    refused("in other places than they were packed");
  }

  @Test
  void formatsOfTwoPackingsAreFound() throws IOException {
    Path other = temporary.resolve("other");
    pack(other, 7, OutputFormat.JSONL, OutputFormat.NPY);
    Files.copy(
        other.resolve("contexts.jsonl"),
        folder.resolve("contexts.jsonl"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Tampering.reseal(folder);
    refused("in other places than they were packed");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"seed\": 0 | \"seed\": 1",
        "\"fingerprint\": \"..... | \"fingerprint\": \"00000",
        "\"orderer\": \"[^\"]* | \"orderer\": \"other",
        "\"embedder\": \"[^\"]* | \"embedder\": \"other",
        "\"tokenizer\": \"[^\"]* | \"tokenizer\": \"other",
        "\"repeats\": false | \"repeats\": true",
        "\"tail\": \"[A-Za-z]* | \"tail\": \"drop",
        "\"version\": \"[^\"]* | \"version\": \"9",
        "\"deterministic\": true | \"deterministic\": true, \"more\": 1",
      })
  void aChangedManifestIsFound(String was, String is) throws IOException {
    changeManifest(was, is);
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(folder));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"contextLength\": 64 | \"contextLength\": 0",
        "\"contexts\": \\d+ | \"contexts\": 9223372036854775807",
        "\"documentsPacked\": \\d+ | \"documentsPacked\": -1",
        "\"path\": \"contexts | \"path\": \"con\\\\u0000texts",
        "\"path\": \"contexts.jsonl | \"path\": \"/etc/passwd",
        "\"folder\": \"npy | \"folder\": \"../npy",
        "\"name\": \"part-00000 | \"name\": \"../part-00000",
        "\"bytes\": \\d+ | \"bytes\": 9223372036854775807",
        "\"firstContext\": 0 | \"firstContext\": 9223372036854775807",
      })
  void valuesThatCannotBeAreNoManifest(String was, String is) throws IOException {
    changeManifest(was, is);
    refused("manifest.json: not a manifest: ");
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputInspector.open(folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mds/shard.00000.mds", "npy/part-00009.npy", "contexts-00003.jsonl"})
  void strayShardsAndFoldersAreFound(String stray) throws IOException {
    TestFiles.write(folder.resolve(stray), "x");
    refused(stray + ": is not in the manifest");
  }

  @Test
  void writersKeepToTheirProtocol() throws IOException {
    Path to = temporary.resolve("states");
    List<PackedContext> all = new ArrayList<>();
    try (OutputFolder output = OutputFolder.open(to);
        PackedContexts contexts = Samples.padded().pack(64)) {
      contexts.forEach(all::add);
      ContextWriter writer = output.contexts(OutputFormat.NPY, OutputOptions.defaults());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.write(all.get(1)))
          .withMessage("context 1, expected 0");
      writer.begin(contexts.report());
      writer.write(all.get(0));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.write(all.get(0)))
          .withMessage("context 0, expected 1");
      for (PackedContext context : all.subList(1, all.size())) {
        writer.write(context);
      }
      writer.commit();
      assertThatIllegalStateException().isThrownBy(() -> writer.write(all.get(0)));
      assertThatIllegalStateException().isThrownBy(writer::commit);
      output.commit(contexts.report());
      assertThatIllegalStateException().isThrownBy(() -> output.commit(contexts.report()));
      assertThatIllegalStateException()
          .isThrownBy(() -> output.contexts(OutputFormat.MDS, OutputOptions.defaults()));
    }
    OutputVerifier.verify(to);
    ContextWriter closed = ContextWriters.npy(temporary.resolve("closed"));
    closed.close();
    assertThatIllegalStateException().isThrownBy(() -> closed.write(all.get(0)));
    assertThatIllegalStateException().isThrownBy(closed::commit);
  }
}
