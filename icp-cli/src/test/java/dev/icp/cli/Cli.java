package dev.icp.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs the command within the test's JVM. */
record Cli(int code, String out, String err) {
  static Cli run(Object... arguments) {
    return run(false, arguments);
  }

  static Cli onTerminal(Object... arguments) {
    return run(true, arguments);
  }

  private static Cli run(boolean terminal, Object[] arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] args = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    int code =
        Main.run(
            args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), terminal);
    return new Cli(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Requires that the run went well and without a word on standard error. */
  Cli succeeded() {
    assertThat(said()).isEmpty();
    assertThat(code).isZero();
    return this;
  }

  /** Requires an exit code, and exactly one line that says why. */
  Cli failed(int expectedCode, String message) {
    assertThat(said()).isEqualTo("icp: " + message + System.lineSeparator());
    assertThat(out).isEmpty();
    assertThat(code).isEqualTo(expectedCode);
    return this;
  }

  private String said() {
    return withoutProgress(err);
  }

  /** Returns error output without how far a run was, which only a slow machine says. */
  static String withoutProgress(String err) {
    return err.lines()
        .filter(
            line -> !line.matches("[A-Z][a-z ]+: [0-9,]+ .* after [0-9.]+ (min [0-9]+ )?s( .*)?"))
        .map(line -> line + System.lineSeparator())
        .collect(joining());
  }

  static Path write(Path file, String text) {
    return write(file, text.getBytes(UTF_8));
  }

  static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a file's first bytes as text. */
  static String header(Path file, int length) {
    try {
      return new String(Files.readAllBytes(file), 0, length, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
