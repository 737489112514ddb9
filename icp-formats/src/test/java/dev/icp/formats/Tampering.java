package dev.icp.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import dev.icp.formats.OutputManifest.Counts;
import dev.icp.formats.OutputManifest.FileEntry;
import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.internal.corpus.ZstdInput;
import dev.icp.formats.internal.files.Checksums;
import dev.icp.formats.internal.files.RecordJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes outputs, as a broken disk or a bug in a writer would. */
final class Tampering {
  private Tampering() {}

  /** Makes sizes and checksums of the manifest those of the files that are there. */
  static void reseal(Path folder) throws IOException {
    OutputManifest manifest = OutputManifest.read(folder);
    List<FileEntry> files = new ArrayList<>();
    for (FileEntry entry : manifest.files()) {
      Path file = folder.resolve(entry.path());
      files.add(new FileEntry(entry.path(), Files.size(file), Checksums.sha256(file, done -> {})));
    }
    write(folder, manifest, manifest.counts(), manifest.outputs(), files);
  }

  /** Writes a manifest with other counts, outputs and files. */
  static void write(
      Path folder,
      OutputManifest manifest,
      Counts counts,
      List<Output> outputs,
      List<FileEntry> files)
      throws IOException {
    OutputManifest other =
        new OutputManifest(
            manifest.format(),
            manifest.version(),
            manifest.command(),
            manifest.corpus(),
            manifest.settings(),
            counts,
            manifest.contents(),
            manifest.layout(),
            outputs,
            files,
            "");
    Files.write(folder.resolve(OutputManifest.NAME), RecordJson.bytes(other.sealed()));
  }

  /** Flips a bit of a file. */
  static void flip(Path file, int at, int bit) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= (byte) (1 << bit);
    Files.write(file, bytes);
  }

  /** Changes the lines of a sidecar. */
  static void lines(Path sidecar, UnaryOperator<List<String>> change) throws IOException {
    byte[] before;
    try (ZstdInput in = new ZstdInput(new ByteArrayInputStream(Files.readAllBytes(sidecar)))) {
      before = in.readAllBytes();
    }
    List<String> after = change.apply(new ArrayList<>(new String(before, UTF_8).lines().toList()));
    Files.write(sidecar, Zstd.compress((String.join("\n", after) + "\n").getBytes(UTF_8)));
  }
}
