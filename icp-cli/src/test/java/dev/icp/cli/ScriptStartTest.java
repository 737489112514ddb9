package dev.icp.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script {@code icp} keeps for a faster start, for whom, and when it uses it. */
class ScriptStartTest {
  @TempDir Path temp;
  private PretendedCheckout checkout;

  @BeforeEach
  void pretend() throws IOException {
    checkout = new PretendedCheckout(temp);
    useJava("jdk-25", "25.0.1", "");
  }

  /** A Java that keeps what it is asked to, and with it says {@code said} and then its version. */
  private void useJava(String name, String version, String said) throws IOException {
    Path home = checkout.jdk(name, version);
    Cli.write(
        home.resolve("release"),
        "IMPLEMENTOR=\"X\"\nJAVA_RUNTIME_VERSION=\"%1$s+8\"\nJAVA_VERSION=\"%1$s\"\n"
            .formatted(version));
    Cli.write(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        echo "$PWD" >>"%1$s"
        case $1 in
          -XX:AOTCacheOutput=*) echo kept >"${1#*=}"; echo much; echo more >&2; exit ;;
          -XX:AOTCache=*) [ "$(cat "${1#*=}")" = kept ] || exit 3
            printf '%2$s' >&2
            for last in "$@"; do :; done
            [ "$last" != --version ] || echo "icp 1" ;;
        esac
        printf '<%%s>\\n' "$@"
        """
            .formatted(temp.resolve("started"), said));
    checkout.environment().put("JAVA_HOME", home.toString());
  }

  private Path cache(String name) throws IOException {
    assertThat(checkout.installations()).hasSize(1);
    return checkout.installations().getFirst().resolve("cache").resolve(name);
  }

  @Test
  void isMadeOnceAfterABuildAndThenUsed() throws Exception {
    Cli first = checkout.icp("pack", "in");
    Cli second = checkout.icp("pack", "in");

    assertThat(first.err()).isEqualTo("First use: building icp, which takes a minute or so ...\n");
    assertThat(second.err()).isEmpty();
    Path cache = cache("25.0.1+8.aot");
    assertThat(second.out())
        .isEqualTo(first.out())
        .startsWith("<-XX:AOTCache=" + cache + ">\n<-XX:+VerifySharedSpaces>\n")
        .endsWith("<dev.icp.cli.Main>\n<pack>\n<in>\n");
    try (Stream<Path> files = Files.list(requireNonNull(cache.getParent()))) {
      assertThat(files).containsExactlyInAnyOrder(cache, cache.resolveSibling("25.0.1+8.at"));
    }
    // Made and tried in a folder of its own, then run where the user is.
    assertThat(Files.readAllLines(temp.resolve("started")))
        .hasSize(4)
        .endsWith(temp.toString(), temp.toString())
        .allMatch(folder -> folder.equals(temp.toString()) || folder.contains("/making."));
  }

  @Test
  void isNotUsedWhereJavaHasMoreToSay() throws Exception {
    useJava("jdk-25", "25.0.1", "warning");
    checkout.icp();

    Cli run = checkout.icp("pack");

    assertThat(run.out()).doesNotContain("AOT");
    assertThat(run.err()).isEmpty();
    assertThat(cache("25.0.1+8.aot")).isEmptyFile();
    assertThat(Files.readAllLines(temp.resolve("started"))).as("tried once").hasSize(4);
  }

  @Test
  void anotherJavaDoesNotGetIt() throws Exception {
    checkout.icp();
    useJava("jdk-26", "26", "");

    assertThat(checkout.icp().out()).doesNotContain("AOT");
    assertThat(checkout.icp("--prepare").succeeded().out()).isEmpty();
    assertThat(checkout.icp().out()).contains("<-XX:AOTCache=" + cache("26+8.aot") + ">");
  }

  @ParameterizedTest
  @ValueSource(strings = {"21.0.1", "24"})
  void olderJavasHaveNone(String version) throws Exception {
    useJava("jdk", version, "");

    assertThat(checkout.icp().out()).doesNotContain("AOT");
    assertThat(checkout.icp().out()).doesNotContain("AOT");
    checkout
        .icp("--prepare")
        .failed(1, "--prepare needs a Java 25 or later, not " + temp.resolve("jdk"));
  }

  @Test
  void withoutItJavaStartsAsBefore() throws Exception {
    checkout.icp();
    Path cache = cache("25.0.1+8.aot");
    Files.delete(cache);

    Cli run = checkout.icp("pack");

    assertThat(run.out()).doesNotContain("AOT").endsWith("<dev.icp.cli.Main>\n<pack>\n");
    assertThat(run.err()).isEmpty();
    assertThat(cache).as("nobody waits at a terminal").doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"moved", "a: moved"})
  void isNotUsedInAnotherPlace(String folder) throws Exception {
    checkout.icp("pack");
    PretendedCheckout moved = checkout.movedTo(folder);
    assertThat(moved.icp("pack").out()).doesNotContain("AOT").endsWith("<pack>\n");
  }

  @Test
  void isMadeAnewInAnotherPlace() throws Exception {
    checkout.icp("pack");
    checkout = checkout.movedTo("moved");
    checkout.icp("--prepare");
    assertThat(checkout.icp("pack").out()).contains("<-XX:AOTCache=" + cache("25.0.1+8.aot") + ">");
  }

  @Test
  void whereItCannotBeKeptNothingIsSaid() throws Exception {
    checkout.icp();
    Path cache = cache("25.0.1+8.aot");
    Path folder = requireNonNull(cache.getParent());
    Files.delete(cache);
    Files.delete(cache.resolveSibling("25.0.1+8.at"));
    Files.delete(folder);
    Cli.write(folder, "a file where the folder should be");

    assertThat(checkout.icp("pack").err()).isEmpty();
    checkout.icp("--prepare").failed(1, "cannot prepare a faster start in " + folder);
  }

  @ParameterizedTest
  @CsvSource({"neighbours v.npy", "pack in --vectors v", "pack --model=m in"})
  void denseVectorsStartWithoutIt(String arguments) throws Exception {
    checkout.icp();

    assertThat(checkout.icp(arguments.split(" ")).out()).doesNotContain("AOT");
  }

  /** What is small is over before Java's second compiler has made up for its own work. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--version",
        "pack no-such-file",
        "pack small",
        "pack small/a.txt small/b.jsonl.gz",
        "pack small --output large.txt",
        "pack small -o many --seed 1",
        "pack --metadata=source -- -small"
      })
  void smallInputsStartWithOneCompiler(String arguments) throws Exception {
    inputs();
    assertThat(checkout.icp(arguments.split(" ")).out()).contains("<-XX:TieredStopAtLevel=1>\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pack large.txt",
        "pack large.txt.gz",
        "pack small large.txt",
        "pack --from=large",
        "pack many",
        "pack -",
        "pack small/*.txt",
        "pack small/a.idx",
        "pack /dev/null",
        "pack small --vectors v.npy"
      })
  void othersHaveBoth(String arguments) throws Exception {
    inputs();
    assertThat(checkout.icp(arguments.split(" ")).out()).doesNotContain("Tiered");
  }

  @Test
  void whatCannotBeLookedAtIsLarge() throws Exception {
    inputs();
    Files.delete(temp.resolve("bin/awk"));
    assertThat(checkout.icp("pack", "small").out()).doesNotContain("Tiered");
  }

  private void inputs() throws IOException {
    Cli.write(temp.resolve("small/a.txt"), "a");
    Cli.write(temp.resolve("small/of spaces/b\n c.txt"), "b");
    Cli.write(temp.resolve("small/b.jsonl.gz"), "x".repeat(400_000));
    Cli.write(temp.resolve("-small"), "a");
    Cli.write(temp.resolve("large.txt.gz"), "x".repeat(600_000));
    Cli.write(temp.resolve("large.txt"), "x".repeat(4_000_001));
    Files.createSymbolicLink(
        Files.createDirectory(temp.resolve("large")).resolve("link"), temp.resolve("large.txt"));
    for (int i = 0; i <= 1000; i++) {
      Cli.write(temp.resolve("many/" + i), "");
    }
  }
}
