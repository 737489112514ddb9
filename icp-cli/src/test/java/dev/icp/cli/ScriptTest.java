package dev.icp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code icp}, in a project of its own with a Maven and a JDK that only pretend. */
class ScriptTest {
  @TempDir Path temp;
  private Path project = Path.of("");
  private Path builds = Path.of("");
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void pretend() throws IOException {
    Path script = Path.of("..", "icp").toAbsolutePath().normalize();
    assumeTrue(File.separatorChar == '/', "needs a POSIX shell");
    project = temp.resolve("pro ject");
    builds = temp.resolve("builds");
    Cli.write(project.resolve("pom.xml"), "");
    Cli.write(project.resolve("icp-cli/pom.xml"), "");
    Cli.write(project.resolve("icp-cli/src/main/A.java"), "");
    Files.copy(script, project.resolve("icp"));
    executable(project.resolve("icp"));
    tools();
    maven("");
    environment.put("PATH", temp.resolve("bin").toString());
    environment.put("JAVA_HOME", jdk("jdk-25", "25.0.1").toString());
    environment.put("HOME", temp.toString());
  }

  /** What the script calls; nothing else is on its PATH, least of all a real Maven or Java. */
  private void tools() {
    for (String tool :
        List.of(
            "sh",
            "cat",
            "dirname",
            "echo",
            "find",
            "head",
            "mkdir",
            "mkfifo",
            "mktemp",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "touch")) {
      Path there = Path.of("/bin", tool);
      String path = (Files.exists(there) ? there : Path.of("/usr/bin", tool)).toString();
      executable(
          Cli.write(temp.resolve("bin").resolve(tool), "#!/bin/sh\nexec " + path + " \"$@\"\n"));
    }
  }

