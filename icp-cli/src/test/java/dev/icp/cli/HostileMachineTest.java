package dev.icp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that are not as a developer's: no temporary folder, no home, no fused multiply-add. */
class HostileMachineTest {
  private static final String BPE = "../icp-lucene/src/test/resources/dev/icp/lucene/bpe";

  @TempDir private Path folder;
  private Path corpus;

  @BeforeEach
  void write() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      lines.append("{\"id\":\"d").append(i).append("\",\"text\":\"words of topic");
      lines.append(i % 5).append(" and ").append(i).append("\"}\n");
    }
    corpus = Cli.write(folder.resolve("corpus.jsonl"), lines.toString());
  }

  private record Ended(int code, String out, String err) {}

  private Ended run(List<String> flags, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx300m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Ended(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  /** A folder of another device that nothing can be written to is /proc, for everyone. */
  private static List<String> noTemporaryFolder() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs Linux");
    return List.of("-Djava.io.tmpdir=/proc", "-Duser.home=/proc");
  }

  @Test
  void withoutATemporaryFolderAndAHomeLibrariesComeFromTheOutputFolder() throws Exception {
    Path out = folder.resolve("out");
    Ended run =
        run(
            noTemporaryFolder(),
            "pack",
            corpus,
            "-o",
            out,
            "--format",
            "mds,parquet",
            "--tokenizer",
            BPE);
    assertThat(Cli.withoutProgress(run.err())).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(out.toFile().list())
        .containsExactlyInAnyOrder("mds", "parquet", "manifest.json", "report.json");
    Cli.run("verify", out).succeeded();
  }

  @Test
  void whereNoFolderWillDoThatIsSaidBeforeReading() throws Exception {
    Path bad = Cli.write(folder.resolve("bad.jsonl"), "not json");
    List<String> flags = new ArrayList<>(noTemporaryFolder());
    Ended run = run(flags, "pack", bad, "-o", folder.resolve("out"), "--work-dir", "/proc");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("icp: /proc: cannot be ").hasLineCount(1);
  }

  @Test
  void noLibraryIsLeftBehind() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path home = Files.createDirectory(folder.resolve("home"));
    Ended run =
        run(
            List.of("-Djava.io.tmpdir=" + temporary, "-Duser.home=" + home),
            "embed",
            corpus,
            "--model",
            EmbedTest.MODEL,
            "-o",
            folder.resolve("v.npy"));
    assertThat(Cli.withoutProgress(run.err())).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(temporary).isEmptyDirectory();
    assertThat(home.resolve(".djl.ai")).doesNotExist();
  }

  @Test
  void withoutFusedMultiplyAddAnotherKernelIsSaid() throws Exception {
    float[][] rows = new float[200][16];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < 16; j++) {
        rows[i][j] = (float) Math.sin(i * 17 + j * j);
      }
    }
    Path vectors = NeighboursTest.npy(folder.resolve("vectors.npy"), rows);
    Ended run = run(List.of("-XX:-UseFMA"), "neighbours", vectors, "-o", folder.resolve("out"));
    assertThat(Cli.withoutProgress(run.err())).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Note: this processor or JVM has no fused multiply-add");
    Cli.run("neighbours", vectors, "-o", folder.resolve("other")).succeeded();
    assertThat(folder.resolve("out/neighbours.npy"))
        .hasSameBinaryContentAs(folder.resolve("other/neighbours.npy"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u009b31m", "\u009d0;x\u009c", "\u202egpj", "\u001b[2J", "\u2066"})
  void nothingThatIsReadCommandsTheTerminal(String harmful) throws IOException {
    Path lines =
        Cli.write(
            folder.resolve("c.jsonl"),
            "{\"id\":\"a" + escaped(harmful) + "\",\"text\":\"x" + escaped(harmful) + "\"}\n");
    Path out = folder.resolve("out");
    Cli packed = Cli.run("pack", lines, "-o", out).succeeded();
    Cli inspected = Cli.run("inspect", out).succeeded();
    Cli failed = Cli.run("pack", lines, lines, "-o", folder.resolve("other" + harmful));
    Path manifest = out.resolve("manifest.json");
    Files.writeString(
        manifest, Cli.read(manifest).replace("\"cohesive\"", "\"c" + escaped(harmful) + "\""));
    Cli stranger = Cli.run("inspect", out);
    for (Cli run : List.of(packed, inspected, failed, stranger)) {
      harmful
          .chars()
          .filter(c -> c > 126 || c < 32)
          .forEach(c -> assertThat(run.out() + run.err()).doesNotContain(Character.toString(c)));
    }
    assertThat(packed.out()).contains("a\\u");
  }

  private static String escaped(String text) {
    StringBuilder json = new StringBuilder();
    text.chars().forEach(c -> json.append(String.format("\\u%04x", c)));
    return json.toString();
  }

  /** Of bad documents, which can be many, what is kept is short. */
  @Test
  void badDocumentsWithLongIdsFitIntoASmallHeap() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      lines.append("{\"id\":\"").append(i).append("x".repeat(2_000_000)).append("\",\"text\":1}\n");
    }
    lines.append("{\"id\":\"good\",\"text\":\"a text\"}\n");
    Path bad = Cli.write(folder.resolve("bad.jsonl"), lines.toString());
    Ended run =
        run(
            List.of("-Xmx64m"),
            "pack",
            bad,
            "-o",
            folder.resolve("out"),
            "--skip-bad-documents",
            "--threads=1");
    assertThat(Cli.withoutProgress(run.err())).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("60");
  }

  @Test
  void whatIsTooLargeForTheHeapIsNamed() throws Exception {
    Path large =
        Cli.write(folder.resolve("large.jsonl"), "{\"text\":\"" + "x".repeat(40_000_000) + "\"}\n");
    Ended run =
        run(List.of("-Xmx32m"), "pack", corpus, large, "-o", folder.resolve("out"), "--threads=1");
    assertThat(run.code()).isEqualTo(1);
    assertThat(Cli.withoutProgress(run.err()))
        .startsWith("icp: ")
        .contains("--heap", large + ":1")
        .hasLineCount(1);
  }

  @Test
  void aFailureNamesTheFileAndTheReason() throws IOException {
    Path out = folder.resolve("o");
    Files.createDirectories(out.resolve("manifest.json"));
    Cli.run("verify", out).failed(1, out + "/manifest.json: cannot be read: a folder, not a file");
    Path tokenizer = folder.resolve("t");
    Files.createDirectories(tokenizer.resolve("tokenizer.json"));
    Cli run = Cli.run("pack", corpus, "-o", folder.resolve("x"), "--tokenizer", tokenizer);
    assertThat(run.err()).contains(tokenizer + "/tokenizer.json", ": ").hasLineCount(1);
  }

  @Test
  void patternsMeanWhatPeopleKnow() {
    for (String name : List.of("a.txt", "sub/b.txt", "sub/deep/c.txt", "sub/d.md")) {
      Cli.write(folder.resolve("dir").resolve(name), name);
    }
    assertThat(packed("dir/**")).isEqualTo(4);
    assertThat(packed("dir/**/*.txt")).isEqualTo(3);
    assertThat(packed("dir/*.txt")).isEqualTo(1);
    assertThat(packed("dir/**/deep/**")).isEqualTo(1);
    assertThat(packed("dir/*")).isEqualTo(4);
    assertThat(packed("**/c.txt")).isEqualTo(1);
  }

  private int packed(String pattern) {
    Path out = folder.resolve("out" + pattern.hashCode());
    Cli run = Cli.run("pack", folder.resolve(pattern), "-o", out).succeeded();
    return Integer.parseInt(run.out().replaceFirst("(?s)Packed (\\d+) .*", "$1"));
  }
}
