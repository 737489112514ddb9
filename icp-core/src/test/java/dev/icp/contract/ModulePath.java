package dev.icp.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Programs in modules, made of what stands on the class path of the test that runs them. */
public final class ModulePath {
  /** What is only there for tests. */
  private static final Pattern TESTS =
      Pattern.compile(
          "test-classes|.*-tests\\.jar"
              + "|(junit|assertj|archunit|byte-buddy|opentest4j|apiguardian|surefire).*");

  private final String modules;
  private final String others;

  private ModulePath(String modules, String others) {
    this.modules = modules;
    this.others = others;
  }

  /**
   * Puts all on the module path but some jars, which stay on the class path.
   *
   * @param noModule of their names
   */
  public static ModulePath ofAllBut(Predicate<String> noModule) {
    List<Path> entries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(entry -> !TESTS.matcher(entry.getFileName().toString()).matches())
            .toList();
    return new ModulePath(
        joined(entries.stream().filter(entry -> !noModule.test(entry.toString()))),
        joined(entries.stream().filter(entry -> noModule.test(entry.toString()))));
  }

  private static String joined(Stream<Path> entries) {
    return entries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Compiles a module, without a warning.
   *
   * @param classes a folder that gets it
   */
  public void compile(Path classes, Path... sources) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("-Xlint:all", "-Werror", "--module-path", modules, "-d", classes.toString()));
    for (Path source : sources) {
      arguments.add(source.toString());
    }
    assertThat(run("javac", arguments)).isEmpty();
  }

  /**
   * Runs a program and returns what it printed; it must end well.
   *
   * @param own the folder of a module of its own
   * @param flags for the JVM
   * @param main module and class
   */
  public String java(Path own, List<String> flags, String main, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(flags);
    command.addAll(List.of("--module-path", modules + File.pathSeparator + own));
    if (!others.isEmpty()) {
      command.addAll(List.of("--class-path", others));
    }
    command.addAll(List.of("--module", main));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return run("java", command);
  }

  private static String run(String tool, List<String> arguments)
      throws IOException, InterruptedException {
    Path printed = Files.createTempFile("printed", ".txt");
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
      command.addAll(arguments);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile())
              .start();
      int code = process.waitFor();
      String output = Files.readString(printed, StandardCharsets.UTF_8);
      assertThat(code).as(output).isZero();
      return output;
    } finally {
      Files.delete(printed);
    }
  }
}
