package dev.icp.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine writes to the console, which native code does behind the back of System.err. */
class SilentEngineTest {
  @TempDir private Path folder;

  /** Gives a model more tokens than it has positions. */
  static final class Program {
    public static void main(String[] args) {
      Path file = TestModels.ENCODER.resolve("onnx/model.onnx");
      try (EngineModel model =
          ModelEngine.ONNX_RUNTIME.load(
              file,
              new ModelEngine.Device(1, OptionalInt.empty()),
              null,
              new TokenPooling(Pooling.MEAN, List.of(), false),
              0)) {
        model.embed(new TokenBatch(List.of(new int[200])));
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void aFailureIsTheExceptionAlone() throws Exception {
    Path errors = folder.resolve("stderr");
    Process process =
        OwnJvm.running(System.getProperty("java.class.path"), Program.class)
            .redirectError(errors.toFile())
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    assertThat(printed).contains("model.onnx: the model fails: ");
    assertThat(Files.readString(errors)).doesNotContain("onnxruntime");
  }
}
