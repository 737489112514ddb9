package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.formats.spi.ParquetSupport;
import dev.icp.formats.spi.ParquetSupport.IntListsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corpora whose tokens exist already. */
class TokensFieldTest {
  private static final int SIZE = 60;

  @TempDir private Path folder;

  private static int[] tokens(int document) {
    int[] tokens = new int[3 + document % 17];
    Arrays.setAll(tokens, i -> 70_000 * (i % 2) + 31 * (document % 5) + i);
    return tokens;
  }

  private static String line(int document) {
    return "{\"id\":\"d"
        + document
        + "\",\"data\":{\"input_ids\":"
        + Arrays.stream(tokens(document)).boxed().map(String::valueOf).collect(Collectors.toList())
        + "}}\n";
  }

  private Path jsonLines() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < SIZE; i++) {
      lines.append(line(i));
    }
    return Cli.write(folder.resolve("corpus.json"), lines.toString());
  }

  private Cli pack(Path corpus, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("pack", corpus, "--output", folder.resolve("out"), "--overwrite"));
    arguments.addAll(List.of("--context-length", "50"));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray());
  }

  /** Returns the tokens that stand in the contexts, without separators, in ascending order. */
  private List<Integer> packed(int separator) {
    return Json.values(folder.resolve("out/contexts.jsonl")).stream()
        .flatMap(context -> context.field("tokens").elements().stream())
        .map(token -> Integer.parseInt(token.text()))
        .filter(token -> token != separator)
        .sorted()
        .toList();
  }

  private static List<Integer> all() {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      Arrays.stream(tokens(i)).forEach(all::add);
    }
    return all.stream().sorted().toList();
  }

  @Test
  void jsonLinesArePackedAndVerified() {
    Path corpus = jsonLines();
    assertThat(
            pack(
                    corpus,
                    "--tokens-field",
                    "data.input_ids",
                    "--tokenizer",
                    "ids:80000",
                    "--separator",
                    "79999")
                .code())
        .isZero();
    assertThat(packed(79_999)).isEqualTo(all());
    Cli verified =
        Cli.run("verify", folder.resolve("out"), "--input", corpus, "--tokenizer", "ids:80000");
    assertThat(verified.err()).isEmpty();
    assertThat(verified.code()).isZero();
  }

  @Test
  void parquetOfLists() throws IOException {
    Path corpus = folder.resolve("corpus.parquet");
    try (OutputStream out = Files.newOutputStream(corpus);
        IntListsWriter writer =
            ParquetSupport.find().orElseThrow().write(out, List.of("input_ids"))) {
      for (int i = 0; i < SIZE; i++) {
        writer.write(tokens(i));
      }
    }
    assertThat(
            pack(
                    corpus,
                    "--tokens-field",
                    "input_ids",
                    "--tokenizer",
                    "ids:80000",
                    "--separator",
                    "79999")
                .code())
        .isZero();
    assertThat(packed(79_999)).isEqualTo(all());
  }

  @Test
  void whatIsWrongIsSaidInOneLine() {
    Path corpus = jsonLines();
    pack(corpus, "--tokens-field", "data.input_ids", "--tokenizer", "ids:many")
        .failed(1, "--tokenizer ids:many: expected a number as in ids:50304");
    assertThat(pack(corpus, "--tokenizer", "ids:9").err())
        .contains("--tokenizer ids:9 needs --tokens-field");
    assertThat(pack(corpus, "--tokens-field", "id").err())
        .contains("--tokens-field and --id-field are both 'id'");
    assertThat(pack(corpus, "--tokens-field", "a", "--text-field", "b").err())
        .contains("--text-field and --tokens-field: a document is one of them");
    assertThat(pack(corpus, "--tokens-field", "a", "--model", "minilm").err())
        .contains("--model needs texts");
    Path bad =
        Cli.write(folder.resolve("bad.jsonl"), line(0) + "{\"data\":{\"input_ids\":[1,-2]}}");
    assertThat(
            pack(
                    bad,
                    "--tokens-field",
                    "data.input_ids",
                    "--tokenizer",
                    "ids:80000",
                    "--separator",
                    "none")
                .err())
        .contains(
            "bad.jsonl:2: field \"data.input_ids\" has something else than ids of tokens, which are"
                + " 0 to 2147483647, at place 1");
    Path text = Cli.write(folder.resolve("text.jsonl"), "{\"input_ids\":\"1 2\"}\n");
    assertThat(
            pack(
                    text,
                    "--tokens-field",
                    "input_ids",
                    "--tokenizer",
                    "ids:80000",
                    "--separator",
                    "none")
                .err())
        .contains("text.jsonl:1: field \"input_ids\" is not an array of tokens but a string");
    Path page = Cli.write(folder.resolve("page.txt"), "1 2 3\n");
    assertThat(
            pack(
                    page,
                    "--tokens-field",
                    "input_ids",
                    "--tokenizer",
                    "ids:80000",
                    "--separator",
                    "none")
                .err())
        .contains("page.txt: no tokens: neither JSON with a field \"input_ids\" nor Parquet");
  }

  /** Contexts of Megatron-LM are documents of tokens to whoever reads them. */
  @Test
  void tokensOfMegatron() {
    Object[] tokens = {"--tokenizer", "ids:80000", "--separator", "79999"};
    List<Object> first = new ArrayList<>(List.of("pack", jsonLines()));
    first.addAll(List.of(tokens));
    first.addAll(List.of("--tokens-field", "data.input_ids", "--context-length", "50"));
    first.addAll(List.of("--format", "megatron", "--output", folder.resolve("tokens")));
    Cli.run(first.toArray()).succeeded();
    Path index = folder.resolve("tokens/megatron/contexts.idx");
    Cli packed = pack(index, tokens).succeeded();
    assertThat(packed.out())
        .contains("Read 1 file as tokens of Megatron-LM")
        .containsPattern("Took the end token off [0-9]+ documents that had it");
    assertThat(packed(79_999)).isEqualTo(all());
    verify(index).succeeded();
    Path work = folder.resolve("work");
    Cli.run("index", index, "--output", work, "--tokenizer", "ids:80000", "--end-token", "79999")
        .succeeded();
    Cli.run(
            "pack",
            "--from",
            work,
            "--output",
            folder.resolve("out"),
            "--overwrite",
            "--context-length",
            "50",
            "--separator",
            "79999")
        .succeeded();
    assertThat(packed(79_999)).isEqualTo(all());
    verify(index).succeeded();
    pack(index, "--tokenizer", "ids:80000", "--separator", "79999", "--end-token", "none")
        .succeeded();
    verify(index).succeeded();
    Cli.run("neighbours", index, "--output", folder.resolve("near")).succeeded();
    assertThat(
            Cli.run("embed", index, "--model", "minilm", "--output", folder.resolve("v.npy")).err())
        .contains("INPUT: a model needs texts");
    assertThat(pack(index).err()).contains("documents that are tokens need --tokenizer");
    assertThat(
            pack(index, "--tokenizer", "ids:80000", "--separator", "1", "--end-token", "80000")
                .err())
        .contains("--end-token 80000: expected none or one of the tokenizer's tokens");
    assertThat(pack(index, "--tokenizer", "ids:80000", "--format", "text").err())
        .contains("--format text and text-parquet do not go with documents that are tokens");
    assertThat(pack(jsonLines(), "--end-token", "1").err())
        .contains("--end-token goes with documents that are tokens only");
  }

  private Cli verify(Path corpus) {
    return Cli.run("verify", folder.resolve("out"), "--input", corpus, "--tokenizer", "ids:80000");
  }
}
