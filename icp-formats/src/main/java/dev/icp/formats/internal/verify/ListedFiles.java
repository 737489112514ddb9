package dev.icp.formats.internal.verify;

import dev.icp.formats.BadOutputException;
import dev.icp.formats.OutputFolder;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputManifest.FileEntry;
import dev.icp.formats.internal.files.Checksums;
import dev.icp.formats.internal.format.Format;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.output.DroppedLines;
import dev.icp.formats.internal.output.Sidecar;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Checks that the files of an output are those of its manifest, to the last bit. */
public final class ListedFiles {
  private ListedFiles() {}

  /**
   * Checks names, sizes and checksums.
   *
   * @param outputs the manifest's
   * @param formats all that there are
   * @param progress hears how many bytes have been read
   * @throws BadOutputException at the first violation
   */
  public static void check(
      Path folder,
      OutputManifest manifest,
      List<StoredOutput> outputs,
      List<Format> formats,
      LongConsumer progress)
      throws IOException {
    Set<String> listed = new LinkedHashSet<>();
    manifest.files().forEach(file -> listed.add(file.path()));
    requireThoseOfShards(folder, outputs, listed);
    long before = 0;
    for (FileEntry entry : manifest.files()) {
      long done = before;
      check(folder, entry, bytes -> progress.accept(done + bytes));
      before += entry.bytes();
    }
    for (Format format : formats) {
      requireNothingElse(folder, format, listed);
    }
  }

  private static void requireThoseOfShards(
      Path folder, List<StoredOutput> outputs, Set<String> listed) throws BadOutputException {
    String location = folder.resolve(OutputManifest.NAME).toString();
    Set<String> unexplained = new TreeSet<>(listed);
    unexplained.remove(DroppedLines.NAME);
    unexplained.remove(OutputFolder.TRAINING);
    for (StoredOutput output : outputs) {
      for (String file : output.files(Sidecar.ENDING)) {
        if (!unexplained.remove(file)) {
          throw new BadOutputException(location, "does not list " + file);
        }
      }
    }
    if (!unexplained.isEmpty()) {
      throw new BadOutputException(
          location, "lists " + unexplained.iterator().next() + ", which is part of no output");
    }
  }

  private static void check(Path folder, FileEntry entry, LongConsumer progress)
      throws IOException {
    Path file = folder.resolve(entry.path());
    String location = file.toString();
    try {
      if (!Files.isRegularFile(file)) {
        throw new BadOutputException(location, "is missing");
      }
      long bytes = Files.size(file);
      if (bytes != entry.bytes()) {
        throw new BadOutputException(
            location, bytes + " bytes, the manifest says " + entry.bytes());
      }
      String sha256 = Checksums.sha256(file, progress);
      if (!sha256.equals(entry.sha256())) {
        throw new BadOutputException(
            location, "SHA-256 " + sha256 + ", the manifest says " + entry.sha256());
      }
    } catch (BadOutputException e) {
      throw e;
    } catch (IOException e) {
      throw new BadOutputException(location, "cannot be read: " + IoFailures.reason(e));
    }
  }

  /** A trainer that takes all files of a folder would take these too. */
  private static void requireNothingElse(Path root, Format format, Set<String> listed)
      throws IOException {
    boolean own = !format.folder().isEmpty();
    Path folder = own ? root.resolve(format.folder()) : root;
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        boolean ours = own ? !name.startsWith(".") : format.isShard(name);
        String path = root.relativize(file).toString().replace('\\', '/');
        if (ours && !listed.contains(path)) {
          throw new BadOutputException(file.toString(), "is not in the manifest");
        }
      }
    }
  }
}
