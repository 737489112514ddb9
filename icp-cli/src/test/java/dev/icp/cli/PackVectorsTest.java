package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contexts by vectors that are there already. */
class PackVectorsTest {
  private static final int DOCUMENTS = 40;

  @TempDir Path folder;
  private Path output = Path.of("");
  private Path corpus = Path.of("");

  @BeforeEach
  void makeCorpus() {
    output = folder.resolve("out");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < DOCUMENTS; i++) {
      // All of the same words: only the vectors tell them apart.
      lines.append("{\"id\": %d, \"text\": \"aaaa bbb\"}\n".formatted(i));
    }
    corpus = Cli.write(folder.resolve("c.jsonl"), lines.toString());
  }

  /** Even documents point one way, odd ones another. */
  private Path vectors(int count) {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = i % 2 == 0 ? new float[] {1, 0, 0.001f * i} : new float[] {0, 1, 0.001f * i};
    }
    return NeighboursTest.npy(folder.resolve("v.npy"), rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "exact", "hnsw", "hnsw-plain"})
  void rowsBelongToDocuments(String method) {
    Cli.run(
            "pack",
            corpus,
            "-o",
            output,
            "--vectors",
            vectors(DOCUMENTS),
            "--method",
            method,
            "--context-length",
            90,
            "--neighbours",
            10)
        .succeeded();

    List<Json> contexts = Json.values(output.resolve("contexts.jsonl"));
    assertThat(contexts).hasSize(4);
    for (Json context : contexts) {
      assertThat(
              context.field("segments").elements().stream()
                  .map(segment -> Integer.parseInt(segment.string("id")) % 2)
                  .distinct())
          .hasSize(1);
    }
    Json report = Json.values(output.resolve("report.json")).getFirst();
    assertThat(report.field("settings").string("neighbourIndex"))
        .startsWith(method.startsWith("hnsw") ? "lucene-hnsw" : method.replace("auto", "blocked"));
    assertThat(report.field("settings").string("deterministic"))
        .isEqualTo(Boolean.toString(!method.equals("hnsw-plain")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void vectorsOfOtherDocumentsAreWarnedOf(int step) {
    StringBuilder lines = new StringBuilder();
    float[][] rows = new float[100][];
    for (int i = 0; i < rows.length; i++) {
      lines.append("{\"id\": %d, \"text\": \"of topic%d and %d\"}\n".formatted(i, i / 10, i));
      // With a step of 1 a document's topic; with 7, in 100 documents, another's.
      rows[i] = new float[10];
      rows[i][i * step % 100 / 10] = 1;
    }
    corpus = Cli.write(folder.resolve("topics.jsonl"), lines.toString());
    Cli run =
        Cli.run(
                "pack",
                corpus,
                "-o",
                output,
                "--vectors",
                NeighboursTest.npy(folder.resolve("v.npy"), rows))
            .succeeded();
    String warning =
        "Warning: a document shares no more words with the one nearest to it by vectors";
    assertThat(run.out().contains(warning)).isEqualTo(step == 7);
  }

  @ParameterizedTest
  @ValueSource(ints = {39, 41, 1})
  void anotherNumberOfRowsNamesBoth(int rows) {
    Path vectors = vectors(rows);

    Cli.run("pack", corpus, "-o", output, "--vectors", vectors)
        .failed(
            1,
            vectors
                + ": "
                + (rows == 1 ? "1 row" : rows + " rows")
                + " for an input of 40 documents");
    // What was done of it is there for a run with the right vectors.
    assertThat(output.toFile().list()).containsExactly(".icp-stages");
  }

  /** Rows in another order than the documents, and one too many, are no matter: ids join them. */
  @Test
  void idsJoinRowsToDocuments() {
    Path inOrder = folder.resolve("in-order");
    Cli.run("pack", corpus, "-o", inOrder, "--vectors", vectors(DOCUMENTS)).succeeded();
    float[][] rows = new float[DOCUMENTS + 1][];
    StringBuilder ids = new StringBuilder();
    for (int r = 0; r < rows.length; r++) {
      int document = rows.length - 1 - r;
      rows[r] =
          document % 2 == 0
              ? new float[] {1, 0, 0.001f * document}
              : new float[] {0, 1, 0.001f * document};
      ids.append(document).append('\n');
    }
    Path reversed = NeighboursTest.npy(folder.resolve("reversed.npy"), rows);
    Path names = Cli.write(folder.resolve("ids.txt"), ids.toString());
    Cli.run("pack", corpus, "-o", output, "--vectors", reversed, "--vector-ids", names).succeeded();
    assertThat(Cli.read(output.resolve("contexts.jsonl")))
        .isEqualTo(Cli.read(inOrder.resolve("contexts.jsonl")));
  }

  @Test
  void idsThatDoNotJoinAreNamed() {
    Path vectors = vectors(2);
    Path names = Cli.write(folder.resolve("ids.txt"), "0\nx\n");
    Cli.run("pack", corpus, "-o", output, "--vectors", vectors, "--vector-ids", names)
        .failed(1, corpus + ":2: no vector of this id in " + names);
    Cli.write(names, "0\n1\n0\n");
    Cli.run("pack", corpus, "-o", output, "--vectors", vectors, "--vector-ids", names)
        .failed(1, names + ":3: id \"0\" stands in line 1");
    Cli.write(names, "0\n");
    Cli.run("pack", corpus, "-o", output, "--vectors", vectors, "--vector-ids", names)
        .failed(1, names + ": 1 ids for 2 vectors");
    Cli.run("pack", corpus, "-o", output, "--vectors", vectors, "--vector-ids", folder)
        .failed(1, folder + ": cannot be read: a folder, not a file");
    Cli.run("pack", corpus, "-o", output, "--vector-ids", names)
        .failed(2, "--vector-ids needs --vectors (see icp pack --help)");
  }

  @Test
  void aBadDocumentIsNamed() {
    Path bad =
        Cli.write(folder.resolve("b.jsonl"), Cli.read(corpus) + "{\"id\": 3, \"text\": \"\"}");

    Cli.run("pack", bad, "-o", output, "--vectors", vectors(41))
        .failed(1, bad + ":41: duplicate id \"3\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--method hnsw | --method hnsw is for dense vectors; documents are compared by their words:"
            + " auto, blocked or exact",
        "--vectors v.npy --skip-bad-documents | --skip-bad-documents does not go with --vectors: it"
            + " would shift their rows",
      })
  void wrongUsage(String arguments, String message) {
    Object[] all = ("pack " + corpus + " -o " + output + " " + arguments).split(" ");

    Cli.run(all).failed(2, message + " (see icp pack --help)");
    assertThat(output).doesNotExist();
  }
}
