package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A browser without a window. */
public final class Chromium {
  private static final String PATH = Objects.requireNonNullElse(System.getenv("PATH"), "");

  private final Path temporary;
  private final boolean dark;
  private final int width;

  Chromium(Path temporary, boolean dark, int width) {
    this.temporary = temporary;
    this.dark = dark;
    this.width = width;
  }

  /** Skips the test where there is no such browser. */
  public static void require() {
    assumeTrue(
        isThere(), "no Chromium on PATH, so pages are not looked at (apt-get install chromium)");
  }

  /** Returns whether there is such a browser. */
  public static boolean isThere() {
    return executable().isPresent();
  }

  static Optional<String> executable() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(
            name ->
                Stream.of(PATH.split(File.pathSeparator, -1)).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** Returns the elements of a page after its scripts have run. */
  String elements(Path page) throws IOException, InterruptedException {
    Path out = Files.createTempFile(temporary, "elements", ".html");
    run(page, out, "--dump-dom");
    return Files.readString(out);
  }

  /** Returns how the page's upper part looks. */
  BufferedImage picture(Path page, int height) throws IOException, InterruptedException {
    Path file = Files.createTempFile(temporary, "picture", ".png");
    run(
        page,
        Files.createTempFile(temporary, "nothing", ".txt"),
        "--window-size=" + width + "," + height,
        "--hide-scrollbars",
        "--screenshot=" + file);
    return ImageIO.read(file.toFile());
  }

  private void run(Path page, Path out, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                executable().orElseThrow(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--user-data-dir=" + Files.createTempDirectory(temporary, "profile"),
                "--virtual-time-budget=5000",
                "--window-size=" + width + ",1000",
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                "--enable-logging=stderr"));
    command.addAll(List.of(arguments));
    command.add(page.toUri().toString());
    Path err = Files.createTempFile(temporary, "log", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("Chromium has ended").isTrue();
      assertThat(process.exitValue()).as(Files.readString(err)).isZero();
      assertThat(Files.readString(err)).as("complaints of the page").doesNotContain("CONSOLE");
    } finally {
      process.destroyForcibly();
    }
  }
}
