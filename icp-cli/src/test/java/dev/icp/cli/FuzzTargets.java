package dev.icp.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The readers: each a file, and the commands that read it. */
final class FuzzTargets {
  private static final Path BPE = Path.of("../icp-lucene/src/test/resources/dev/icp/lucene/bpe");
  private static final String FORMATS =
      "--format=jsonl,megatron,mds,mds-tokens,npy,datatrove,litdata,parquet";

  private static final String SEGMENTS = ".segments.jsonl.zst";
  private static final String STAGE = "stage ";

  private final Path folder;
  private final Path in;
  private final Path corpus;
  private final Map<Path, byte[]> files = new HashMap<>();
  private final List<String> names =
      new ArrayList<>(
          List.of(
              "jsonl",
              "jsonl.gz",
              "jsonl.zst",
              "jsonl.xz",
              "jsonl.bz2",
              "jsonl.lz4",
              "json",
              "text",
              "npy",
              "ids.txt",
              "tokenizer.json",
              "tokenizer_config.json",
              "pooling.json",
              "modules.json",
              "report of neighbours",
              "manifest.json",
              "manifest.json signed",
              "report.json"));
  private Map<String, byte[]> staged = Map.of();

  FuzzTargets(Path folder) {
    this.folder = folder;
    in = folder.resolve("in");
    corpus = in.resolve("corpus.jsonl");
  }

  /**
   * What is fuzzed.
   *
   * @param file is changed
   * @param sealed the output whose checksums are made to fit; null for none
   * @param same where a run that ends well must give what it gives with the file as it was; null
   *     where it may give something else
   * @param expected what that is
   */
  record Target(
      String name,
      Path file,
      @Nullable Path sealed,
      List<Object[]> commands,
      @Nullable Path same,
      Map<String, byte[]> expected) {
    void put(byte[] bytes) throws IOException {
      Cli.write(file, bytes);
      if (sealed != null) {
        seal(sealed, file);
      }
    }

    void check(Cli run, String what, List<String> wrong) throws IOException {
      if (run.code() != 0 || same == null) {
        return;
      }
      for (Map.Entry<String, byte[]> each : expected.entrySet()) {
        if (!Arrays.equals(Files.readAllBytes(same.resolve(each.getKey())), each.getValue())) {
          wrong.add(what + "other bytes in " + each.getKey());
        }
      }
    }
  }

  List<String> names() {
    return names;
  }

