package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is handed out, unpacked and run as it is: not a unit test, as it needs the packaged zip. */
class DistributionCheck {
  private static final Set<PosixFilePermission> WRITING =
      EnumSet.of(
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  @TempDir Path temp;
  private Path installation = Path.of("");
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void unpackReadOnly() throws IOException {
    Path zip = Path.of(System.getProperty("distribution"));
    try (FileSystem archive =
        FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
      Path root = archive.getPath("/");
      List<Path> entries = walk(root);
      for (Path entry : entries) {
        Path to = temp.resolve(root.relativize(entry).toString());
        if (!Files.isDirectory(entry)) {
          Files.createDirectories(to.getParent());
          Files.copy(entry, to);
          Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(entry);
          permissions.removeAll(WRITING);
          Files.setPosixFilePermissions(to, permissions);
        }
      }
    }
    String name = zip.getFileName().toString().replaceFirst("\\.zip$", "");
    assertThat(temp.toFile().list()).containsExactly(name);
    installation = temp.resolve(name);
  }

  private static List<Path> walk(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.toList();
    }
  }

  private Cli icp(Path directory, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(installation.resolve("bin/icp").toString()));
    command.addAll(Arrays.asList(arguments));
    Path out = temp.resolve("stdout");
    Path err = temp.resolve("stderr");
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    process.environment().put("PATH", "/usr/bin:/bin");
    process.environment().put("JAVA_HOME", System.getProperty("java.home"));
    process.environment().putAll(environment);
    return new Cli(process.start().waitFor(), Files.readString(out), Files.readString(err));
  }

  private Map<Path, Object> state() throws IOException {
    Map<Path, Object> state = new TreeMap<>();
    for (Path path : walk(installation)) {
      state.put(path, List.of(Files.size(path), Files.getLastModifiedTime(path)));
    }
    return state;
  }

  @Test
  void namesEveryJarThatItBringsAndNoOther() throws Exception {
    String classpath = Files.readString(installation.resolve("lib/classpath")).strip();
    List<String> brought = new ArrayList<>();
    for (String file : installation.resolve("lib").toFile().list()) {
      if (!file.equals("classpath")) {
        brought.add("lib/" + file);
      }
    }

    assertThat(classpath.split(":")).containsExactlyInAnyOrderElementsOf(brought);
    assertThat(classpath)
        .startsWith("lib/icp-cli-")
        .doesNotContain(File.separator + File.separator);
    assertThat(installation.resolve("LICENSE")).exists();
  }

  @Test
  void runsInAnEmptyFolderAndWritesNothingOfItsOwn() throws Exception {
    Map<Path, Object> before = state();
    Path empty = Files.createDirectory(temp.resolve("an empty folder"));
    Path corpus = Cli.write(temp.resolve("corpus.jsonl"), "{\"text\": \"a ship\"}\n".repeat(5));

    assertThat(icp(empty, "--version").succeeded().out()).startsWith("icp ");
    assertThat(empty).isEmptyDirectory();
    Path output = temp.resolve("out");
    Cli run =
        icp(empty, "pack", corpus.toString(), "-o", output.toString(), "--format", "jsonl,mds");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(output.resolve("contexts.jsonl")).isNotEmptyFile();
    assertThat(icp(empty, "verify", output.toString()).code()).isZero();
    assertThat(empty).isEmptyDirectory();
    assertThat(state()).isEqualTo(before);
  }

  /** What is kept for a faster start is used, and whatever becomes of it, nothing is to be seen. */
  @Test
  void startsFromWhatItKeeps() throws Exception {
    assumeTrue(Runtime.version().feature() >= 25, "needs Java 25");
    Cli expected = icp(temp, "--version").succeeded();
    Path loaded = temp.resolve("loaded");
    environment.put("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded);
    icp(temp, "--version");
    String main = " dev.icp.cli.Main source: ";
    assertThat(Cli.read(loaded)).contains(main + "file:");
    environment.clear();

    assertThat(icp(temp, "--prepare").succeeded().out()).isEmpty();
    List<Path> kept = walk(installation.resolve("cache"));
    assertThat(kept).as("its folder, it, and where it was made").hasSize(3);
    environment.put("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded);
    icp(temp, "--version");
    assertThat(Cli.read(loaded)).contains(main + "shared objects file");
    environment.clear();

    Path cache =
        kept.stream().filter(file -> file.toString().endsWith(".aot")).findFirst().orElseThrow();
    byte[] bytes = Files.readAllBytes(cache);
    for (int damaged : new int[] {0, 100, 5_000, bytes.length / 4, bytes.length / 2}) {
      byte[] other = bytes.clone();
      Arrays.fill(other, damaged, damaged + 3_000, (byte) 'x');
      Files.write(cache, other);
      assertThat(icp(temp, "--version")).as("damaged at " + damaged).isEqualTo(expected);
      Files.write(cache, Arrays.copyOf(bytes, damaged));
      assertThat(icp(temp, "--version")).as("cut off at " + damaged).isEqualTo(expected);
    }
    Files.write(cache, bytes);
    assertThat(icp(temp, "--version")).isEqualTo(expected);
    Path jar = installation.resolve(cliJar());
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    assertThat(icp(temp, "--version")).as("another jar").isEqualTo(expected);
    Files.delete(cache);
    assertThat(icp(temp, "--version")).as("gone").isEqualTo(expected);
  }

  private String cliJar() throws IOException {
    return Files.readString(installation.resolve("lib/classpath")).replaceFirst("(?s):.*", "");
  }

  @Test
  void runsWithTheVectorApi() throws Exception {
    Path vectors =
        NeighboursTest.npy(temp.resolve("v.npy"), new float[] {1, 0}, new float[] {0, 2});

    Cli run =
        icp(temp, "neighbours", vectors.toString(), "--k", "1", "-o", temp.resolve("n").toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).doesNotContain("--add-modules");
  }
}
