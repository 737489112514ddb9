package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the script {@code icp} starts, and how. */
class ScriptRunTest {
  @TempDir Path temp;
  private PretendedCheckout checkout;

  @BeforeEach
  void pretend() throws IOException {
    checkout = new PretendedCheckout(temp);
  }

  @Test
  void passesOverOldJdks() throws Exception {
    checkout.environment().put("JAVA_HOME", checkout.jdk("jdk-17", "17.0.9").toString());
    Path onPath = checkout.jdk("jdk-21", "21.0.1");
    Files.createSymbolicLink(temp.resolve("bin/java"), onPath.resolve("bin/java"));

    assertThat(checkout.icp().out()).startsWith(onPath + "/bin/java\n");
  }

  @Test
  void asksAJdkWithoutReleaseFileForItsVersion() throws Exception {
    Path home = checkout.jdk("jdk", "25");
    Files.delete(home.resolve("release"));
    Cli.write(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        [ "$1" = -version ] && echo 'openjdk version "25.0.1" 2025-10-21' >&2 || echo ran
        """);
    checkout.environment().put("JAVA_HOME", home.toString());

    assertThat(checkout.icp().out()).isEqualTo("ran\n");
  }

  @ParameterizedTest
  @CsvSource({
    "pack --heap 2g in, -Xmx2g",
    "pack in --heap=900m, -Xmx900m",
    "pack --heap 1g --heap 2G, -Xmx2G",
    "pack --heap 9999999g, -XX:MaxRAMPercentage=50",
    "pack --heap 900000g, -XX:MaxRAMPercentage=50",
    "pack --heap 08g, -XX:MaxRAMPercentage=50",
    "pack --heap 1x2g, -XX:MaxRAMPercentage=50",
    "pack --heap g, -XX:MaxRAMPercentage=50",
    "pack --heap 99m, -XX:MaxRAMPercentage=50",
    "pack --heap 2, -XX:MaxRAMPercentage=50",
    "pack --heap 2gb, -XX:MaxRAMPercentage=50",
    "pack --heap 0g, -XX:MaxRAMPercentage=50",
    "pack --heap -2g, -XX:MaxRAMPercentage=50",
    "pack --heap, -XX:MaxRAMPercentage=50",
    "pack -- --heap 2g, -XX:MaxRAMPercentage=50",
    "pack in, -XX:MaxRAMPercentage=50",
  })
  void givesJavaTheHeapAskedFor(String arguments, String flag) throws Exception {
    String out = checkout.icp(arguments.split(" ")).out();

    assertThat(out).contains("<" + flag + ">\n");
    assertThat(out.lines().filter(l -> l.startsWith("<-Xmx") || l.startsWith("<-XX:MaxRAM")))
        .hasSize(1);
  }

  @Test
  void givesJavaALocaleThatKnowsEveryCharacter() throws Exception {
    Path home = checkout.jdk("jdk", "25");
    Cli.write(home.resolve("bin/java"), "#!/bin/sh\necho \"LC_ALL=${LC_ALL:-}\"\n");
    checkout.environment().put("JAVA_HOME", home.toString());

    assertThat(checkout.icp().out()).isEqualTo("LC_ALL=C.UTF-8\n");
    checkout.environment().put("LANG", "de_DE.UTF-8");
    assertThat(checkout.icp().out()).isEqualTo("LC_ALL=\n");
  }

  @ParameterizedTest
  @CsvSource({
    "neighbours v.npy, true",
    "neighbours /some/V.NPY --k 3, true",
    "pack in --vectors v, true",
    "pack --vectors=v in, true",
    "pack in, false",
    "pack --from ix --epoch 1, false",
    "pack --from ix --near-duplicates drop:0.9, true",
    "pack --never-mix=licence --from=ix, true",
    "pack in --never-mix licence, false",
    "neighbours corpus.jsonl.gz, false",
    "--version, false",
  })
  void onlyDenseVectorsGetTheVectorApi(String arguments, boolean expected) throws Exception {
    String out = checkout.icp(arguments.split(" ")).out();

    assertThat(out.contains("<--add-modules>\n<jdk.incubator.vector>\n")).isEqualTo(expected);
    assertThat(out)
        .contains("<-Dicp.terminal=false>\n")
        .endsWith("<dev.icp.cli.Main>\n<" + arguments.replace(" ", ">\n<") + ">\n");
  }

  @Test
  void onlyTheWarningOfTheVectorApiIsKeptBack() throws Exception {
    checkout.icp();
    Path home = checkout.jdk("jdk", "25");
    String warning = "WARNING: Using incubator modules: jdk.incubator.vector\n";
    Cli.write(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        printf 'Picked up: \\n  x\\n%1$s%1$sWARNING: another\\n\\rbar\\ricp: no\\nend' >&2
        echo out
        exit 7
        """
            .formatted(warning.replace("\n", "\\n")));
    checkout.environment().put("JAVA_HOME", home.toString());

    Cli run = checkout.icp("neighbours", "v.npy");

    assertThat(run.err())
        .isEqualTo("Picked up: \n  x\n" + warning + "WARNING: another\n\rbar\ricp: no\nend");
    assertThat(run.out()).isEqualTo("out\n");
    assertThat(run.code()).isEqualTo(7);
  }

  @Test
  void withoutTheWarningEverythingComesThrough() throws Exception {
    checkout.icp();
    Path home = checkout.jdk("jdk", "25");
    Cli.write(home.resolve("bin/java"), "#!/bin/sh\nprintf 'a\\n  b' >&2; exit 1\n");
    checkout.environment().put("JAVA_HOME", home.toString());

    Cli run = checkout.icp("neighbours", "v.npy");

    assertThat(run.err()).isEqualTo("a\n  b");
    assertThat(run.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 143"})
  void aSignalReachesJava(String signal, int code) throws Exception {
    assumeTrue(isHeard(signal), signal + " is ignored here, and so by every script started");
    checkout.icp();
    Path home = checkout.jdk("jdk", "25");
    Path ended = temp.resolve("ended");
    Cli.write(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        trap 'echo ended >"%s"; echo "icp: interrupted" >&2; exit 143' TERM
        kill -%s $PPID
        while :; do sleep 1; done
        """
            .formatted(ended, signal));
    checkout.environment().put("JAVA_HOME", home.toString());

    Cli run = checkout.icp("neighbours", "v.npy");

    assertThat(run.code()).isEqualTo(code);
    assertThat(ended).exists();
    assertThat(run.err()).isEqualTo("icp: interrupted\n");
  }

  /** No script hears of this signal, and Java would go on without it. */
  @Test
  void javaEndsWithAScriptThatIsKilled() throws Exception {
    checkout.icp();
    Path home = checkout.jdk("jdk", "25");
    Path ended = temp.resolve("ended");
    Cli.write(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        trap 'echo ended >"%s"; exit 143' TERM
        kill -KILL $PPID
        while :; do sleep 1; done
        """
            .formatted(ended));
    checkout.environment().put("JAVA_HOME", home.toString());

    assertThat(checkout.icp("neighbours", "v.npy").code()).isEqualTo(137);
    for (int waited = 0; waited < 60_000 && !Files.exists(ended); waited += 20) {
      Thread.sleep(20);
    }
    assertThat(ended).exists();
  }

  /** A shell that starts with a signal ignored, as in the background of another, cannot trap it. */
  private boolean isHeard(String signal) throws IOException, InterruptedException {
    String script = "trap 'exit 0' %1$s; kill -%1$s $$; exit 1".formatted(signal);
    return checkout.run(temp, List.of("sh", "-c", script)).code() == 0;
  }
}
