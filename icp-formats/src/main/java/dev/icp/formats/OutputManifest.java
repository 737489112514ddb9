package dev.icp.formats;

import dev.icp.CorpusFiles;
import dev.icp.PackingReport;
import dev.icp.Tail;
import dev.icp.formats.internal.files.JsonTree;
import dev.icp.formats.internal.files.RecordJson;
import dev.icp.formats.internal.files.SmallFile;
import dev.icp.formats.internal.output.ContentsDigest;
import dev.icp.internal.base.Build;
import dev.icp.internal.base.IoFailures;
import dev.icp.internal.base.Sha256;
import dev.icp.settings.CheckedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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
 * @param layout 16 hexadecimal digits that tell what stands where: a sum over every place of every
 *     context, with the context's number, and over every segment
 * @param outputs the contexts, once for each format
 * @param files every file but {@code report.json} and the manifest itself, sorted by path
 * @param digest the SHA-256 of this very file with 64 zeros in this place
 */
public record OutputManifest(
    String format,
    String version,
    List<String> command,
    Corpus corpus,
    Settings settings,
    Counts counts,
    String contents,
    String layout,
    List<Output> outputs,
    List<FileEntry> files,
    String digest) {
  /** The layout of the manifest. */
  public static final String FORMAT = "icp-output-3";

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
   * @param files what files were read as, and which were left out
   */
  public record Corpus(
      String fingerprint, long documents, long tokens, long documentsSkipped, CorpusFiles files) {}

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
      String separatorText,
      String begin,
      int beginToken,
      String beginText,
      int paddingToken,
      String paddingText,
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
      boolean deterministic,
      String groupBy,
      int epoch) {
    /**
     * Returns whether tokens of documents can have been left out, with the last context or by an
     * order that trims them.
     */
    public boolean mayLeaveOut() {
      return tail.equals(Tail.DROP.toString()) || cutByOrder();
    }

    /** Returns whether the order says which parts of documents stand in contexts. */
    public boolean cutByOrder() {
      return boundary.endsWith(CheckedSettings.AS_THE_ORDER_SAYS);
    }
  }

  /** What came out; see {@link PackingReport.Contexts} and {@link PackingReport.Duplicates}. */
  public record Counts(
      long contexts,
      long contextTokens,
      long separators,
      long begins,
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

  private static final String NO_DIGEST = "0".repeat(64);

  /** Returns the manifest of a run. */
  static OutputManifest of(
      PackingReport report,
      List<String> command,
      ContentsDigest contents,
      List<Output> outputs,
      List<FileEntry> files) {
    String version = Build.version(OutputManifest.class);
    return new OutputManifest(
            FORMAT,
            version == null ? "unknown" : version,
            command,
            new Corpus(
                report.input().corpus(),
                report.input().documents(),
                report.input().tokens(),
                report.input().documentsSkipped(),
                report.input().files()),
            settings(report),
            counts(report),
            contents.toString(),
            contents.layout(),
            outputs,
            files,
            "")
        .sealed();
  }

  /** Returns the same with the digest that it should have. */
  OutputManifest sealed() {
    return with(Sha256.hex(RecordJson.bytes(with(NO_DIGEST))));
  }

  private OutputManifest with(String other) {
    return new OutputManifest(
        format, version, command, corpus, settings, counts, contents, layout, outputs, files,
        other);
  }

  /**
   * Refuses a manifest that is not, to the last byte, as it was written.
   *
   * @throws BadOutputException saying so
   */
  void requireSealed(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (!sealed().digest.equals(digest)
        || !Arrays.equals(RecordJson.bytes(this), SmallFile.bytes(file))) {
      throw new BadOutputException(
          file.toString(), "was changed after it was written: its digest is of something else");
    }
  }

  /** Returns the settings of a run. */
  static Settings settings(PackingReport report) {
    return new Settings(
        report.settings().contextLength(),
        report.settings().tokenizer(),
        report.settings().vocabularySize(),
        report.settings().separator(),
        report.settings().separatorText(),
        report.settings().begin(),
        report.settings().beginToken(),
        report.settings().beginText(),
        report.settings().paddingToken(),
        report.settings().paddingText(),
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
        report.settings().deterministic(),
        report.settings().groupBy(),
        report.settings().epoch());
  }

  /** Returns the counts of a run. */
  static Counts counts(PackingReport report) {
    return new Counts(
        report.contexts().count(),
        report.contexts().tokens(),
        report.contexts().separators(),
        report.contexts().begins(),
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
      Path folder = file.toAbsolutePath().getParent();
      List<Path> several = folder == null ? List.of() : LengthsReport.outputs(folder);
      throw new BadOutputException(
          file.getParent() == null ? "." : file.getParent().toString(),
          several.isEmpty()
              ? "no finished output: there is no " + file.getFileName()
              : "outputs of several context lengths, of which one is wanted: "
                  + several.stream()
                      .map(own -> String.valueOf(own.getFileName()))
                      .collect(Collectors.joining(", ")),
          e);
    } catch (IOException e) {
      throw new BadOutputException(file.toString(), "cannot be read: " + IoFailures.reason(e), e);
    }
    try {
      Object version = JsonTree.object(bytes).get("format");
      if (version instanceof String other
          && other.startsWith("icp-output-")
          && !other.equals(FORMAT)) {
        throw new BadOutputException(
            file.toString(), "format \"" + other + "\", expected \"" + FORMAT + "\"");
      }
      OutputManifest manifest = JsonTree.record(OutputManifest.class, bytes);
      if (!manifest.format.equals(FORMAT)) {
        throw new BadOutputException(
            file.toString(), "format \"" + manifest.format + "\", expected \"" + FORMAT + "\"");
      }
      String nonsense = ManifestValues.nonsense(manifest);
      if (nonsense != null) {
        throw new BadOutputException(file.toString(), "not a manifest: " + nonsense);
      }
      return manifest;
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(file.toString(), "not a manifest: " + e.getMessage(), e);
    }
  }
}