  private static void executable(Path file) {
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** A Maven that notes that it ran and makes what the script looks for. */
  private void maven(String alsoDoes) {
    Path mvn =
        Cli.write(
            temp.resolve("bin/mvn"),
            """
            #!/bin/sh
            echo "$*" >>"%s"
            %s
            mkdir -p icp-cli/target/lib
            touch icp-cli/target/icp-cli-1.jar icp-cli/target/lib/a.jar
            """
                .formatted(builds, alsoDoes));
    executable(mvn);
  }

  /** A JDK that prints what it was started with. */
  private Path jdk(String name, String version) {
    Path home = temp.resolve(name);
    Cli.write(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path java =
        Cli.write(
            home.resolve("bin/java"),
            "#!/bin/sh\necho \"$0\"\nfor a in \"$@\"; do echo \"<$a>\"; done\n");
    executable(java);
    executable(Cli.write(home.resolve("bin/javac"), "#!/bin/sh\n"));
    return home;
  }

  private Process start(Path directory, List<String> command, Path out, Path err)
      throws IOException {
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    process.environment().clear();
    process.environment().putAll(environment);
    return process.start();
  }

  private Cli run(Path directory, List<String> command) throws IOException, InterruptedException {
    Path out = temp.resolve("stdout");
    Path err = temp.resolve("stderr");
    int code = start(directory, command, out, err).waitFor();
    return new Cli(code, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private Cli icp(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(project.resolve("icp").toString()));
    command.addAll(List.of(arguments));
    return run(temp, command);
  }

  private int timesBuilt() throws IOException {
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  @Test
  void buildsOnFirstUseOnlyAndSaysSo() throws Exception {
    Cli first = icp("pack", "an input", "*");
    Cli second = icp("pack", "an input", "*");

    assertThat(first.err()).isEqualTo("First use: building icp, which takes a minute or so ...\n");
    assertThat(second.err()).isEmpty();
    assertThat(second.out())
        .isEqualTo(first.out())
        .startsWith(environment.get("JAVA_HOME") + "/bin/java\n")
        .contains("<-Dicp.terminal=false>\n")
        .contains(
            "<-cp>\n<%1$s/lib/*:%1$s/icp-cli-1.jar>\n".formatted(project.resolve("icp-cli/target")))
        .endsWith("<dev.icp.cli.Main>\n<pack>\n<an input>\n<*>\n");
    assertThat(Files.readAllLines(builds))
        .containsExactly("-B -q -ntp -Dfast -DskipTests package -pl icp-cli -am");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pom.xml", "icp-cli/pom.xml", "icp-cli/src/main/A.java"})
  void buildsAgainWhenSourcesAreNewer(String file) throws Exception {
    icp();
    Files.setLastModifiedTime(project.resolve(file), FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(icp().err()).isEqualTo("The sources have changed: building icp ...\n");
    assertThat(timesBuilt()).isEqualTo(2);
  }

  @Test
  void aFailedBuildIsShownAndTriedAgain() throws Exception {
    maven("echo 'A.java:17: no such thing'; mkdir -p icp-cli/target/lib; exit 1");
    Cli failed = icp();

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .contains("A.java:17: no such thing\n")
        .endsWith("\nicp: the build failed, see above\n");

    maven("");
    assertThat(icp().code()).isZero();
  }

  @Test
  void anInterruptedBuildDoesNotCount() throws Exception {
    maven("touch icp-cli/target/icp-cli-1.jar; kill -9 $PPID; exit 1");
    assertThat(icp().code()).isNotZero();

    maven("");
    assertThat(icp().out()).endsWith("<dev.icp.cli.Main>\n");
    assertThat(timesBuilt()).isEqualTo(2);
  }

  @Test
  void twoFirstUsesAtOnceBuildOnce() throws Exception {
    maven("sleep 1");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(
          start(
              temp,
              List.of(project.resolve("icp").toString()),
              temp.resolve("out" + i),
              temp.resolve("err" + i)));
    }
    for (int i = 0; i < 3; i++) {
      assertThat(processes.get(i).waitFor()).isZero();
      assertThat(Cli.read(temp.resolve("out" + i))).endsWith("<dev.icp.cli.Main>\n");
    }
    assertThat(timesBuilt()).isEqualTo(1);
    assertThat(project.resolve("icp-cli/target/build.lock")).doesNotExist();
  }

  @Test
  void worksFromAnywhereAndThroughLinks() throws Exception {
    Files.createDirectories(temp.resolve("links"));
    Files.createSymbolicLink(temp.resolve("links/one"), Path.of("two"));
    Files.createSymbolicLink(temp.resolve("links/two"), Path.of("../pro ject/icp"));
    String expected = icp("x").out();

    assertThat(run(project, List.of("./icp", "x")).out()).isEqualTo(expected);
    assertThat(run(project, List.of("sh", "icp", "x")).out()).isEqualTo(expected);
    assertThat(run(temp.resolve("links"), List.of("./one", "x")).out()).isEqualTo(expected);
    assertThat(run(Path.of("/"), List.of(temp + "/links/one", "x")).out()).isEqualTo(expected);
  }

  @Test
  void passesOverOldJdks() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk-17", "17.0.9").toString());
    Path onPath = jdk("jdk-21", "21.0.1");
    Files.createSymbolicLink(temp.resolve("bin/java"), onPath.resolve("bin/java"));

    assertThat(icp().out()).startsWith(onPath + "/bin/java\n");
  }

  @Test
  void asksAJdkWithoutReleaseFileForItsVersion() throws Exception {
    Path home = jdk("jdk", "25");
    Files.delete(home.resolve("release"));
    Cli.write(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        [ "$1" = -version ] && echo 'openjdk version "25.0.1" 2025-10-21' >&2 || echo ran
        """);
    environment.put("JAVA_HOME", home.toString());

    assertThat(icp().out()).isEqualTo("ran\n");
  }

  @Test
  void saysWhenThereIsNoMaven() throws Exception {
    Files.delete(temp.resolve("bin/mvn"));

    assertThat(icp().err())
        .isEqualTo("icp: Maven (mvn) is not on PATH; it is needed to build icp\n");
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
    String out = icp(arguments.split(" ")).out();

    assertThat(out).contains("<" + flag + ">\n");
    assertThat(out.lines().filter(l -> l.startsWith("<-Xmx") || l.startsWith("<-XX:MaxRAM")))
        .hasSize(1);
  }

  @Test
  void givesJavaALocaleThatKnowsEveryCharacter() throws Exception {
    Path home = jdk("jdk", "25");
    Cli.write(home.resolve("bin/java"), "#!/bin/sh\necho \"LC_ALL=${LC_ALL:-}\"\n");
    environment.put("JAVA_HOME", home.toString());

    assertThat(icp().out()).isEqualTo("LC_ALL=C.UTF-8\n");
    environment.put("LANG", "de_DE.UTF-8");
    assertThat(icp().out()).isEqualTo("LC_ALL=\n");
  }

  @ParameterizedTest
  @CsvSource({
    "neighbours v.npy, true",
    "neighbours /some/V.NPY --k 3, true",
    "pack in --vectors v, true",
    "pack --vectors=v in, true",
    "pack in, false",
    "neighbours corpus.jsonl.gz, false",
    "--version, false",
  })
  void onlyDenseVectorsGetTheVectorApi(String arguments, boolean expected) throws Exception {
    String out = icp(arguments.split(" ")).out();

    assertThat(out.contains("<--add-modules>\n<jdk.incubator.vector>\n")).isEqualTo(expected);
    assertThat(out)
        .contains("<-Dicp.terminal=false>\n")
        .endsWith("<dev.icp.cli.Main>\n<" + arguments.replace(" ", ">\n<") + ">\n");
  }

  @Test
  void onlyTheWarningOfTheVectorApiIsKeptBack() throws Exception {
    icp();
    Path home = jdk("jdk", "25");
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
    environment.put("JAVA_HOME", home.toString());

    Cli run = icp("neighbours", "v.npy");

    assertThat(run.err())
        .isEqualTo("Picked up: \n  x\n" + warning + "WARNING: another\n\rbar\ricp: no\nend");
    assertThat(run.out()).isEqualTo("out\n");
    assertThat(run.code()).isEqualTo(7);
  }

  @Test
  void withoutTheWarningEverythingComesThrough() throws Exception {
    icp();
    Path home = jdk("jdk", "25");
    Cli.write(home.resolve("bin/java"), "#!/bin/sh\nprintf 'a\\n  b' >&2; exit 1\n");
    environment.put("JAVA_HOME", home.toString());

    Cli run = icp("neighbours", "v.npy");

    assertThat(run.err()).isEqualTo("a\n  b");
    assertThat(run.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 143"})
  void aSignalReachesJava(String signal, int code) throws Exception {
    assumeTrue(isHeard(signal), signal + " is ignored here, and so by every script started");
    icp();
    Path home = jdk("jdk", "25");
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
    environment.put("JAVA_HOME", home.toString());

    Cli run = icp("neighbours", "v.npy");

    assertThat(run.code()).isEqualTo(code);
    assertThat(ended).exists();
    assertThat(run.err()).isEqualTo("icp: interrupted\n");
  }

  /** No script hears of this signal, and Java would go on without it. */
  @Test
  void javaEndsWithAScriptThatIsKilled() throws Exception {
    icp();
    Path home = jdk("jdk", "25");
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
    environment.put("JAVA_HOME", home.toString());

    assertThat(icp("neighbours", "v.npy").code()).isEqualTo(137);
    for (int waited = 0; waited < 60_000 && !Files.exists(ended); waited += 20) {
      Thread.sleep(20);
    }
    assertThat(ended).exists();
  }

  /** A shell that starts with a signal ignored, as in the background of another, cannot trap it. */
  private boolean isHeard(String signal) throws IOException, InterruptedException {
    String script = "trap 'exit 0' %1$s; kill -%1$s $$; exit 1".formatted(signal);
    return run(temp, List.of("sh", "-c", script)).code() == 0;
  }
}
