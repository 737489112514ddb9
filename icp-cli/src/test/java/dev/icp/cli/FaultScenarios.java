package dev.icp.cli;

import com.github.luben.zstd.Zstd;
import dev.icp.ContextBuilder;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import dev.icp.cli.shared.Failures;
import dev.icp.formats.CorpusReader;
import dev.icp.formats.OutputFolder;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.OutputVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** What the commands do while something goes wrong. */
final class FaultScenarios {
  private final Path root;
  private final Path in;
  private final Path out;

  FaultScenarios(Path root) {
    this.root = root;
    in = root.resolve("in");
    out = root.resolve("run/out");
  }

  /** A command, or something like it. */
  interface Command {
    Cli run();
  }

  /**
   * Something that is run.
   *
   * @param before makes what is there before; null for nothing
   * @param foreign files that are there as well and are not icp's
   */
  record Scenario(
      String name, @Nullable Command before, Map<String, String> foreign, Command command) {}

  void writeInputs() throws IOException {
    StringBuilder lines = new StringBuilder();
    StringBuilder more = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      StringBuilder to = i % 3 == 0 ? more : lines;
      to.append("{\"id\":\"d").append(i).append("\",\"text\":\"words of topic ").append(i % 5);
      to.append(" and of ").append(i * 7919 % 13).append(" others").append("\"}\n");
    }
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
    Cli.write(in.resolve("corpus.jsonl.gz"), zipped.toByteArray());
    Cli.write(
        in.resolve("more.jsonl.zst"),
        Zstd.compress(more.toString().getBytes(StandardCharsets.UTF_8)));
    Cli.write(in.resolve("text.txt"), "a text of topic 3");
    float[][] rows = new float[25][8];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < 8; j++) {
        rows[i][j] = (float) Math.sin(i * 17 + j * j);
      }
    }
    NeighboursTest.npy(root.resolve("vectors.npy"), rows);
  }

  private Command cli(Object... arguments) {
    return () -> Cli.run(arguments);
  }

  private Command pack(Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("pack", in, "-o", out, "--context-length=40", "--tail=pad", "--threads=1"));
    arguments.addAll(Arrays.asList(more));
    return cli(arguments.toArray());
  }

  List<Scenario> all() {
    Map<String, String> notes = Map.of("out/notes.txt", "theirs", "out/report.html", "theirs");
    String formats = "--format=jsonl,megatron,mds,mds-tokens,npy,datatrove,litdata,parquet";
    Path vectors = root.resolve("vectors.npy");
    List<Scenario> all = new ArrayList<>();
    all.add(
        new Scenario(
            "pack", null, notes, pack(formats, "--shard-size=1k", "--near-duplicates=drop:0.9")));
    all.add(
        new Scenario(
            "pack over another output",
            pack("--format=jsonl,npy,litdata"),
            notes,
            pack("--format=mds,npy", "--seed=1", "--overwrite")));
    all.add(
        new Scenario("pack again", pack("--format=jsonl,npy"), notes, pack("--format=jsonl,npy")));
    all.add(
        new Scenario(
            "pack by vectors",
            null,
            notes,
            pack(
                "--vectors",
                vectors,
                "--work-dir",
                root.resolve("run/work"),
                "--format=megatron")));
    all.add(new Scenario("library", null, notes, this::library));
    all.add(
        new Scenario(
            "neighbours of a corpus",
            null,
            Map.of("out/notes.txt", "theirs"),
            cli("neighbours", in, "-o", out, "--threads=1")));
    all.add(
        new Scenario(
            "neighbours of vectors",
            null,
            Map.of("out/notes.txt", "theirs"),
            cli("neighbours", vectors, "-o", out, "--threads=1")));
    Command index = cli("index", in, "-o", root.resolve("run/index"), "--threads=1");
    all.add(new Scenario("index", null, Map.of("index/notes.txt", "theirs"), index));
    all.add(
        new Scenario(
            "pack from an index",
            index,
            notes,
            cli(
                "pack",
                "--from",
                root.resolve("run/index"),
                "-o",
                out,
                "--context-length=40",
                "--threads=1")));
    all.add(
        new Scenario(
            "embed",
            null,
            Map.of("out/notes.txt", "theirs"),
            cli("embed", in, "--model", EmbedTest.MODEL, "-o", out.resolve("v.npy"))));
    all.add(
        new Scenario(
            "verify", pack(formats), Map.of("out/notes.txt", "theirs"), cli("verify", out)));
    all.add(
        new Scenario(
            "verify against the corpus",
            pack("--format=npy"),
            Map.of(),
            cli("verify", out, "--input", in)));
    all.add(
        new Scenario(
            "inspect", pack(formats), Map.of("out/notes.txt", "theirs"), cli("inspect", out)));
    return all;
  }

  /** The library, with everything that it can put into files there, and no stages kept. */
  private Cli library() {
    try {
      ContextBuilder builder =
          ContextBuilder.of(CorpusReader.of(in).documents())
              .tail(Tail.PAD)
              .threads(1)
              .memoryBudget(0)
              .temporaryDirectory(Files.createDirectories(root.resolve("run/spill")));
      try (OutputFolder output = OutputFolder.open(out, List.of("--a=1"), false);
          PackedContexts contexts = builder.pack(40)) {
        for (OutputFormat format : List.of(OutputFormat.JSONL, OutputFormat.MDS)) {
          contexts.writeTo(output.contexts(format, OutputOptions.defaults().shardBytes(1000)));
        }
        output.commit(contexts.report());
      }
      OutputVerifier.verify(out);
      return new Cli(0, "", "");
    } catch (IOException | RuntimeException e) {
      return new Cli(1, "", "icp: " + Failures.message(e));
    }
  }
}
