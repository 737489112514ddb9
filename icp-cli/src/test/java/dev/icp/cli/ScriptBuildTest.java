package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script {@code icp} builds in a checkout, when, and that it runs nothing else. */
class ScriptBuildTest {
  private static final String CHANGED = "The sources have changed: building icp ...\n";

  @TempDir Path temp;
  private PretendedCheckout checkout;

  @BeforeEach
  void pretend() throws IOException {
    checkout = new PretendedCheckout(temp);
  }

  private Path installation() throws IOException {
    assertThat(checkout.installations()).hasSize(1);
    return checkout.installations().getFirst();
  }

  @Test
  void buildsOnFirstUseOnlyAndSaysSo() throws Exception {
    Cli first = checkout.icp("pack", "an input", "*");
    Cli second = checkout.icp("pack", "an input", "*");

    assertThat(first.err()).isEqualTo("First use: building icp, which takes a minute or so ...\n");
    assertThat(second.err()).isEmpty();
    assertThat(second.out())
        .isEqualTo(first.out())
        .startsWith(checkout.environment().get("JAVA_HOME") + "/bin/java\n")
        .contains("<-Dicp.terminal=false>\n")
        .contains("<-cp>\n<%1$s/lib/icp-cli-1.jar:%1$s/lib/a.jar>\n".formatted(installation()))
        .endsWith("<dev.icp.cli.Main>\n<pack>\n<an input>\n<*>\n");
    assertThat(checkout.builds()).hasSize(1);
    assertThat(checkout.builds().getFirst())
        .startsWith("-B -q -ntp -f %s/pom.xml -Dfast ".formatted(checkout.project()))
        .endsWith(" package -pl icp-cli -am");
  }

  @Test
  void nothingThatLiesInTargetIsRun() throws Exception {
    String expected = checkout.icp().out();
    Path target = checkout.project().resolve("icp-cli/target");
    for (String left :
        List.of(
            "icp-cli-0.9.jar",
            "icp-cli-1-sources.jar",
            "classes/dev/icp/cli/Main.class",
            "built")) {
      Cli.write(target.resolve(left), "");
    }
    Cli.write(target.resolve("lib/icp-core-0.9.jar"), "");
    Cli.write(installation().resolve("lib/icp-core-0.9.jar"), "");

    assertThat(checkout.icp().out()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pom.xml", "icp-cli/pom.xml", "icp-cli/src/main/A.java", "icp-b/pom.xml"})
  void buildsAgainWhenSourcesAreOthers(String file) throws Exception {
    checkout.icp();
    Path before = installation();
    Cli.write(checkout.project().resolve(file), "changed");

    assertThat(checkout.icp().err()).isEqualTo(CHANGED);
    assertThat(checkout.icp().err()).isEmpty();
    assertThat(installation()).isNotEqualTo(before);
  }

  @Test
  void buildsAgainWhenAFileIsGoneOrAnother() throws Exception {
    checkout.icp();
    Path source = checkout.project().resolve("icp-cli/src/main/A.java");
    Files.move(source, source.resolveSibling("B.java"));

    assertThat(checkout.icp().err()).isEqualTo(CHANGED);
  }

  @Test
  void datesDoNotMatter() throws Exception {
    checkout.icp();
    Path source = checkout.project().resolve("icp-cli/src/main/A.java");
    for (int days : List.of(-5000, 5000)) {
      Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(86400L * days)));
      assertThat(checkout.icp().err()).isEmpty();
    }
    Cli.write(source, "older, as out of an archive");
    Files.setLastModifiedTime(source, FileTime.fromMillis(0));
    assertThat(checkout.icp().err()).isEqualTo(CHANGED);
    assertThat(checkout.icp().err()).isEmpty();
  }

  @Test
  void sourcesThatChangeWhileTheyAreBuiltAreBuiltAgain() throws Exception {
    checkout.maven("touch icp-cli/src/main/B.java");

    assertThat(checkout.icp().code()).isZero();
    assertThat(checkout.builds()).hasSize(2);
    assertThat(checkout.icp().err()).isEmpty();
    assertThat(installation()).isDirectory();
  }

