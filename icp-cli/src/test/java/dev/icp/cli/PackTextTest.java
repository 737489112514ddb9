package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code icp pack --format text,text-parquet}. */
class PackTextTest {
  @TempDir Path folder;
  private Path corpus = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void write() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      lines.append("{\"id\": \"d%d\", \"text\": \"%s\"}\n".formatted(i, "wörd 😀 ".repeat(i)));
    }
    corpus = Cli.write(folder.resolve("c.jsonl"), lines.toString());
    output = folder.resolve("out");
  }

  private Cli pack(Object... more) {
    Object[] arguments = new Object[more.length + 5];
    System.arraycopy(
        new Object[] {"pack", corpus, "-o", output, "--context-length=90"}, 0, arguments, 0, 5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return Cli.run(arguments);
  }

  @Test
  void isVerifiedAndInspected() throws IOException {
    pack("--format=text,text-parquet", "--text-separator=<end>").succeeded();
    assertThat(Files.readString(output.resolve("text/contexts-00000.jsonl")))
        .contains("wörd 😀 <end>wörd 😀 ");
    assertThat(Cli.run("verify", output).succeeded().out()).contains("Read text, text-parquet: ");
    assertThat(Cli.run("verify", output, "--input", corpus).succeeded().out())
        .contains("30 documents");
    assertThat(Cli.run("inspect", output).succeeded().out()).contains("wörd 😀 wörd");

    String changed = Files.readString(corpus).replaceFirst("😀 wörd 😀 \"", "😀 word 😀 \"");
    Cli.write(corpus, changed);
    Cli other = Cli.run("verify", output, "--input", corpus);
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("text: document \"d2\"");
  }

  @Test
  void theSeparatorIsForTexts() {
    pack("--text-separator=x")
        .failed(
            2,
            "--text-separator is for --format text and text-parquet; jsonl has no place for it"
                + " (see icp pack --help)");
  }

  @Test
  void anIndexHasNoTexts() {
    Path index = folder.resolve("index");
    Cli.run("index", corpus, "-o", index).succeeded();
    Cli.run("pack", "--from", index, "-o", output, "--format=text")
        .failed(
            2,
            "--format text and text-parquet do not go with --from: an index has no texts (see icp"
                + " pack --help)");
  }

  /** A run that was killed after its tokens were there goes on, and writes the same. */
  @Test
  void goesOn() throws IOException {
    pack("--format=text", "--keep-work").succeeded();
    String whole = Files.readString(output.resolve("text/contexts-00000.jsonl"));
    Cli again = pack("--format=text", "--keep-work").succeeded();
    assertThat(again.out()).contains("Went on after an earlier run", "token-ends, tokens");
    assertThat(Files.readString(output.resolve("text/contexts-00000.jsonl"))).isEqualTo(whole);
  }
}
