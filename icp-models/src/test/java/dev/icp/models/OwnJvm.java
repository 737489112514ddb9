package dev.icp.models;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of tests that need a JVM of their own. */
final class OwnJvm {
  private OwnJvm() {}

  static ProcessBuilder running(String classPath, Class<?> program, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                program.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
