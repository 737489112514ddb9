package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.icp.NeighbourIndexes;
import dev.icp.formats.NpyWriter;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeighboursTest {
  private static final int HEADER = 128;

  @TempDir Path folder;
  private Path output = Path.of("");
  private final float[][] rows = new float[300][8];

  @BeforeEach
  void makeRows() {
    output = folder.resolve("out");
    SplittableRandom random = new SplittableRandom(5);
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
  }

  static Path npy(Path file, float[]... rows) {
    try (NpyWriter writer = NpyWriter.float32(file, rows.length, rows[0].length)) {
      for (float[] row : rows) {
        writer.write(row);
      }
      writer.commit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ByteBuffer matrix(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(output.resolve(name));
    ByteBuffer matrix = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return matrix.position(HEADER).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private int[] neighbours() throws IOException {
    ByteBuffer matrix = matrix("neighbours.npy");
    int[] all = new int[matrix.remaining() / 4];
    matrix.asIntBuffer().get(all);
    return all;
  }

  private float[] cosines() throws IOException {
    ByteBuffer matrix = matrix("cosines.npy");
    float[] all = new float[matrix.remaining() / 4];
    matrix.asFloatBuffer().get(all);
    return all;
  }

  private Json report() {
    return Json.values(output.resolve("report.json")).getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "blocked", "exact", "hnsw", "hnsw-plain"})
  void everyMethodWritesTheNearest(String method) throws IOException {
    Path vectors = npy(folder.resolve("v.npy"), rows);

    Cli run =
        Cli.run("neighbours", vectors, "--k", 5, "--output", output, "--method", method)
            .succeeded();

    NeighbourGraph expected;
    try (StageResources resources = StageResources.open(1, 0)) {
      expected = NeighbourIndexes.exact().neighbours(DenseVectors.of(rows), 5, resources);
    }
    int[] found = neighbours();
    float[] cosines = cosines();
    int same = 0;
    for (int i = 0; i < 300 * 5; i++) {
      same += found[i] == expected.neighbour(i / 5, i % 5) ? 1 : 0;
      assertThat(cosines[i]).isBetween(-1f, 1f);
    }
    assertThat(same).isGreaterThan(method.startsWith("hnsw") ? 1400 : 1499);
    assertThat(cosines[7]).isEqualTo(expected.cosine(1, 2), within(1e-5f));
    Json report = report();
    assertThat(report.fields().keySet())
        .containsExactly(
            "n",
            "dimension",
            "k",
            "method",
            "buildSeconds",
            "searchSeconds",
            "totalSeconds",
            "sampledRecall",
            "peakHeapBytes",
            "format",
            "command",
            "inputs",
            "files");
    assertThat(report.number("n")).isEqualTo(300);
    assertThat(report.number("dimension")).isEqualTo(8);
    assertThat(report.number("k")).isEqualTo(5);
    assertThat(report.string("method")).isEqualTo(method.equals("auto") ? "blocked" : method);
    assertThat(Double.parseDouble(report.string("sampledRecall")))
        .isBetween(method.startsWith("hnsw") ? 0.9 : 1.0, 1.0);
    assertThat(Long.parseLong(report.string("peakHeapBytes"))).isPositive();
    double build = Double.parseDouble(report.string("buildSeconds"));
    double search = Double.parseDouble(report.string("searchSeconds"));
    assertThat(build > 0).isEqualTo(method.startsWith("hnsw"));
    assertThat(search).isPositive();
    assertThat(Double.parseDouble(report.string("totalSeconds"))).isEqualTo(build + search);
    assertThat(run.out())
        .startsWith("Found the 5 nearest of each of 300 documents in ")
        .contains(output.resolve("neighbours.npy") + " (6.1 KB), ");
    assertThat(output.toFile().list())
        .containsExactlyInAnyOrder("neighbours.npy", "cosines.npy", "report.json");
  }

  @Test
  void filesAreWhatNumPyExpects() throws IOException {
    Cli.run("neighbours", npy(folder.resolve("v.npy"), rows), "--k", 5, "-o", output).succeeded();

    assertThat(Cli.header(output.resolve("neighbours.npy"), HEADER))
        .contains("{'descr': '<i4', 'fortran_order': False, 'shape': (300, 5), }");
    assertThat(Cli.header(output.resolve("cosines.npy"), HEADER))
        .contains("{'descr': '<f4', 'fortran_order': False, 'shape': (300, 5), }");
  }

  @Test
  void whereThereAreFewerTheRestIsMinusOne() throws IOException {
    Path vectors =
        npy(folder.resolve("v.npy"), new float[] {1, 0}, new float[] {0, 2}, new float[] {3, 3});

    Cli.run("neighbours", vectors, "--k", 4, "-o", output).succeeded();

    assertThat(neighbours()).containsExactly(2, 1, -1, -1, 2, 0, -1, -1, 0, 1, -1, -1);
    assertThat(Arrays.copyOfRange(cosines(), 1, 4)).containsExactly(0, 0, 0);
  }

  @Test
  void threadsAndHeapDoNotMatter() throws IOException {
    Path vectors = npy(folder.resolve("V.NPY"), rows);
    Cli.run("neighbours", vectors, "-o", output, "--threads", 1).succeeded();
    byte[] first = Files.readAllBytes(output.resolve("neighbours.npy"));
    Cli.run("neighbours", vectors, "-o", output, "--threads", 4).succeeded();

    assertThat(Files.readAllBytes(output.resolve("neighbours.npy"))).isEqualTo(first);
  }

  @Test
  void withoutASampleTheRecallIsNull() {
    Path vectors = npy(folder.resolve("v.npy"), rows);

    Cli run =
        Cli.run("neighbours", vectors, "-o", output, "--recall-sample", 0, "--method", "hnsw")
            .succeeded();
    assertThat(report().string("sampledRecall")).isEqualTo("null");
    assertThat(run.out()).doesNotContain("Share");
    Cli.run(
            "neighbours",
            vectors,
            "-o",
            output,
            "--recall-sample",
            0,
            "--method",
            "exact",
            "--overwrite")
        .succeeded();
    assertThat(report().string("sampledRecall")).isEqualTo("1.0");
  }

  @Test
  void aCorpusIsComparedByItsWords() throws IOException {
    StringBuilder corpus = new StringBuilder();
    for (String text : new String[] {"cats hunt mice", "tax returns", "cats hunt", "tax office"}) {
      corpus.append("{\"text\": \"").append(text).append("\"}\n");
    }
    Path input = Cli.write(folder.resolve("c.jsonl"), corpus + "bad\n");

    assertThat(Cli.run("neighbours", input, "--k", 2, "-o", output).err())
        .startsWith("icp: " + input + ":5: not JSON: ")
        .hasLineCount(1);
    assertThat(output).doesNotExist();
    Cli run =
        Cli.run("neighbours", input, "--k", 2, "-o", output, "--skip-bad-documents").succeeded();

    assertThat(neighbours()).containsExactly(2, -1, 3, -1, 0, -1, 1, -1);
    assertThat(report().number("n")).isEqualTo(4);
    assertThat(report().string("method")).isEqualTo("inverted-index");
    assertThat(report().string("sampledRecall")).isEqualTo("1.0");
    byte[] found = Files.readAllBytes(output.resolve("neighbours.npy"));
    for (String method : new String[] {"auto", "blocked", "exact"}) {
      Cli.run(
              "neighbours",
              input,
              "--k",
              2,
              "-o",
              output,
              "--skip-bad-documents",
              "--recall",
              0.5,
              "--method",
              method,
              "--overwrite")
          .succeeded();
      assertThat(Files.readAllBytes(output.resolve("neighbours.npy"))).isEqualTo(found);
    }
    assertThat(run.out()).contains("\nSkipped 1 bad document, which have no row.\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v.npy --method faiss | Invalid value for option '--method': expected auto, blocked, exact,"
            + " hnsw or hnsw-plain, not 'faiss'",
        "v.npy --recall 95 | Invalid value for option '--recall': expected a share above 0 and at"
            + " most 1 as in 0.95, not '95'",
        "v.npy --recall NaN | Invalid value for option '--recall': expected a share above 0 and at"
            + " most 1 as in 0.95, not 'NaN'",
        "v.npy --recall-sample -1 | Invalid value for option '--recall-sample': expected a whole"
            + " number of 0 or more, not '-1'",
        "v.npy --k 0 | Invalid value for option '--k': expected a whole number of 1 or more, not"
            + " '0'",
        "v.npy c.jsonl | vectors are one .npy file and nothing else, not 2 inputs",
        "v.npy --skip-bad-documents | --skip-bad-documents does not go with vectors: it would shift"
            + " their rows",
        "c.jsonl --method hnsw-plain | --method hnsw-plain is for dense vectors; documents are"
            + " compared by their words: auto, blocked or exact",
      })
  void wrongUsage(String arguments, String message) {
    Object[] all = ("neighbours " + arguments + " -o " + output).split(" ");

    Cli.run(all).failed(2, message + " (see icp neighbours --help)");
    assertThat(output).doesNotExist();
  }

  @Test
  void vectorsThatCannotBeUsedLeaveNothing() {
    rows[17] = new float[8];
    Path vectors = npy(folder.resolve("v.npy"), rows);

    Cli.run("neighbours", vectors, "-o", output)
        .failed(1, vectors + ": row 17 (counted from 0) is zero");
    assertThat(output).doesNotExist();
    Path missing = folder.resolve("none.npy");
    Cli.run("neighbours", missing, "-o", output)
        .failed(1, missing + ": cannot be read: no such file or folder");
    Cli.run("neighbours", vectors, "-o", vectors)
        .failed(1, vectors + ": cannot be written: there is a file of this name");
  }
}
