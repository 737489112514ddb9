package dev.icp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The script {@code icp} in a checkout of its own, with a Maven and a JDK that only pretend. */
record PretendedCheckout(Path temp, Path project, Map<String, String> environment) {
  PretendedCheckout(Path temp) throws IOException {
    this(temp, "pro ject");
  }

  PretendedCheckout(Path temp, String name) throws IOException {
    this(temp, temp.resolve(name), new HashMap<>());
    assumeTrue(File.separatorChar == '/', "needs a POSIX shell");
    Cli.write(project.resolve("pom.xml"), "");
    Cli.write(project.resolve("icp-cli/pom.xml"), "");
    Cli.write(project.resolve("icp-cli/src/main/A.java"), "");
    copyScript(project.resolve("icp"));
    tools();
    maven("");
    environment.put("PATH", temp.resolve("bin").toString());
    environment.put("JAVA_HOME", jdk("jdk-25", "25.0.1").toString());
    environment.put("HOME", temp.toString());
  }

  /** Moves it elsewhere. */
  PretendedCheckout movedTo(String name) throws IOException {
    return new PretendedCheckout(temp, Files.move(project, temp.resolve(name)), environment);
  }

  static Path copyScript(Path to) throws IOException {
    Files.copy(Path.of("..", "icp"), to);
    return executable(to);
  }

  /** What the script calls; nothing else is on its PATH, least of all a real Maven or Java. */
  private void tools() {
    for (String tool :
        List.of(
            "sh",
            "awk",
            "cat",
            "cksum",
            "echo",
            "find",
            "head",
            "ln",
            "ls",
            "mkdir",
            "mkfifo",
            "mktemp",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "sort",
            "touch",
            "tr",
            "uname",
            "wc")) {
      Path there = Path.of("/bin", tool);
      String path = (Files.exists(there) ? there : Path.of("/usr/bin", tool)).toString();
      executable(
          Cli.write(temp.resolve("bin").resolve(tool), "#!/bin/sh\nexec " + path + " \"$@\"\n"));
    }
  }

  static Path executable(Path file) {
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  /** A Maven that notes that it ran, does something else, and makes an installation. */
  void maven(String alsoDoes) {
    executable(
        Cli.write(
            temp.resolve("bin/mvn"),
            """
            #!/bin/sh
            printf '%%s\\n' "$*" >>"%s"
            for argument in "$@"; do
              case $argument in
                -Dicp.target=*) target=${argument#*=} ;;
              esac
            done
            %s
            lib=${target%%/*}/icp-cli/installation/lib
            mkdir -p "$lib"
            touch "$lib/icp-cli-1.jar" "$lib/a.jar"
            echo lib/icp-cli-1.jar:lib/a.jar >"$lib/classpath"
            """
                .formatted(temp.resolve("builds"), alsoDoes)));
  }

  /** A JDK that prints what it was started with. */
  Path jdk(String name, String version) {
    Path home = temp.resolve(name);
    Cli.write(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path java =
        Cli.write(
            home.resolve("bin/java"),
            "#!/bin/sh\nprintf '%s\\n' \"$0\"\nprintf '<%s>\\n' \"$@\"\n");
    executable(java);
    executable(Cli.write(home.resolve("bin/javac"), "#!/bin/sh\n"));
    return home;
  }

  Process start(Path directory, List<String> command, Path out, Path err) throws IOException {
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    process.environment().clear();
    process.environment().putAll(environment);
    return process.start();
  }

  Process start(String... arguments) throws IOException {
    return start(
        temp, command(arguments), temp.resolve("started.out"), temp.resolve("started.err"));
  }

  Cli run(Path directory, List<String> command) throws IOException, InterruptedException {
    Path out = temp.resolve("stdout");
    Path err = temp.resolve("stderr");
    int code = start(directory, command, out, err).waitFor();
    return new Cli(code, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  Cli icp(String... arguments) throws IOException, InterruptedException {
    return run(temp, command(arguments));
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(project.resolve("icp").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The command lines of Maven so far. */
  List<String> builds() throws IOException {
    Path builds = temp.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
  }

  /** What stands in the folder of installations. */
  List<Path> installations() throws IOException {
    try (Stream<Path> files = Files.list(project.resolve(".icp"))) {
      return files.toList();
    }
  }
}
