package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Tokenizers;
import dev.icp.formats.Corruption.Finder;
import dev.icp.formats.OutputManifest.FileEntry;
import dev.icp.formats.internal.files.Checksums;
import dev.icp.formats.internal.files.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to an output is found, or docs/reliability.md says that it is not. Each
 * corruption is tried as an accident would leave it, which is always found, and with sizes,
 * checksums and the manifest's digest made to fit again.
 */
class CorruptionTest {
  @TempDir private static Path temporary;
  private static Path whole = Path.of("");
  private static final Map<String, byte[]> bytes = new HashMap<>();

  @SuppressWarnings("NullAway.Init") // Made before all tests.
  private static OutputManifest manifest;

  @BeforeAll
  static void pack() throws IOException {
    whole = temporary.resolve("whole");
    FileCorruptions.pack(whole, FileCorruptions.documents(), builder -> builder);
    manifest = OutputManifest.read(whole);
    try (Stream<Path> files = Files.walk(whole)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes.put(whole.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    assertThat(found(whole)).isNull();
  }

  private static Stream<Corruption> all() {
    return Stream.of(
            ManifestCorruptions.all(), FileCorruptions.all(manifest), ContentCorruptions.all())
        .flatMap(List::stream);
  }

  /** Returns who finds that something is wrong; null for nobody. */
  private static @Nullable Finder found(Path folder) throws IOException {
    try {
      OutputVerifier.verify(folder);
    } catch (BadOutputException e) {
      assertThat(e).message().hasLineCount(1).startsWith(folder.toString());
      return Finder.VERIFY;
    }
    try {
      OutputVerifier.verify(
          folder,
          () -> FileCorruptions.documents().stream(),
          Tokenizers.utf8Bytes(),
          (step, done, of) -> {});
    } catch (BadOutputException | IllegalArgumentException e) {
      assertThat(e).message().hasLineCount(1);
      return Finder.CORPUS;
    }
    return null;
  }

  /** Makes a folder what the output was, file by file: most are still the same. */
  private static Path copy() throws IOException {
    Path to = Files.createDirectories(temporary.resolve("copy"));
    try (Stream<Path> files = Files.walk(to)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        String path = to.relativize(file).toString();
        if (Files.isRegularFile(file) && !bytes.containsKey(path)) {
          Files.delete(file);
        } else if (Files.isDirectory(file) && !Files.isDirectory(whole.resolve(path))) {
          Files.delete(file);
        }
      }
    }
    for (Map.Entry<String, byte[]> file : bytes.entrySet()) {
      Path target = to.resolve(file.getKey());
      if (!Files.exists(target) || !Arrays.equals(Files.readAllBytes(target), file.getValue())) {
        TestFiles.write(target, file.getValue());
      }
    }
    return to;
  }

  /** Writes a manifest; signed, it says what is true of the files that are there. */
  private static void write(Path folder, OutputManifest changed, boolean signed)
      throws IOException {
    List<FileEntry> files = new ArrayList<>();
    for (FileEntry entry : changed.files()) {
      Path file = folder.resolve(entry.path());
      if (!signed) {
        files.add(entry);
      } else if (Files.exists(file)) {
        files.add(
            new FileEntry(entry.path(), Files.size(file), Checksums.sha256(file, done -> {})));
      }
    }
    OutputManifest other =
        new OutputManifest(
            changed.format(),
            changed.version(),
            changed.command(),
            changed.corpus(),
            changed.settings(),
            changed.counts(),
            changed.contents(),
            changed.layout(),
            changed.outputs(),
            files,
            changed.digest());
    Files.write(
        folder.resolve(OutputManifest.NAME), RecordJson.bytes(signed ? other.sealed() : other));
  }

  @Test
  void everyCorruptionIsFoundOrNamedAsOneThatIsNot() throws IOException {
    String page = Files.readString(Path.of("../docs/reliability.md")).replaceAll("\\s+", " ");
    List<String> wrong = new ArrayList<>();
    Map<Finder, Integer> counts = new EnumMap<>(Finder.class);
    int tried = 0;
    for (Corruption corruption : all().toList()) {
      for (boolean signed : new boolean[] {false, true}) {
        Path folder = copy();
        write(folder, corruption.change().apply(folder, manifest), signed);
        Finder expected = signed ? corruption.finder() : Finder.VERIFY;
        Finder finder = null;
        try {
          finder = found(folder);
        } catch (IOException | RuntimeException e) {
          wrong.add(corruption.name() + ": not one clear failure: " + e);
        }
        finder = finder == null ? Finder.NOBODY : finder;
        tried++;
        counts.merge(finder, 1, Integer::sum);
        if (finder != expected) {
          wrong.add(
              corruption.name()
                  + (signed ? ", signed anew" : "")
                  + ": found by "
                  + finder
                  + ", expected "
                  + expected);
        }
      }
      if (!corruption.unseenAs().isEmpty() && !page.contains(corruption.unseenAs())) {
        wrong.add("docs/reliability.md does not say " + corruption.unseenAs());
      }
    }
    assertThat(wrong).as("%d corruptions: %s", tried, counts).isEmpty();
    assertThat(tried).isGreaterThan(400);
    assertThat(new TreeSet<>(counts.keySet())).containsExactly(Finder.values());
  }
}
