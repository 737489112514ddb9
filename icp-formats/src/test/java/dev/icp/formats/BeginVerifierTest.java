package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.icp.Begin;
import dev.icp.Boundary;
import dev.icp.ContextBuilder;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Outputs with begin tokens: intact ones are, others are found out. */
class BeginVerifierTest {
  private static final int BEGIN = 1;
  private static final OutputFormat[] FORMATS = {
    OutputFormat.JSONL, OutputFormat.MEGATRON, OutputFormat.MDS, OutputFormat.NPY
  };

  @TempDir private Path temporary;

  private Path write(ContextBuilder builder) throws IOException {
    Path folder = temporary.resolve("out");
    try (OutputFolder output = OutputFolder.open(folder, List.of(), true);
        PackedContexts contexts = builder.tail(Tail.PAD).pack(64)) {
      for (OutputFormat format : FORMATS) {
        contexts.writeTo(output.contexts(format, OutputOptions.defaults().documentMask(true)));
      }
      output.commit(contexts.report());
    }
    return folder;
  }

  private static ContextBuilder builder() {
    return ContextBuilder.of(Samples.documents());
  }

  @ParameterizedTest
  @EnumSource(Begin.class)
  void intact(Begin begin) throws IOException {
    for (int token : new int[] {BEGIN, 256}) {
      for (Boundary boundary : Boundary.values()) {
        for (boolean start : new boolean[] {false, true}) {
          ContextBuilder builder = builder().boundary(boundary).begin(begin, token);
          Path folder = write(start ? builder.startAtDocument() : builder);
          assertThat(OutputVerifier.verify(folder).settings().begin()).isEqualTo(begin.name());
        }
      }
    }
    assertThat(OutputVerifier.verify(write(builder().begin(begin, 0).noSeparator().padding(9))))
        .isNotNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = Begin.class,
      names = {"DOCUMENT", "CONTEXT"})
  void anotherTokenIsFound(Begin begin) throws IOException {
    for (Boundary boundary : Boundary.values()) {
      Path folder = write(builder().boundary(boundary).begin(begin, BEGIN));
      edit(folder, "\"beginToken\": 1,", "\"beginToken\": 2,");
      assertThatExceptionOfType(BadOutputException.class)
          .isThrownBy(() -> OutputVerifier.verify(folder))
          .withMessageContaining("where no document stands: expected the begin token 2");
    }
  }

  @Test
  void anotherPlaceIsFound() throws IOException {
    Path folder = write(builder().begin(Begin.DOCUMENT, BEGIN));
    edit(folder, "\"begin\": \"DOCUMENT\"", "\"begin\": \"CONTEXT\"");
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(folder));
    edit(folder, "\"begin\": \"CONTEXT\"", "\"begin\": \"NONE\"");
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(folder))
        .withMessageContaining("begin: \"NONE\" with begin token");
  }

  @Test
  void anotherSeparatorIsFound() throws IOException {
    Path folder = write(builder().begin(Begin.DOCUMENT, BEGIN));
    edit(folder, "\"separator\": 256", "\"separator\": 255");
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(folder))
        .withMessageContaining("expected the separator 255");
  }

  @Test
  void wrongCountsAreFound() throws IOException {
    Path folder = write(builder().begin(Begin.CONTEXT, BEGIN));
    String manifest = Files.readString(folder.resolve(OutputManifest.NAME));
    long begins = OutputManifest.read(folder).counts().begins();
    Files.writeString(
        folder.resolve(OutputManifest.NAME),
        manifest.replace("\"begins\": " + begins, "\"begins\": " + (begins + 1)));
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(folder))
        .withMessageContaining(begins + " begin tokens, the manifest says " + (begins + 1));
  }

  private static void edit(Path folder, String from, String to) throws IOException {
    Path manifest = folder.resolve(OutputManifest.NAME);
    String text = Files.readString(manifest);
    assertThat(text).contains(from);
    Files.writeString(manifest, text.replace(from, to));
  }
}
