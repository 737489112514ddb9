package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.icp.Boundary;
import dev.icp.ContextBuilder;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tokens are to be learned. */
class LossMaskTest {
  private static final int LENGTH = 96;

  @TempDir Path folder;

  private List<PackedContext> write(OutputFormat format, Tail tail, OutputOptions options)
      throws IOException {
    try (PackedContexts contexts =
            ContextBuilder.of(Samples.documents())
                .boundary(Boundary.KEEP_WHOLE)
                .tail(tail)
                .pack(LENGTH);
        OutputFolder output = OutputFolder.open(folder, List.of(), true)) {
      contexts.writeTo(output.contexts(format, options));
      output.commit(contexts.report());
      return contexts.stream().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NPY, npy/part-00000.label_mask",
    "DATATROVE, datatrove/contexts-00000.ds.loss",
  })
  void aByteForEachToken(OutputFormat format, String file) throws IOException {
    List<PackedContext> contexts = write(format, Tail.PAD, OutputOptions.defaults().lossMask(true));
    OutputVerifier.verify(folder);

    byte[] mask = Files.readAllBytes(folder.resolve(file));
    assertThat(mask).hasSize(contexts.size() * LENGTH);
    assertThat(contexts).anyMatch(context -> context.padding() > 0);
    for (PackedContext context : contexts) {
      for (int i = 0; i < LENGTH; i++) {
        assertThat(mask[(int) context.index() * LENGTH + i])
            .isEqualTo((byte) (i < LENGTH - context.padding() ? 1 : 0));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NPY, npy/part-00000.label_mask",
    "DATATROVE, datatrove/contexts-00000.ds.loss",
  })
  void oneOffIsFound(OutputFormat format, String file) throws IOException {
    List<PackedContext> contexts = write(format, Tail.PAD, OutputOptions.defaults().lossMask(true));
    PackedContext padded =
        contexts.stream().filter(context -> context.padding() > 1).findFirst().orElseThrow();
    int filled = LENGTH - padded.padding();
    Path mask = folder.resolve(file);
    byte[] right = Files.readAllBytes(mask);
    int first = (int) padded.index() * LENGTH + filled;
    for (int wrong : new int[] {first - 1, first}) {
      byte[] bytes = right.clone();
      bytes[wrong] ^= 1;
      Files.write(mask, bytes);
      Tampering.reseal(folder);
      assertThatExceptionOfType(BadOutputException.class)
          .isThrownBy(() -> OutputVerifier.verify(folder))
          .withMessageContaining(
              "context %d: the token at %d carries %s loss"
                  .formatted(padded.index(), wrong - first + filled, wrong < first ? "no" : "a"));
    }
    for (int size : new int[] {right.length - 1, right.length + 1}) {
      Files.write(mask, Arrays.copyOf(right, size));
      Tampering.reseal(folder);
      assertThatExceptionOfType(BadOutputException.class)
          .isThrownBy(() -> OutputVerifier.verify(folder))
          .withMessageContaining(mask.getFileName().toString());
    }
  }

  /** In the shard itself: shards larger than what is read at once, and short contexts too. */
  @ParameterizedTest
  @CsvSource({"PAD", "SHORT"})
  void mdsHasAColumn(Tail tail) throws IOException {
    List<PackedContext> contexts =
        write(OutputFormat.MDS, tail, OutputOptions.defaults().lossMask(true));
    OutputVerifier.verify(folder);
    assertThat(Files.readString(folder.resolve("mds/index.json")))
        .contains("\"column_names\": [\"indices\", \"input_ids\", \"length\", \"mask\"]")
        .contains("\"ndarray:uint8\"");

    Path shard = folder.resolve("mds/shard.00000.mds");
    byte[] bytes = Files.readAllBytes(shard);
    PackedContext last = contexts.getLast();
    // The mask of the last sample ends the file.
    int end = bytes.length - last.padding() - 1;
    assertThat(bytes[end]).isEqualTo((byte) 1);
    bytes[end] = 0;
    Files.write(shard, bytes);
    Tampering.reseal(folder);
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(folder))
        .withMessageContaining("context " + last.index() + ": the token at ");
  }

  @Test
  void nothingIsSaidUnlessAskedFor() throws IOException {
    write(OutputFormat.NPY, Tail.PAD, OutputOptions.defaults());
    assertThat(folder.resolve("npy/part-00000.label_mask")).doesNotExist();
    assertThat(OutputManifest.read(folder).outputs().getFirst().lossMask()).isFalse();
    write(OutputFormat.NPY, Tail.PAD, OutputOptions.defaults().lossMask(true));
    assertThat(OutputManifest.read(folder).outputs().getFirst().lossMask()).isTrue();
    write(OutputFormat.MEGATRON, Tail.PAD, OutputOptions.defaults().lossMask(true));
    assertThat(OutputManifest.read(folder).outputs().getFirst().lossMask()).isFalse();
    assertThat(folder.resolve("npy")).doesNotExist();
    assertThatNoException().isThrownBy(() -> OutputVerifier.verify(folder));
  }
}
