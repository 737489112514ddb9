package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contexts of several lengths. */
class LengthsTest {
  private static final String LENGTHS = "100:0.25,400:0.75";

  @TempDir private Path folder;

  private Path corpus() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      String word = "word" + i % 7 + " ";
      lines.append("{\"id\":\"d" + i + "\",\"text\":\"" + word.repeat(3 + i % 20) + i + "\"}\n");
    }
    return Cli.write(folder.resolve("corpus.jsonl"), lines.toString());
  }

  private Cli pack(Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("pack", corpus(), "--output", folder.resolve("out")));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray());
  }

  @Test
  void eachHasAFolderAndAllAreVerifiedTogether() throws IOException {
    Cli packed = pack("--context-length", LENGTHS, "--format", "jsonl,megatron").succeeded();
    assertThat(packed.out()).contains("contexts of 100 tokens").contains("contexts of 400 tokens");
    Map<String, String> texts = new TreeMap<>();
    for (String length : List.of("100", "400")) {
      Path own = folder.resolve("out").resolve(length);
      assertThat(own.resolve("megatron/contexts.idx")).exists();
      Map<String, String> some = Contexts.texts(own.resolve("contexts.jsonl"));
      assertThat(some).isNotEmpty();
      assertThat(Collections.disjoint(some.keySet(), texts.keySet())).isTrue();
      texts.putAll(some);
      Cli.run("verify", own).succeeded();
    }
    assertThat(texts).hasSize(200);
    Json report = Json.values(folder.resolve("out/lengths.json")).get(0);
    assertThat(report.number("documents")).isEqualTo(200);
    Cli verified = Cli.run("verify", folder.resolve("out")).succeeded();
    assertThat(verified.out()).contains("200 documents, each in contexts of one length");
    assertThat(Cli.run("inspect", folder.resolve("out")).err())
        .contains("outputs of several context lengths, of which one is wanted: 100, 400");
    // The same again replaces it; anything else is refused.
    pack("--context-length", LENGTHS, "--format", "jsonl,megatron").succeeded();
    assertThat(pack("--context-length", "400").err()).contains("contexts of several lengths");
    assertThat(pack("--context-length", "100,300").err()).contains("is of another run");
    assertThat(Cli.run("verify", folder.resolve("out"), "--input", corpus()).err())
        .contains("which --input does not follow");
    Files.delete(folder.resolve("out/100/megatron/contexts.bin"));
    assertThat(Cli.run("verify", folder.resolve("out")).code()).isEqualTo(1);
  }

  @Test
  void aDocumentOfTwoLengthsIsFound() throws IOException {
    pack("--context-length", "100,400").succeeded();
    Path out = folder.resolve("out");
    Path other = folder.resolve("other");
    Cli.run("pack", corpus(), "--output", other, "--context-length", "100").succeeded();
    for (String name : List.of("contexts.jsonl", "manifest.json", "report.json")) {
      Files.copy(
          other.resolve(name),
          out.resolve("100").resolve(name),
          StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(Cli.run("verify", out).err()).contains("documents in contexts of 100");
    Path file = out.resolve("lengths.json");
    int own = Json.values(file).get(0).field("lengths").elements().get(0).number("documents");
    String said = Cli.read(file).replaceFirst("(\"documents\" ?: ?)" + own, "$1" + 200);
    int last = said.lastIndexOf("\"documents\"");
    Cli.write(
        file,
        said.substring(0, last)
            + said.substring(last).replaceFirst("200", Integer.toString(400 - own)));
    assertThat(Cli.run("verify", out).err()).contains("contexts of more than one length");
  }

  @Test
  void noOtherLengthStaysBesideThem() throws IOException {
    pack("--context-length", "100,400").succeeded();
    Path out = folder.resolve("out");
    assertThat(pack("--context-length", "200,400", "--overwrite").err())
        .contains(out.resolve("100") + ": holds contexts of another length");
    Cli.run("verify", out).succeeded();
    Files.move(out.resolve("100"), out.resolve("300"));
    Cli.run("pack", corpus(), "--output", out.resolve("100"), "--context-length", "100");
    assertThat(Cli.run("verify", out).code()).isNotZero();
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(pack("--context-length", "100,x").err())
        .contains("expected lengths as in 8192, 2048,8192 or 2048:0.25,8192:0.75");
    assertThat(pack("--context-length", "100:0.5,200:0.6").err())
        .contains("expected shares above 0 that are 1 together");
    assertThat(pack("--context-length", "0").err())
        .contains("expected a whole number of 1 or more");
    assertThat(pack("--context-length", "0,5").err()).contains("expected lengths of 1 or more");
    assertThat(pack("--context-length", "100,200", "--tail", "drop").err())
        .contains("does not go with --tail drop");
    assertThat(pack("--context-length", "100,200", "--order", "nearest-with-repeats").err())
        .contains("does not go with --order nearest-with-repeats");
  }
}
