package dev.icp.formats;

import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.NearDuplicates;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import dev.icp.formats.OutputManifest.FileEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/** An output to be corrupted, and each kind of file that it has, damaged. */
final class FileCorruptions {
  /** All that need nothing else. */
  static final OutputFormat[] FORMATS = {
    OutputFormat.JSONL,
    OutputFormat.MEGATRON,
    OutputFormat.MDS,
    OutputFormat.MDS_TOKENS,
    OutputFormat.NPY,
    OutputFormat.DATATROVE,
    OutputFormat.LITDATA
  };

  private FileCorruptions() {}

  /** Returns documents some of which are near duplicates. */
  static List<Document> documents() {
    List<Document> samples = Samples.documents();
    List<Document> documents = new ArrayList<>(samples.subList(0, 22));
    documents.addAll(samples.subList(40, samples.size()));
    for (Document document : samples.subList(0, 4)) {
      documents.add(new Document("copy of " + document.id(), document.text() + " "));
    }
    return documents;
  }

  static void pack(Path to, List<Document> documents, UnaryOperator<ContextBuilder> settings)
      throws IOException {
    ContextBuilder builder =
        settings.apply(
            ContextBuilder.of(documents)
                .startAnywhere()
                .tail(Tail.PAD)
                .separator(3)
                .padding(4)
                .nearDuplicates(NearDuplicates.drop(0.95)));
    try (OutputFolder output = OutputFolder.open(to, List.of("icp pack", "--x=1"), false);
        PackedContexts contexts = builder.pack(64)) {
      for (OutputFormat format : FORMATS) {
        OutputOptions options = OutputOptions.defaults().shardBytes(6000);
        if (format.takes(FormatOption.DOCUMENT_MASK)) {
          options = options.documentMask(true);
        }
        if (format.takes(FormatOption.LOSS_MASK)) {
          options = options.lossMask(true);
        }
        contexts.writeTo(output.contexts(format, options));
      }
      output.dropped(contexts.dropped());
      output.commit(contexts.report());
    }
  }

  /** Returns the file of each kind that damage is done to. */
  private static List<String> files(OutputManifest manifest) {
    List<String> files = new ArrayList<>();
    List<String> kinds = new ArrayList<>();
    for (FileEntry entry : manifest.files()) {
      String kind = entry.path().replaceAll("[0-9]+", "");
      if (!kinds.contains(kind)) {
        kinds.add(kind);
        files.add(entry.path());
      }
    }
    return files;
  }

  private interface Damage {
    byte[] to(byte[] bytes);
  }

  static List<Corruption> all(OutputManifest manifest) {
    List<Corruption> all = new ArrayList<>();
    for (String path : files(manifest)) {
      add(all, path, "first bit", bytes -> flipped(bytes, 0));
      add(all, path, "a bit in the middle", bytes -> flipped(bytes, bytes.length / 2));
      add(all, path, "last bit", bytes -> flipped(bytes, bytes.length - 1));
      add(all, path, "cut", bytes -> Arrays.copyOf(bytes, bytes.length - 1));
      add(all, path, "half", bytes -> Arrays.copyOf(bytes, bytes.length / 2));
      add(all, path, "longer", bytes -> Arrays.copyOf(bytes, bytes.length + 1));
      add(all, path, "nothing", bytes -> new byte[0]);
      add(all, path, "twice", FileCorruptions::twice);
      all.add(Corruption.found(path + " is gone", folder -> Files.delete(folder.resolve(path))));
      String other = path.replaceFirst("0(?=[-.][^0-9]*$)", "1");
      if (!other.equals(path) && differ(manifest, path, other)) {
        all.add(
            Corruption.found(
                path + " is the next one's",
                folder ->
                    Files.write(folder.resolve(path), Files.readAllBytes(folder.resolve(other)))));
      }
    }
    return all;
  }

  private static boolean differ(OutputManifest manifest, String path, String other) {
    return manifest.files().stream()
            .filter(file -> file.path().equals(path) || file.path().equals(other))
            .map(FileEntry::sha256)
            .distinct()
            .count()
        == 2;
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] other = bytes.clone();
    other[at] ^= 1;
    return other;
  }

  private static byte[] twice(byte[] bytes) {
    byte[] two = Arrays.copyOf(bytes, 2 * bytes.length);
    System.arraycopy(bytes, 0, two, bytes.length, bytes.length);
    return two;
  }

  private static void add(List<Corruption> all, String path, String what, Damage damage) {
    Corruption.FileChange change =
        folder -> {
          Path file = folder.resolve(path);
          Files.write(file, damage.to(Files.readAllBytes(file)));
        };
    String name = path + ": " + what;
    if (path.endsWith(".metadata") && what.equals("first bit")) {
      all.add(Corruption.unseen(name, "the tokenizer's name in `.ds.metadata`", change));
    } else if (path.endsWith(".gz") && what.equals("longer")) {
      all.add(Corruption.unseen(name, "compressed bytes that say the same", change));
    } else {
      all.add(Corruption.found(name, change));
    }
  }

  /** Returns what a gzip file says. */
  static byte[] unzipped(byte[] bytes) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }
}
