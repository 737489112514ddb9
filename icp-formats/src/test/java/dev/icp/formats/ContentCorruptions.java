package dev.icp.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.Document;
import dev.icp.NearDuplicates;
import dev.icp.formats.Corruption.Finder;
import dev.icp.formats.internal.output.DroppedLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Outputs that are well-formed and say something else. */
final class ContentCorruptions {
  private static final String LINES = "contexts-00000.jsonl";
  private static final String SIDECAR = "npy/part-00000.segments.jsonl.zst";
  private static final String ROWS = "npy/part-00000.csv.gz";

  private ContentCorruptions() {}

  static List<Corruption> all() {
    List<Corruption> all = new ArrayList<>();
    addLines(all);
    addRows(all);
    addDropped(all);
    addStrays(all);
    addPackedAnew(all);
    return all;
  }

  private static void addLines(List<Corruption> all) {
    lines(all, "contexts swapped", ContentCorruptions::swapped);
    lines(all, "contexts swapped, numbers left", lines -> swap(lines, 0, 1));
    lines(all, "a context twice", lines -> set(lines, 1, lines.get(0)));
    lines(all, "a context gone", lines -> lines.subList(1, lines.size()));
    line(all, "a field more", "^\\{", "{\"more\": 1, ");
    line(all, "a field twice", "^\\{", "{\"padding\": 0, ");
    line(all, "segments twice", "^\\{", "{\"segments\": [], ");
    line(all, "a space more", "^\\{", "{ ");
    line(all, "a field of a segment more", "\"from\"", "\"x\": 0, \"from\"");
    line(all, "an id written otherwise", "doc ", "\\\\u0064oc ");
    line(all, "an empty line", "$", "\n");
    line(all, "another id", "\"doc [0-9]+\"", "\"doc 999\"");
    line(all, "an id in capitals", "doc ", "Doc ");
    line(all, "from is later", "\"from\": 0", "\"from\": 1");
    line(all, "from is no number", "\"from\": 0", "\"from\": \"0\"");
    line(all, "from is a float", "\"from\": 0", "\"from\": 0.0");
    line(all, "from is huge", "\"from\": 0", "\"from\": 99999999999999999999");
    line(all, "at is later", "\"at\": 0", "\"at\": 1");
    line(all, "no segments", "\"segments\": \\[.*?\\]", "\"segments\": []");
    line(all, "a segment gone", "\"segments\": \\[\\{.*?\\}, ?", "\"segments\": [");
    line(
        all,
        "an empty segment more",
        "\\}\\], \"pad",
        "}, {\"id\": \"z\", \"from\": 0, \"to\": 0, \"at\": 0}], \"pad");
    line(all, "padding", "\"padding\": 0", "\"padding\": 1");
    line(all, "the number", "\"context\": 0", "\"context\": 5");
    line(all, "no object", "^.*$", "[]");
    line(all, "not JSON", "^\\{", "");
    line(all, "deep", "^\\{", "{\"x\": " + "[".repeat(2000) + "]".repeat(2000) + ", ");
    for (String[] token :
        new String[][] {
          {"a token", "\"tokens\": \\[[0-9]+", "\"tokens\": [33"},
          {"a token beyond the vocabulary", "\"tokens\": \\[[0-9]+", "\"tokens\": [70000"},
          {"a negative token", "\"tokens\": \\[[0-9]+", "\"tokens\": [-1"},
          {"a token more", "\\]\\}$", ",1]}"},
          {"a token less", ",[0-9]+\\]\\}$", "]}"},
          {"no tokens", ", \"tokens\": \\[.*\\]", ""},
          {"two tokens in the other order", "\\[([0-9]+),([0-9]+)", "[$2,$1"},
          {"a separator earlier", "([0-9]+),3,", "3,$1,"},
        }) {
      all.add(
          Corruption.found(
              LINES + ": " + token[0], folder -> edit(folder, LINES, first(token[1], token[2]))));
    }
  }

  private static List<String> swapped(List<String> lines) {
    String first = lines.get(1).replaceFirst("\"context\": 1", "\"context\": 0");
    String second = lines.get(0).replaceFirst("\"context\": 0", "\"context\": 1");
    return set(set(lines, 0, first), 1, second);
  }

  private static List<String> swap(List<String> lines, int a, int b) {
    List<String> other = new ArrayList<>(lines);
    Collections.swap(other, a, b);
    return other;
  }

  private static List<String> set(List<String> lines, int at, String line) {
    List<String> other = new ArrayList<>(lines);
    other.set(at, line);
    return other;
  }

  private static UnaryOperator<List<String>> first(String was, String is) {
    return lines -> {
      for (int i = 0; i < lines.size(); i++) {
        String changed = lines.get(i).replaceFirst(was, is);
        if (!changed.equals(lines.get(i))) {
          return set(lines, i, changed);
        }
      }
      throw new IllegalStateException("no line with " + was);
    };
  }

  private static void line(List<Corruption> all, String name, String was, String is) {
    lines(all, name, first(was, is));
  }

