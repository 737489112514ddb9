package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.cli.fuzz.Mutator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever stands in a file that is read, the command ends by itself, with a result or with one
 * line that says what is wrong: never out of memory, never an internal error. A few files for each
 * reader with seeds that are the same every time, and all those that once were a failure; with
 * {@code -Pfuzz} as many as some minutes hold, from seeds that the clock gives. A file that fails
 * is left in {@code target/fuzz}: to be mended, and then to be moved to {@code
 * src/test/resources/fuzz}.
 */
class FuzzTest {
  /** For each reader; 0 for a few files. */
  private static final double MINUTES = Double.parseDouble(System.getProperty("icp.fuzz", "0"));

  private static final int FEW = 3;
  private static final Path KEPT = Path.of("src/test/resources/fuzz");
  private static final Path FAILURES = Path.of("target/fuzz");

  /** More than any of these small files takes, on a machine that does other things as well. */
  private static final long SECONDS = 120;

  @TempDir private static Path folder;
  private static FuzzTargets targets = new FuzzTargets(Path.of(""));

  @BeforeAll
  static void write() throws IOException {
    targets = new FuzzTargets(folder);
    targets.write();
  }

  static List<String> names() {
    return targets.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void readOrRefused(String name) throws IOException {
    FuzzTargets.Target target = targets.of(name);
    byte[] start = Files.readAllBytes(target.file());
    long end = System.nanoTime() + (long) (MINUTES * 60e9);
    long seed = MINUTES == 0 ? 1 : System.nanoTime();
    List<String> wrong = new ArrayList<>();
    int rounds = 0;
    int refused = 0;
    for (; MINUTES == 0 ? rounds < FEW : System.nanoTime() < end; rounds++) {
      byte[] bytes = new Mutator(seed + rounds).mutated(start);
      targets.reset(target);
      int before = wrong.size();
      refused += tried(target, bytes, wrong) ? 1 : 0;
      if (wrong.size() > before) {
        Cli.write(FAILURES.resolve(name + "/" + (seed + rounds)), bytes);
      }
    }
    targets.reset(target);
    System.out.println(name + ": " + rounds + " files, " + refused + " refused");
    assertThat(wrong).as("%s; the files are in %s", name, FAILURES).isEmpty();
  }

  @Test
  void filesThatOnceWereAFailure() throws IOException {
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> files = Files.exists(KEPT) ? Files.walk(KEPT) : Stream.empty()) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = KEPT.relativize(file).getName(0).toString();
        FuzzTargets.Target target = targets.of(name);
        targets.reset(target);
        tried(target, Files.readAllBytes(file), wrong);
        targets.reset(target);
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Returns whether a file was refused; adds what is wrong with how. */
  private static boolean tried(FuzzTargets.Target target, byte[] bytes, List<String> wrong)
      throws IOException {
    boolean refused = false;
    target.put(bytes);
    for (Object[] command : target.commands()) {
      long begin = System.nanoTime();
      Cli run = Cli.run(command);
      String said = run.err().strip();
      String what = target.name() + ": icp " + command[0] + ": ";
      if (run.code() == 1) {
        refused = true;
      }
      if (run.code() != 0
          && (run.code() > 2
              || said.lines().filter(line -> line.startsWith("icp: ")).count() != 1
              || !said.lines().reduce("", (before, last) -> last).startsWith("icp: ")
              || said.contains("internal error")
              || said.contains("out of memory"))) {
        wrong.add(what + said.lines().limit(3).toList());
      }
      if (System.nanoTime() - begin > SECONDS * 1_000_000_000L) {
        wrong.add(what + "takes more than " + SECONDS + " seconds");
      }
      target.check(run, what, wrong);
    }
    return refused;
  }
}
