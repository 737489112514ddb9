package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.formats.NpyVectors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedTest {
  static final Path MODEL =
      Path.of("..", "icp-models", "src", "test", "resources", "dev", "icp", "models", "encoder");
  private static final int SIZE = 1500;

  @TempDir private Path folder;

  private Path corpus = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void makeCorpus() {
    corpus = Cli.write(folder.resolve("corpus.jsonl"), lines(SIZE));
    output = folder.resolve("vectors.npy");
  }

  private static String lines(int size) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < size; i++) {
      lines.append(
          "{\"id\":" + i + ",\"text\":\"the " + i + " rights of license " + i % 7 + "\"}\n");
    }
    return lines.toString();
  }

  private Cli embed(Object... more) {
    Object[] arguments =
        Stream.concat(
                Stream.of("embed", corpus, "--model", MODEL, "--output", output), Stream.of(more))
            .toArray();
    return Cli.run(arguments);
  }

  @Test
  void aRowForEachDocument() throws IOException {
    Cli run = embed().succeeded();
    assertThat(run.out()).startsWith("Embedded 1,500 documents (32 dimensions) in ");
    try (NpyVectors vectors = NpyVectors.open(output)) {
      assertThat(vectors.size()).isEqualTo(SIZE);
      assertThat(vectors.dimension()).isEqualTo(32);
      // "the 7 rights of license 0" and the same with another number.
      assertThat(vectors.cosine(7, 14)).isGreaterThan(vectors.cosine(7, 1235));
    }
    Json report = Json.values(folder.resolve("vectors.npy.json")).getFirst();
    assertThat(report.number("n")).isEqualTo(SIZE);
    assertThat(report.number("embedded")).isEqualTo(SIZE);
    assertThat(report.string("embedder"))
        .contains("model sha256:", "tokenizer.json sha256:", "FIRST_WINDOW");
  }

  @Test
  void aTextIsEmbeddedOnce() throws IOException {
    String copies = lines(700).replaceAll("\"id\":", "\"id\":1000");
    Cli.write(corpus, copies + lines(SIZE));
    for (int run = 0; run < 2; run++) {
      assertThat(embed().succeeded().out())
          .startsWith("Embedded " + (run == 0 ? "1,500" : "0") + " documents ")
          .contains("; 700 had the text of an earlier one.");
      try (NpyVectors vectors = NpyVectors.open(output)) {
        assertThat(vectors.size()).isEqualTo(SIZE + 700);
        float[] rows = new float[700 * 32];
        float[] copiedRows = new float[700 * 32];
        vectors.read(0, 700, rows, 0);
        vectors.read(700, 700, copiedRows, 0);
        assertThat(copiedRows).isEqualTo(rows);
      }
      Json report = Json.values(folder.resolve("vectors.npy.json")).getFirst();
      assertThat(report.number("n")).isEqualTo(SIZE + 700);
      assertThat(report.number("exactCopies")).isEqualTo(700);
    }
  }

  @Test
  void secondRunEmbedsNothingAndWritesTheSame() throws IOException {
    embed().succeeded();
    byte[] first = Files.readAllBytes(output);
    Files.delete(output);
    Cli second = embed("--threads", 1).succeeded();
    assertThat(second.out())
        .startsWith("Embedded 0 documents ")
        .contains("; took 1,500 of an earlier run.");
    assertThat(Files.readAllBytes(output)).isEqualTo(first);
  }

  @Test
  void otherSettingsAreOtherVectors() throws IOException {
    embed().succeeded();
    byte[] first = Files.readAllBytes(output);
    assertThat(embed("--pooling", "cls").err()).contains("is of another run");
    assertThat(embed("--pooling", "cls", "--overwrite").succeeded().out())
        .startsWith("Embedded 1,500 documents");
    assertThat(Files.readAllBytes(output)).isNotEqualTo(first);
    assertThat(embed("--overwrite").succeeded().out()).startsWith("Embedded 0 documents");
    assertThat(Files.readAllBytes(output)).isEqualTo(first);
  }

  @Test
  void packTakesWhatEmbedHasMade() throws IOException {
    Path work = folder.resolve("work");
    embed("--work-dir", work).succeeded();
    Path fromModel = folder.resolve("a");
    Path fromFile = folder.resolve("b");
    long before = Files.getLastModifiedTime(onlyFile(work)).toMillis();
    Cli.run("pack", corpus, "--model", MODEL, "--work-dir", work, "--output", fromModel)
        .succeeded();
    assertThat(Files.getLastModifiedTime(onlyFile(work)).toMillis()).isEqualTo(before);
    Cli.run("pack", corpus, "--vectors", output, "--output", fromFile).succeeded();
    assertThat(fromModel.resolve("contexts.jsonl"))
        .hasSameBinaryContentAs(fromFile.resolve("contexts.jsonl"));
    assertThat(
            Json.values(fromModel.resolve("report.json"))
                .getFirst()
                .field("settings")
                .string("embedder"))
        .startsWith("model sha256:");
  }

  private static Path onlyFile(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".kept")).findFirst().orElseThrow();
    }
  }

  @Test
  void emptyCorpusAndOneDocument() {
    Cli.write(corpus, lines(0));
    embed().failed(Main.FAILED, corpus + ": nothing to read: no documents");
    Cli.write(corpus, lines(1));
    assertThat(embed().succeeded().out()).startsWith("Embedded 1 document ");
    assertThat(Cli.header(output, 128)).contains("(1, 32)");
  }

  @Test
  void badDocumentsAreFoundBeforeAnythingIsEmbedded() {
    Cli.write(corpus, lines(5) + "{\"id\": 6}\n");
    embed().failed(Main.FAILED, corpus + ":6: no field \"text\"");
    assertThat(output).doesNotExist();
    assertThat(embed("--skip-bad-documents").succeeded().out())
        .contains("Skipped 1 bad document, which have no row.");
  }

  @Test
  void standardInputIsReadOnce() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(lines(5).getBytes(StandardCharsets.UTF_8)));
      assertThat(Cli.run("embed", "-", "--model", MODEL, "--output", output).succeeded().out())
          .startsWith("Embedded 5 documents");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void anInputIsNotOverwritten() throws IOException {
    String before = Files.readString(corpus);
    Cli.run("embed", corpus, "--model", MODEL, "--output", corpus)
        .failed(
            1,
            corpus
                + ": is there already, and no output of icp that this could replace: move it away,"
                + " or choose another place");
    Path report = Files.move(corpus, folder.resolve("vectors.npy.json"));
    Cli.run("embed", report, "--model", MODEL, "--output", output)
        .failed(
            1,
            report
                + ": is there already, and no output of icp that this could replace: move it away,"
                + " or choose another place");
    assertThat(report).hasContent(before);
    assertThat(output).doesNotExist();
  }

  @Test
  void anOutputThatCannotBeIsFoundOutBeforeAnythingIsEmbedded() throws IOException {
    Files.createDirectory(output);
    embed().failed(Main.FAILED, output + ": cannot be written: not a regular file");
    assertThat(folder.resolve("vectors.npy.work")).doesNotExist();
  }

  @Test
  void aModelThatFailsIsNamedOnce() {
    Cli.write(corpus, "{\"id\":1,\"text\":\"" + "the rights ".repeat(200) + "\"}\n");
    for (String command : List.of("embed", "pack")) {
      Cli run = Cli.run(command, corpus, "--model", MODEL, "--max-length", 200, "--output", output);
      assertThat(run.err()).startsWith("icp: " + MODEL.resolve("onnx/model.onnx") + ": the model ");
    }
  }

  @Test
  void duplicateIdsAreBad() {
    Cli.write(corpus, lines(5) + lines(1));
    embed().failed(Main.FAILED, corpus + ":6: duplicate id \"0\"");
  }

  @Test
  void aModelThatIsNotThereIsOneLine() {
    Path none = folder.resolve("none");
    Cli.run("embed", corpus, "--model", none, "--output", output)
        .failed(Main.FAILED, none + ": no such folder");
    Cli.run("pack", corpus, "--model", none, "--output", folder.resolve("out"))
        .failed(Main.FAILED, none + ": no such folder");
    Cli.run("embed", corpus, "--model", "gpt", "--output", output)
        .failed(
            Main.FAILED,
            "gpt: no such folder, and no model of this name, which are minilm, minilm-q, e5-small,"
                + " e5-small-q, bge-small, bge-small-q");
  }

  /** The engine that the command line brings is the one for processors. */
  @Test
  void aGpuIsRefusedWhereTheEngineHasNone() {
    assertThat(embed("--device", "cuda").err())
        .contains("ONNX Runtime cannot use CUDA here", "com.microsoft.onnxruntime:onnxruntime_gpu");
    assertThat(embed("--device", "cuda:x").err())
        .contains("expected cpu, cuda or cuda with the number of a GPU, as in cuda:1");
    assertThat(embed("--device", "cpu").succeeded().out()).startsWith("Embedded 1,500 documents");
  }

  @Test
  void whatDoesNotGoTogetherIsBadUsage() {
    Path out = folder.resolve("out");
    Cli.run("pack", corpus, "--pooling", "cls", "--output", out)
        .failed(Main.BAD_USAGE, "--pooling needs --model (see icp pack --help)");
    Cli.run("pack", corpus, "--model", MODEL, "--vectors", output, "--output", out)
        .failed(
            Main.BAD_USAGE,
            "--model and --vectors: one of them says which documents are related (see icp pack"
                + " --help)");
    Cli.run("embed", corpus, "--output", out)
        .failed(
            Main.BAD_USAGE, "Missing required option: '--model=NAME|DIR' (see icp embed --help)");
  }
}
