package dev.icp.formats;

import dev.icp.PackingReport;
import dev.icp.formats.internal.files.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What an output folder holds and how it was made: {@code manifest.json}. It is written last, so a
 * folder that has one is a finished output. Equal contexts in equal formats have equal manifests;
 * what differs from run to run (times, memory, threads) is in {@code report.json}, the one file
 * that is not listed.
 *
 * @param format {@value #FORMAT}
 * @param version the version of icp that wrote it
 * @param command what was asked for, an option a line; empty where that was not said
 * @param corpus what was read
 * @param settings how it was packed
 * @param counts what came out
 * @param contents 16 hexadecimal digits that tell which token of which document is which: the sum
 *     over all of a mixture of document id, place in the document and token, whatever the order of
 *     the contexts
 * @param outputs the contexts, once for each format
 * @param files every file but {@code report.json} and the manifest itself, sorted by path
 */
public record OutputManifest(
    String format,
    String version,
    List<String> command,
    Corpus corpus,
    Settings settings,
    Counts counts,
    String contents,
    List<Output> outputs,
    List<FileEntry> files) {
  /** The layout of the manifest. */
  public static final String FORMAT = "icp-output-1";

  /** The manifest's name. */
  public static final String NAME = "manifest.json";

  /** Copies the lists. */
  public OutputManifest {
    command = List.copyOf(command);
    outputs = List.copyOf(outputs);
    files = List.copyOf(files);
  }

  /**
   * What was read.
   *
   * @param fingerprint see {@link PackingReport.Input#corpus()}
   * @param documents documents read and not skipped
   * @param tokens their tokens
   * @param documentsSkipped bad documents left out
   */
  public record Corpus(String fingerprint, long documents, long tokens, long documentsSkipped) {}

  /**
   * How it was packed; the names and meanings are those of {@link PackingReport.Settings}, whose
   * {@code tokenizer} and {@code embedder} are fingerprints, and of {@link PackingReport.Order}.
   */
  @SuppressWarnings("MissingSummary")
  public record Settings(
      int contextLength,
      String tokenizer,
      int vocabularySize,
      int separator,
      int paddingToken,
      String embedder,
      String neighbourIndex,
      int neighbours,
      String orderer,
      boolean repeats,
      String nearDuplicates,
      String boundary,
      String tail,
      boolean shuffled,
      long seed,
      boolean deterministic) {}

  /** What came out; see {@link PackingReport.Contexts} and {@link PackingReport.Duplicates}. */
  public record Counts(
      long contexts,
      long contextTokens,
      long separators,
      long padding,
      long documentsPacked,
      long tailTokensDropped,
      long nearDuplicatesDropped,
      long nearDuplicateTokens) {}

  /**
   * The contexts in one format.
   *
   * @param format the format's {@linkplain OutputFormat#label() label}
   * @param folder where its files are, below the output folder; empty for the folder itself
   * @param tokenType uint16, uint32 or int32; text for JSON Lines, none where the tokens were left
   *     out
   * @param documentMask whether each document is a range of its own to the trainer
   * @param lossMask whether it stands beside the tokens which of them are to be learned
   * @param shards in order
   */
  public record Output(
      String format,
      String folder,
      String tokenType,
      boolean documentMask,
      boolean lossMask,
      List<Shard> shards) {
    /** Copies the list. */
    public Output {
      shards = List.copyOf(shards);
    }
  }

  /**
   * A part of the contexts.
   *
   * @param name the name of its files, without what differs
   * @param firstContext the index of its first context
   * @param contexts how many it has
   */
  public record Shard(String name, long firstContext, long contexts) {}

  /**
   * A file.
   *
   * @param path below the output folder, with {@code /}
   * @param bytes its size
   * @param sha256 in 64 hexadecimal digits
   */
  public record FileEntry(String path, long bytes, String sha256) {}

  /** Returns the settings of a run. */
  static Settings settings(PackingReport report) {
    return new Settings(
        report.settings().contextLength(),
        report.settings().tokenizer(),
        report.settings().vocabularySize(),
        report.settings().separator(),
        report.settings().paddingToken(),
        report.settings().embedder(),
        report.settings().neighbourIndex(),
        report.settings().neighbours(),
        report.settings().orderer(),
        report.order().repeats(),
        report.settings().nearDuplicates(),
        report.settings().boundary(),
        report.settings().tail(),
        report.settings().shuffled(),
        report.settings().seed(),
        report.settings().deterministic());
  }

  /** Returns the counts of a run. */
  static Counts counts(PackingReport report) {
    return new Counts(
        report.contexts().count(),
        report.contexts().tokens(),
        report.contexts().separators(),
        report.contexts().padding(),
        report.order().documents(),
        report.contexts().tailTokensDropped(),
        report.duplicates().dropped(),
        report.duplicates().tokensDropped());
  }

  /**
   * Reads the manifest of a finished output.
   *
   * @throws BadOutputException if the folder has none, or what it has is none
   * @throws IOException if it cannot be read
   */
  public static OutputManifest read(Path folder) throws IOException {
    return readFile(folder.resolve(NAME));
  }

  static OutputManifest readFile(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      Path folder = file.getParent();
      throw new BadOutputException(
          folder == null ? "." : folder.toString(),
          "no finished output: there is no " + file.getFileName(),
          e);
    }
    try {
      OutputManifest manifest = JsonTree.record(OutputManifest.class, bytes);
      if (!manifest.format.equals(FORMAT)) {
        throw new BadOutputException(
            file.toString(), "format \"" + manifest.format + "\", expected \"" + FORMAT + "\"");
      }
      return manifest;
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(file.toString(), "not a manifest: " + e.getMessage(), e);
    }
  }
}