  /** Both in JSON Lines and in a sidecar. */
  private static void lines(List<Corruption> all, String name, UnaryOperator<List<String>> change) {
    for (String path : List.of(LINES, SIDECAR)) {
      all.add(Corruption.found(path + ": " + name, folder -> edit(folder, path, change)));
    }
  }

  private static void edit(Path folder, String path, UnaryOperator<List<String>> change)
      throws IOException {
    Path file = folder.resolve(path);
    if (path.endsWith(".zst")) {
      Tampering.lines(file, change);
      return;
    }
    if (path.endsWith(".gz")) {
      byte[] rows = FileCorruptions.unzipped(Files.readAllBytes(file));
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
        gzip.write(joined(change.apply(new String(rows, UTF_8).lines().toList())));
      }
      Files.write(file, zipped.toByteArray());
      return;
    }
    boolean closed = Files.readString(file).endsWith("\n");
    byte[] bytes = joined(change.apply(Files.readAllLines(file)));
    Files.write(file, closed ? bytes : Arrays.copyOf(bytes, bytes.length - 1));
  }

  private static byte[] joined(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(UTF_8);
  }

  private static void addRows(List<Corruption> all) {
    String[][] changes = {
      {"another id", "doc [0-9]+", "doc 99"},
      {"no id", ",doc [0-9]+,", ",,"},
      {"a quoted id", ",(doc [0-9]+),", ",\"$1\","},
      {"loc shifted", ",1$", ",2"},
      {"loc huge", ",1$", ",999999999999999999"},
      {"another source", "part-00000\\.seg", "part-00001.seg"},
      {"a start later", "^0,", "1,"},
      {"an end later", "^(0,[0-9]+)", "$10"},
      {"a column more", "$", ",x"},
      {"leading zeros", "^0,", "00,"},
    };
    for (String[] change : changes) {
      all.add(
          Corruption.found(
              ROWS + ": " + change[0], folder -> edit(folder, ROWS, first(change[1], change[2]))));
    }
    all.add(Corruption.found(ROWS + ": rows swapped", f -> edit(f, ROWS, l -> swap(l, 0, 1))));
    all.add(
        Corruption.found(ROWS + ": a row gone", f -> edit(f, ROWS, l -> l.subList(1, l.size()))));
    all.add(
        Corruption.found(
            "datatrove's count for people",
            f -> edit(f, "datatrove/contexts-00000.ds.metadata", l -> set(l, 2, "9.99 MT"))));
    for (String path : List.of("mds/index.json", "mds-tokens/index.json")) {
      all.add(
          Corruption.found(
              path + ": compression",
              f -> edit(f, path, first("\"compression\": null", "\"compression\": \"zstd\""))));
      all.add(
          Corruption.found(
              path + ": a field more", f -> edit(f, path, first("^\\{", "{\"x\": 1, "))));
      all.add(
          Corruption.found(
              path + ": a shard of elsewhere",
              f -> edit(f, path, first("shard.00000.mds", "../../etc/passwd"))));
    }
    for (String[] change :
        new String[][] {
          {"compression", "\"compression\": null", "\"compression\": \"zstd\""},
          {"another loader", "TokensLoader", "PyTreeLoader"},
          {"a chunk of elsewhere", "chunk-0-0.bin", "../x.bin"},
          {"a field more", "^\\{", "{\"x\": 1, "}
        }) {
      all.add(
          Corruption.found(
              "litdata/index.json: " + change[0],
              f -> edit(f, "litdata/index.json", first(change[1], change[2]))));
    }
    all.add(
        Corruption.unseen(
            "litdata/index.json: another time",
            "`updated_at`",
            f -> edit(f, "litdata/index.json", first("(\"updated_at\": \"[0-9]{3})[0-9]*", "$1"))));
  }

  private static void addDropped(List<Corruption> all) {
    String path = DroppedLines.NAME;
    dropped(all, "a line gone", lines -> lines.subList(1, lines.size()));
    dropped(all, "a line twice", lines -> set(lines, 1, lines.get(0)));
    dropped(all, "an id that is in contexts", first("\"copy of ([^\"]*)", "\"$1"));
    dropped(all, "a kept one that is nowhere", first("\"keptId\": \"[^\"]*", "\"keptId\": \"z"));
    dropped(all, "a field more", first("^\\{", "{\"x\": 1, "));
    dropped(all, "a low cosine", first("\"cosine\": [0-9.E-]*", "\"cosine\": 0.5"));
    dropped(all, "a cosine that is none", first("\"cosine\": [0-9.E-]*", "\"cosine\": null"));
    all.add(
        new Corruption(
            path + ": an id that is nowhere",
            Finder.CORPUS,
            "",
            (folder, manifest) -> {
              edit(folder, path, first("\"copy of [^\"]*", "\"none"));
              return manifest;
            }));
    all.add(
        Corruption.unseen(
            path + ": another cosine",
            "which of the kept documents is named, and its cosine",
            f -> edit(f, path, first("\"cosine\": [0-9.E-]*", "\"cosine\": 0.99"))));
    all.add(
        Corruption.unseen(
            path + ": another kept one",
            "which of the kept documents is named, and its cosine",
            f -> edit(f, path, first("\"keptId\": \"[^\"]*", "\"keptId\": \"empty"))));
  }

  private static void dropped(
      List<Corruption> all, String name, UnaryOperator<List<String>> change) {
    String path = DroppedLines.NAME;
    all.add(Corruption.found(path + ": " + name, folder -> edit(folder, path, change)));
  }

  private static void addStrays(List<Corruption> all) {
    for (String stray :
        List.of(
            "contexts.jsonl",
            "contexts-00099.jsonl",
            "megatron/contexts-00099.bin",
            "megatron/notes.txt",
            "mds/shard.00099.mds",
            "npy/part-00099.npy",
            "npy/below/part-00099.npy",
            "datatrove/x.ds",
            "litdata/chunk-0-99.bin",
            "parquet/part-00000.parquet")) {
      all.add(Corruption.found(stray + " is there", f -> TestFiles.write(f.resolve(stray), "x")));
    }
  }

  private static void addPackedAnew(List<Corruption> all) {
    anew(
        all,
        "another order",
        Finder.NOBODY,
        FileCorruptions.documents(),
        builder -> builder.orderer(ContextOrderers.random()));
    anew(all, "another seed", Finder.NOBODY, FileCorruptions.documents(), b -> b.seed(7));
    anew(
        all,
        "documents in another order",
        Finder.NOBODY,
        FileCorruptions.documents().reversed(),
        builder -> builder);
    anew(all, "one letter of a text", Finder.CORPUS, with(3, text -> "W" + text.substring(1)));
    anew(
        all,
        "two letters in the other order",
        Finder.CORPUS,
        with(3, text -> "owrd" + text.substring(4)));
    anew(all, "a text is that of another", Finder.CORPUS, swappedTexts());
    anew(all, "an id", Finder.CORPUS, renamed());
    anew(all, "a document less", Finder.VERIFY, without());
    anew(all, "a text cut short", Finder.VERIFY, with(3, text -> text.substring(0, 9)));
    anew(
        all,
        "all that may be near duplicates",
        Finder.VERIFY,
        FileCorruptions.documents(),
        builder -> builder.nearDuplicates(NearDuplicates.drop(0.2)));
    all.add(
        new Corruption(
            "one format is of another packing",
            Finder.VERIFY,
            "",
            (folder, manifest) -> {
              Path other = other(folder);
              FileCorruptions.pack(other, FileCorruptions.documents(), b -> b.seed(7));
              replace(folder.resolve("npy"), other.resolve("npy"));
              return manifest;
            }));
  }

  private static List<Document> with(int at, UnaryOperator<String> change) {
    List<Document> documents = new ArrayList<>(FileCorruptions.documents());
    Document was = documents.get(at);
    documents.set(at, new Document(was.id(), change.apply(was.text())));
    return documents;
  }

  private static List<Document> swappedTexts() {
    List<Document> documents = new ArrayList<>(FileCorruptions.documents());
    Document a = documents.get(20);
    Document b = documents.get(21);
    documents.set(20, new Document(a.id(), b.text()));
    documents.set(21, new Document(b.id(), a.text()));
    return documents;
  }

  private static List<Document> renamed() {
    List<Document> documents = new ArrayList<>(FileCorruptions.documents());
    documents.set(20, new Document("renamed", documents.get(20).text()));
    return documents;
  }

  private static List<Document> without() {
    List<Document> documents = new ArrayList<>(FileCorruptions.documents());
    documents.remove(20);
    return documents;
  }

  private static void anew(
      List<Corruption> all, String name, Finder finder, List<Document> documents) {
    anew(all, name, finder, documents, builder -> builder);
  }

  /** Packs something else and says that it was the same: all sums are made anew. */
  private static void anew(
      List<Corruption> all,
      String name,
      Finder finder,
      List<Document> documents,
      UnaryOperator<ContextBuilder> settings) {
    all.add(
        new Corruption(
            "packed anew: " + name,
            finder,
            finder == Finder.NOBODY ? "in the order that the manifest says" : "",
            (folder, manifest) -> {
              Path other = other(folder);
              FileCorruptions.pack(other, documents, settings);
              replace(folder, other);
              OutputManifest made = OutputManifest.read(folder);
              return new OutputManifest(
                  manifest.format(),
                  manifest.version(),
                  manifest.command(),
                  manifest.corpus(),
                  manifest.settings(),
                  made.counts(),
                  made.contents(),
                  made.layout(),
                  made.outputs(),
                  made.files(),
                  manifest.digest());
            }));
  }

  private static Path other(Path folder) throws IOException {
    Path other = folder.resolveSibling("other");
    delete(other);
    return other;
  }

  private static void replace(Path folder, Path by) throws IOException {
    delete(folder);
    Files.move(by, folder);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
