package dev.icp.formats;

import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.verify.ListedFiles;
import dev.icp.formats.internal.verify.OutputCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads a finished output again, in whatever formats it is, and compares it with its manifest and
 * with itself:
 *
 * <ul>
 *   <li>every file of the manifest is there with its size and SHA-256, and no other where a trainer
 *       looks;
 *   <li>the trainers' files are well-formed, and their contexts, ranges and lengths are those of
 *       the segments beside them;
 *   <li>every token is below the vocabulary size or the separator or padding, where those should
 *       be;
 *   <li>the tokens of each document stand exactly once, from its first to its last (or at least
 *       once, if the order repeats documents; its end may be missing where the last context was
 *       left out), and near duplicates that were dropped nowhere;
 *   <li>all counts are those of the manifest, and they add up to what was read.
 * </ul>
 *
 * <p>The corpus is not needed: the manifest's {@linkplain OutputManifest#contents() contents} tell
 * which token was which when it was packed. Memory: 16 bytes for each piece of a document, for at
 * most about eight million at a time.
 */
public final class OutputVerifier {
  private OutputVerifier() {}

  /** Hears how far a verification is, from time to time. */
  public interface Progress {
    /**
     * @param step {@value OutputVerifier#CHECKSUMS}, or the {@linkplain OutputFormat#label() label}
     *     of the format whose contexts are read
     * @param done bytes of the checksums, or contexts
     * @param total how many there will be
     */
    void progress(String step, long done, long total);
  }

  /** The first step: the SHA-256 of all files. */
  public static final String CHECKSUMS = "checksums";

  /**
   * Verifies an output.
   *
   * @return its manifest
   * @throws BadOutputException at the first violation; see {@link #verify(Path, Progress)}
   * @throws IOException if a file cannot be read
   */
  public static OutputManifest verify(Path folder) throws IOException {
    return verify(folder, (step, done, total) -> {});
  }

  /**
   * Verifies an output.
   *
   * @param progress called in this thread
   * @return its manifest
   * @throws BadOutputException at the first violation; the message names the file, and the context,
   *     document or line where there is one
   * @throws IOException if a file cannot be read, or is Parquet and icp-parquet is not on the class
   *     path
   */
  public static OutputManifest verify(Path folder, Progress progress) throws IOException {
    OutputManifest manifest = OutputManifest.read(folder);
    long bytes = manifest.files().stream().mapToLong(OutputManifest.FileEntry::bytes).sum();
    List<StoredOutput> outputs = new ArrayList<>();
    for (OutputManifest.Output output : manifest.outputs()) {
      outputs.add(OutputFormat.stored(folder, output));
    }
    ListedFiles.check(
        folder,
        manifest,
        outputs,
        Stream.of(OutputFormat.values()).map(OutputFormat::format).toList(),
        done -> progress.progress(CHECKSUMS, done, bytes));
    long contexts = manifest.counts().contexts();
    for (StoredOutput output : outputs) {
      new OutputCheck(manifest, output)
          .run(done -> progress.progress(output.format().name(), done, contexts));
    }
    manifest.requireSealed(folder);
    return manifest;
  }
}
