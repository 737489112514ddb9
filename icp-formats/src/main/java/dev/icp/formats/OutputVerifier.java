package dev.icp.formats;

import dev.icp.Document;
import dev.icp.formats.internal.files.JsonTree;
import dev.icp.formats.internal.files.SmallFile;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.verify.CorpusCheck;
import dev.icp.formats.internal.verify.ListedFiles;
import dev.icp.formats.internal.verify.OutputCheck;
import dev.icp.formats.internal.verify.Together;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
 * which token was which when it was packed. Who has it can have the tokens compared with its texts.
 * Memory: 16 bytes for each piece of a document, with a corpus 36, for at most about eight million
 * at a time.
 */
public final class OutputVerifier {
  private OutputVerifier() {}

  /** Hears how far a verification is, from time to time. */
  public interface Progress {
    /**
     * @param step {@value OutputVerifier#CHECKSUMS}, the {@linkplain OutputFormat#label() label} of
     *     the format whose contexts are read, or {@value OutputVerifier#CORPUS}
     * @param done bytes of the checksums, contexts, or documents of the corpus
     * @param total how many there will be
     */
    void progress(String step, long done, long total);
  }

  /** The first step: the SHA-256 of all files. */
  public static final String CHECKSUMS = "checksums";

  /** The last step, where it is wanted: the documents of the corpus. */
  public static final String CORPUS = "corpus";

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
    return verify(folder, OutputManifest.read(folder), progress);
  }

  /**
   * Verifies the outputs of several lengths that stand in a folder, as {@link LengthsReport} says,
   * and that each document stands in one of them.
   *
   * @param progress called in this thread
   * @return their manifests
   * @throws BadOutputException at the first violation
   * @throws IOException if a file cannot be read
   */
  public static List<OutputManifest> verifyLengths(Path folder, Progress progress)
      throws IOException {
    Path file = folder.resolve(LengthsReport.NAME);
    List<StoredOutput> outputs = new ArrayList<>();
    List<OutputManifest> manifests = new ArrayList<>();
    long documents = 0;
    LengthsReport lengths;
    try {
      lengths = JsonTree.record(LengthsReport.class, SmallFile.bytes(file));
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(file.toString(), String.valueOf(e.getMessage()), e);
    }
    for (LengthsReport.Length length : lengths.lengths()) {
      Path own = folder.resolve(length.folder());
      OutputManifest manifest = verify(own, progress);
      if (manifest.settings().contextLength() != length.contextLength()
          || manifest.corpus().documents() != length.documents()) {
        throw new BadOutputException(
            file.toString(),
            length.documents()
                + " documents in contexts of "
                + length.contextLength()
                + ", "
                + own
                + " has "
                + manifest.corpus().documents()
                + " of "
                + manifest.settings().contextLength());
      }
      documents += length.documents();
      manifests.add(manifest);
      outputs.add(OutputFormat.stored(own, manifest.outputs().get(0)));
    }
    if (documents != lengths.documents()) {
      throw new BadOutputException(
          file.toString(), lengths.documents() + " documents, expected " + documents);
    }
    List<String> names = lengths.lengths().stream().map(LengthsReport.Length::folder).toList();
    for (Path other : LengthsReport.others(folder, names)) {
      throw new BadOutputException(other.toString(), "contexts that " + file + " does not name");
    }
    Together.check(folder, outputs, manifests);
    requireCounts(file, lengths, manifests);
    return manifests;
  }

  private static void requireCounts(
      Path file, LengthsReport lengths, List<OutputManifest> manifests) throws BadOutputException {
    long tokens = 0;
    for (int i = 0; i < manifests.size(); i++) {
      LengthsReport.Length length = lengths.lengths().get(i);
      OutputManifest.Counts counts = manifests.get(i).counts();
      if (counts.contexts() != length.contexts() || counts.contextTokens() != length.tokens()) {
        throw new BadOutputException(
            file.toString(),
            length.contexts()
                + " contexts with "
                + length.tokens()
                + " tokens in "
                + length.folder()
                + ", expected "
                + counts.contexts()
                + " with "
                + counts.contextTokens());
      }
      tokens += length.tokens();
    }
    if (tokens != lengths.tokens()) {
      throw new BadOutputException(
          file.toString(), lengths.tokens() + " tokens, expected " + tokens);
    }
  }

  /**
   * Verifies an output, and that it is of a corpus: the tokens of each document are those of its
   * text, and its metadata the same (if it has any, or the manifest says by what command they were
   * taken); every document of the corpus is there, was dropped as a near duplicate, skipped, or
   * went with the last context; there is no other; and the order of the corpus, by its fingerprint.
   *
   * @param corpus opens what was packed, in its order; called once for each eight million pieces of
   *     documents, or so, and again for each format that has texts. The streams are closed
   * @param tokenizer the one that made the tokens
   * @param progress called in this thread
   * @return the manifest
   * @throws BadOutputException at the first violation; the message names the document
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if the tokenizer is another one than the manifest says
   */
  public static OutputManifest verify(
      Path folder, Supplier<Stream<Document>> corpus, Tokenizer tokenizer, Progress progress)
      throws IOException {
    OutputManifest manifest = OutputManifest.read(folder);
    String made = manifest.settings().tokenizer();
    if (!tokenizer.fingerprint().equals(made)) {
      throw new IllegalArgumentException(
          "tokenizer: its fingerprint is " + tokenizer.fingerprint() + ", the output's " + made);
    }
    verify(folder, manifest, progress);
    long documents = manifest.corpus().documents();
    for (StoredOutput output : toCompare(folder, manifest)) {
      new CorpusCheck(manifest, output, tokenizer, corpus)
          .run(done -> progress.progress(CORPUS, Math.min(done, documents), documents));
    }
    return manifest;
  }

  /** Returns one with tokens if there is one, and all with texts. */
  private static List<StoredOutput> toCompare(Path folder, OutputManifest manifest)
      throws BadOutputException {
    List<StoredOutput> chosen = new ArrayList<>();
    StoredOutput first = null;
    for (OutputManifest.Output output : manifest.outputs()) {
      StoredOutput stored = OutputFormat.stored(folder, output);
      if (stored.format().holdsTexts()) {
        chosen.add(stored);
      } else if (first == null || first.output().tokenType().equals("none")) {
        first = stored;
      }
    }
    if (first != null && (chosen.isEmpty() || !first.output().tokenType().equals("none"))) {
      chosen.add(0, first);
    }
    return chosen;
  }

  private static OutputManifest verify(Path folder, OutputManifest manifest, Progress progress)
      throws IOException {
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