  @Test
  void aFailedBuildIsShownAndTriedAgain() throws Exception {
    checkout.maven("echo 'A.java:17: no such thing'; exit 1");
    Cli failed = checkout.icp();

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .contains("A.java:17: no such thing\n")
        .endsWith("\nicp: the build failed, see above\n");
    assertThat(checkout.installations()).isEmpty();

    checkout.maven("");
    assertThat(checkout.icp().code()).isZero();
  }

  @Test
  void aBuildThatMakesNothingIsAFailure() throws Exception {
    checkout.maven("exit 0");

    Cli run = checkout.icp();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("\nicp: the build made no installation in ");
  }

  @Test
  void anInterruptedBuildDoesNotCount() throws Exception {
    checkout.maven("read -r _ pid _ <.icp/build.lock/owner; kill -9 $pid; mkdir -p $lib; exit 1");
    assertThat(checkout.icp().code()).isEqualTo(137);
    assertThat(checkout.project().resolve(".icp/build.lock")).exists();

    checkout.maven("");
    assertThat(checkout.icp().out()).endsWith("<dev.icp.cli.Main>\n");
    assertThat(checkout.builds()).hasSize(2);
    assertThat(installation()).isDirectory();
  }

  @Test
  void twoFirstUsesAtOnceBuildOnce() throws Exception {
    checkout.maven("sleep 1");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(
          checkout.start(
              temp,
              List.of(checkout.project().resolve("icp").toString()),
              temp.resolve("out" + i),
              temp.resolve("err" + i)));
    }
    for (int i = 0; i < 3; i++) {
      assertThat(processes.get(i).waitFor()).isZero();
      assertThat(Cli.read(temp.resolve("out" + i))).endsWith("<dev.icp.cli.Main>\n");
    }
    assertThat(checkout.builds()).hasSize(1);
    assertThat(installation()).isDirectory();
  }

  /** The number of a process says nothing by itself: others get it when it has ended. */
  @Test
  void aLockOfADeadProcessWhoseNumberIsInUseAgainDoesNotCount() throws Exception {
    String machine = checkout.run(temp, List.of("uname", "-n")).out().strip();
    Cli.write(
        checkout.project().resolve(".icp/build.lock/owner"),
        machine + " " + ProcessHandle.current().pid() + " 1\n");

    assertThat(checkout.icp().code()).isZero();
    assertThat(checkout.builds()).hasSize(1);
  }

  @Test
  void whatRunsKeepsItsJarsUntilItHasEnded() throws Exception {
    checkout.icp();
    Path first = installation();
    Path started = temp.resolve("running");
    Path end = temp.resolve("end");
    Path java = Path.of(checkout.environment().get("JAVA_HOME"), "bin/java");
    String pretended = Files.readString(java);
    PretendedCheckout.executable(
        Cli.write(
            java,
            "#!/bin/sh\ntouch %s\nuntil [ -e %s ]; do sleep 0.05; done".formatted(started, end)));
    Process job = checkout.start("pack");
    while (!Files.exists(started)) {
      Thread.sleep(20);
    }
    Cli.write(java, pretended);

    Path source = checkout.project().resolve("icp-cli/src/main/A.java");
    for (String change : List.of("one", "two")) {
      Cli.write(source, change);
      assertThat(checkout.icp().err()).isEqualTo(CHANGED);
      assertThat(first.resolve("lib/a.jar")).exists();
      assertThat(checkout.installations()).hasSize(2);
    }
    Cli.write(source, "");
    assertThat(checkout.icp().err()).as("back to what stands there still").isEmpty();

    Cli.write(end, "");
    assertThat(job.waitFor()).isZero();
    Cli.write(source, "three");
    assertThat(checkout.icp().err()).isEqualTo(CHANGED);
    assertThat(installation()).isNotEqualTo(first);
  }

  @Test
  void worksFromAnywhereAndThroughLinks() throws Exception {
    Files.createDirectories(temp.resolve("links"));
    Files.createSymbolicLink(temp.resolve("links/one"), Path.of("two"));
    Files.createSymbolicLink(temp.resolve("links/two"), Path.of("../pro ject/icp"));
    String expected = checkout.icp("x").out();
    Path project = checkout.project();

    assertThat(checkout.run(project, List.of("./icp", "x")).out()).isEqualTo(expected);
    assertThat(checkout.run(project, List.of("sh", "icp", "x")).out()).isEqualTo(expected);
    assertThat(checkout.run(temp.resolve("links"), List.of("./one", "x")).out())
        .isEqualTo(expected);
    assertThat(checkout.run(Path.of("/"), List.of(temp + "/links/one", "x")).out())
        .isEqualTo(expected);
  }

  @Test
  void isNotLedAstrayByCdpath() throws Exception {
    String expected = checkout.icp("x").out();
    Files.createDirectories(temp.resolve("elsewhere/pro ject"));
    checkout.environment().put("CDPATH", temp.resolve("elsewhere").toString());

    assertThat(checkout.run(temp, List.of("sh", "pro ject/icp", "x")).out()).isEqualTo(expected);
  }

  /** Java splits a class path at colons, and some shells' echo takes a backslash for an escape. */
  @ParameterizedTest
  @ValueSource(strings = {"a:b", "back\\\\slash\\name", "100%", "$x ${y} `z`", "-x", "é"})
  void worksInFoldersOfAnyName(String name) throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/fd")), "needs /proc");
    checkout = new PretendedCheckout(temp, name);
    Path java = Path.of(checkout.environment().get("JAVA_HOME"), "bin/java");
    PretendedCheckout.executable(
        Cli.write(
            java,
            """
            #!/bin/sh
            while [ "$1" != -cp ]; do shift; done
            [ -f "${2%%:*}" ] && [ -f "${2##*:}" ] && printf '%s\\n' "$2"
            """));

    Cli run = checkout.icp();

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("/lib/icp-cli-1.jar:").endsWith("/lib/a.jar\n");
    assertThat(run.out().split(":")).hasSize(2);
    String pom = checkout.builds().getFirst().replaceFirst(".* -f (.*)/pom.xml .*", "$1");
    assertThat(pom).doesNotContain(":", "\\");
    assertThat(checkout.run(checkout.project(), List.of("./icp")).out()).isEqualTo(run.out());
    assertThat(checkout.builds()).hasSize(1);
  }

  @Test
  void anInstallationNeedsNeitherMavenNorSourcesNorCompiler() throws Exception {
    Path installed = temp.resolve("installed");
    Cli.write(installed.resolve("lib/classpath"), "lib/b.jar:lib/a.jar\n");
    Files.createDirectories(installed.resolve("bin"));
    PretendedCheckout.copyScript(installed.resolve("bin/icp"));
    Files.delete(temp.resolve("bin/mvn"));
    Files.delete(Path.of(checkout.environment().get("JAVA_HOME"), "bin/javac"));
    Files.createSymbolicLink(temp.resolve("bin/icp"), installed.resolve("bin/icp"));

    Cli run = checkout.run(Path.of("/"), List.of(temp.resolve("bin/icp").toString(), "x"));

    assertThat(run.succeeded().out())
        .contains("<-cp>\n<%1$s/lib/b.jar:%1$s/lib/a.jar>\n".formatted(installed))
        .endsWith("<dev.icp.cli.Main>\n<x>\n");
    assertThat(installed.resolve("users")).doesNotExist();
  }

  @Test
  void saysWhenItStandsAlone() throws Exception {
    Path alone = PretendedCheckout.copyScript(temp.resolve("icp"));

    checkout
        .run(temp, List.of(alone.toString()))
        .failed(1, "neither a checkout of icp nor an installation: " + temp);
  }

  @Test
  void saysWhenThereIsNoMaven() throws Exception {
    Files.delete(temp.resolve("bin/mvn"));

    checkout.icp().failed(1, "Maven (mvn) is not on PATH; it is needed to build icp");
  }
}
