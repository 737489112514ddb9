package dev.icp.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is said in a JVM of its own when something is missing from the class path. */
class MissingEngineTest {
  /** Prints why a model cannot be loaded. */
  static final class Program {
    public static void main(String[] args) {
      try {
        DjlEmbedder.load(Path.of(args[0])).close();
        System.out.println("loaded");
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void withoutAnEngineItsArtifactIsNamed() throws Exception {
    assertThat(runWithout("onnxruntime"))
        .isEqualTo(
            TestModels.ENCODER.resolve("onnx/model.onnx")
                + ": no engine for it on the class path: add"
                + " com.microsoft.onnxruntime:onnxruntime");
  }

  private static String runWithout(String jar) throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains(jar))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        OwnJvm.running(classPath, Program.class, TestModels.ENCODER.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return printed.strip();
  }
}