  void write() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      lines.append("{\"id\":\"d").append(i).append("\",\"text\":\"words of topic ").append(i % 4);
      lines.append(" and é ").append(i / 2).append("\", \"x\": [1, -2.5e3, {\"y\": null}]}\n");
    }
    byte[] bytes = lines.toString().getBytes(UTF_8);
    put(corpus, bytes);
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(bytes);
    }
    put(in.resolve("corpus.jsonl.gz"), zipped.toByteArray());
    put(in.resolve("corpus.jsonl.zst"), Zstd.compress(bytes));
    for (String ending : List.of(".xz", ".bz2", ".lz4")) {
      put(in.resolve("corpus.jsonl" + ending), resource("corpus.jsonl" + ending));
    }
    put(
        in.resolve("corpus.json"),
        ("[" + lines.toString().strip().replace("\n", ",\n") + "]\n").getBytes(UTF_8));
    put(
        in.resolve("ids.txt"),
        IntStream.range(0, 20).mapToObj(i -> "d" + i + "\n").collect(joining()).getBytes(UTF_8));
    put(in.resolve("texts/a.txt"), "a text, and é".getBytes(UTF_8));
    float[][] rows = new float[20][4];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < 4; j++) {
        rows[i][j] = (float) Math.sin(i * 17 + j * j);
      }
    }
    Path vectors = NeighboursTest.npy(in.resolve("vectors.npy"), rows);
    put(vectors, Files.readAllBytes(vectors));
    copy(BPE, in.resolve("bpe"));
    if (!Files.exists(in.resolve("bpe/tokenizer_config.json"))) {
      put(
          in.resolve("bpe/tokenizer_config.json"),
          "{\"eos_token\": \"</s>\", \"bos_token\": {\"content\": \"<s>\"}}".getBytes(UTF_8));
    }
    copy(EmbedTest.MODEL, in.resolve("model"));
    done(Cli.run(pack("out", FORMATS, "--near-duplicates=drop:0.9")));
    remember(folder.resolve("out"));
    for (String file : below(folder.resolve("out"))) {
      // Of sidecars one is enough; what is sealed and what is no part of it is above.
      if (!file.matches("manifest\\.json|report\\.json")
          && (!file.endsWith(SEGMENTS) || file.startsWith("mds/"))) {
        names.add(file.replace('/', ' '));
      }
    }
    Path work = folder.resolve("work");
    done(Cli.run(pack("staged", "--work-dir=" + work, "--keep-work")));
    remember(work);
    below(work.resolve(".icp-stages")).forEach(file -> names.add(STAGE + file));
    done(Cli.run("neighbours", vectors, "-o", folder.resolve("near"), "--k=3"));
    remember(folder.resolve("near"));
    staged = contents(folder.resolve("staged"));
  }

  /** A slow machine says how far it is. */
  private static void done(Cli run) {
    if (run.code() != 0) {
      throw new IllegalStateException(run.err());
    }
  }

  private Object[] pack(String out, Object... more) {
    List<Object> command =
        new ArrayList<>(
            List.of(
                "pack", corpus, "-o", folder.resolve(out), "--context-length=40", "--tail=pad"));
    command.addAll(List.of(more));
    return command.toArray();
  }

  private void put(Path file, byte[] bytes) {
    Cli.write(file, bytes);
    files.put(file, bytes);
  }

  private void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        put(to.resolve(from.relativize(file).toString()), Files.readAllBytes(file));
      }
    }
  }

  private static List<String> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = FuzzTargets.class.getResourceAsStream("fuzz/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private void remember(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file, Files.readAllBytes(file));
      }
    }
  }

  private static Map<String, byte[]> contents(Path out) throws IOException {
    return Map.of("contexts.jsonl", Files.readAllBytes(out.resolve("contexts.jsonl")));
  }

  /** Makes everything as it was before a run. */
  void reset(Target target) throws IOException {
    for (String name : List.of("made", "staged", "out", "work", "near")) {
      Path made = folder.resolve(name);
      if (Files.exists(made)) {
        try (Stream<Path> all = Files.walk(made)) {
          for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
            if (!files.containsKey(file) && !Files.isDirectory(file)) {
              Files.delete(file);
            }
          }
        }
      }
    }
    Files.createDirectories(folder.resolve("work/.icp-stages"));
    for (Map.Entry<Path, byte[]> file : files.entrySet()) {
      if (!Files.exists(file.getKey())
          || !Arrays.equals(Files.readAllBytes(file.getKey()), file.getValue())) {
        Cli.write(file.getKey(), file.getValue());
      }
    }
  }

  Target of(String name) {
    Path out = folder.resolve("out");
    Path made = folder.resolve("made");
    Object[] verify = {"verify", out};
    Object[] inspect = {"inspect", out, "-o", folder.resolve("made.html")};
    Path bpe = in.resolve("bpe");
    Path vectors = in.resolve("vectors.npy");
    return switch (name) {
      case "jsonl", "jsonl.gz", "jsonl.zst", "jsonl.xz", "jsonl.bz2", "jsonl.lz4", "json" ->
          target(name, in.resolve("corpus." + name), packOf(in.resolve("corpus." + name)));
      case "text" -> target(name, in.resolve("texts/a.txt"), packOf(in.resolve("texts")));
      case "npy" ->
          target(
              name,
              vectors,
              new Object[] {"neighbours", vectors, "-o", made, "--overwrite"},
              pack("made", "--vectors", vectors, "--overwrite"));
      case "ids.txt" ->
          target(
              name,
              in.resolve(name),
              pack("made", "--vectors", vectors, "--vector-ids", in.resolve(name), "--overwrite"));
      case "report of neighbours" ->
          target(
              name,
              folder.resolve("near/report.json"),
              new Object[] {"neighbours", vectors, "-o", folder.resolve("near"), "--k=3"},
              new Object[] {
                "neighbours", vectors, "-o", folder.resolve("near"), "--k=2", "--overwrite"
              });
      case "tokenizer.json", "tokenizer_config.json" ->
          target(name, bpe.resolve(name), pack("made", "--tokenizer", bpe, "--overwrite"));
      case "pooling.json" -> target(name, in.resolve("model/1_Pooling/config.json"), embed());
      case "modules.json" -> target(name, in.resolve("model/modules.json"), embed());
      case "manifest.json" ->
          target(name, out.resolve(name), verify, inspect, pack("out", FORMATS));
      case "manifest.json signed" -> sealed(name, out.resolve("manifest.json"), verify, inspect);
      case "report.json" -> target(name, out.resolve(name), inspect, pack("out", FORMATS));
      default ->
          name.startsWith(STAGE)
              ? new Target(
                  name,
                  folder.resolve("work/.icp-stages/" + name.substring(STAGE.length())),
                  null,
                  List.<Object[]>of(
                      pack("staged", "--work-dir=" + folder.resolve("work"), "--overwrite")),
                  folder.resolve("staged"),
                  staged)
              : sealed(name, out.resolve(name.replace(' ', '/')), verify, inspect);
    };
  }

  private Target sealed(String name, Path file, Object[]... commands) {
    return new Target(name, file, folder.resolve("out"), List.of(commands), null, Map.of());
  }

  private Object[] packOf(Path input) {
    return new Object[] {"pack", input, "-o", folder.resolve("made"), "--overwrite"};
  }

  private Object[] embed() {
    return new Object[] {
      "embed",
      corpus,
      "--model",
      in.resolve("model"),
      "-o",
      folder.resolve("made/v.npy"),
      "--overwrite"
    };
  }

  private static Target target(String name, Path file, Object[]... commands) {
    return new Target(name, file, null, List.of(commands), null, Map.of());
  }

  /** Makes size, checksum and the manifest's digest those of what is there. */
  private static void seal(Path out, Path changed) throws IOException {
    Path manifest = out.resolve("manifest.json");
    String text = new String(Files.readAllBytes(manifest), ISO_8859_1);
    byte[] bytes = Files.readAllBytes(changed);
    String path = out.relativize(changed).toString();
    text =
        text.replaceFirst(
            "(\"path\": \"\\Q"
                + path
                + "\\E\",\\s*\"bytes\": )\\d+(,\\s*\"sha256\": \")[0-9a-f]{64}",
            "$1" + bytes.length + "$2" + sha256(bytes));
    text = text.replaceFirst("(\"digest\": \")[0-9a-f]{64}", "$1" + "0".repeat(64));
    String digest = sha256(text.getBytes(ISO_8859_1));
    text = text.replaceFirst("(\"digest\": \")0{64}", "$1" + digest);
    Files.write(manifest, text.getBytes(ISO_8859_1));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
