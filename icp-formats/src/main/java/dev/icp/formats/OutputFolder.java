package dev.icp.formats;

import dev.icp.DroppedDocument;
import dev.icp.PackingReport;
import dev.icp.formats.internal.files.FolderClaim;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.files.RecordJson;
import dev.icp.formats.internal.files.TemporaryFile;
import dev.icp.formats.internal.files.ZstdLibrary;
import dev.icp.formats.internal.output.ContentsDigest;
import dev.icp.formats.internal.output.DigestingWriter;
import dev.icp.formats.internal.output.DroppedLines;
import dev.icp.formats.internal.output.Recognised;
import dev.icp.formats.internal.output.ShardedWriter;
import dev.icp.formats.internal.trainer.Guide;
import dev.icp.formats.internal.trainer.Training;
import dev.icp.spi.ContextWriter;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that gets the output of one run: contexts in one or more formats, {@code report.json},
 * which near duplicates were dropped, and {@link OutputManifest manifest.json}.
 *
 * <p>Everything is written under temporary names and gets its own on {@link #commit}, the manifest
 * last. Closing before that leaves an older output as it was. As long as this is open, no other run
 * can open the folder. Exceptions name the file and say why on one line. Not thread-safe.
 *
 * <pre>{@code
 * try (OutputFolder output = OutputFolder.open(Path.of("out"))) {
 *   ContextWriter writer = output.contexts(OutputFormat.MEGATRON, OutputOptions.defaults());
 *   contexts.writeTo(writer);
 *   output.commit(contexts.report());
 * }
 * }</pre>
 */
public final class OutputFolder implements AutoCloseable {
  /** Name of the file that is there as long as a run has the folder open. */
  static final String LOCK = ".icp.lock";

  /** Name of the run's report. */
  static final String REPORT = "report.json";

  /**
   * What the report is known by until it has its name, by which only the next run can tell that a
   * killed one left it: other commands write a report.json, too.
   */
  static final String UNFINISHED_REPORT = "contexts-" + REPORT;

  /** Name of what a trainer is to be told. */
  public static final String TRAINING = "TRAINING.md";

  /** Name of the page that {@code icp inspect} makes of an output. */
  static final String PAGE = "report.html";

  private final Path folder;
  private final FolderClaim claim;
  private final OutputOrigin origin;
  private final @Nullable String state;
  private final OutputFiles files;
  private final OutputFiles reports;
  private final List<ShardedWriter> writers = new ArrayList<>();
  private final ContentsDigest contents = new ContentsDigest();
  private boolean dropped;
  private State phase = State.OPEN;
  private @Nullable TrainerPreset trainer;
  private boolean inParts;

  private enum State {
    OPEN,
    COMMITTED,
    CLOSED
  }

  private OutputFolder(
      Path folder, FolderClaim claim, OutputOrigin origin, @Nullable String state) {
    this.folder = folder;
    this.claim = claim;
    this.origin = origin;
    this.state = state;
    files = new OutputFiles(folder, claim);
    reports = new OutputFiles(folder, claim);
  }

  /**
   * Opens a folder that holds no finished output; it is made if absent.
   *
   * @throws IOException if the folder holds one, cannot be written to, or another run is writing
   *     into it
   */
  public static OutputFolder open(Path folder) throws IOException {
    return open(folder, List.of(), false);
  }

  /**
   * Opens a folder; it is made if absent. For runs whose inputs are no files.
   *
   * @param command see {@link OutputOrigin}
   * @param overwrite whether a finished output of something else is replaced as well
   * @throws IOException see the other method of this name
   */
  public static OutputFolder open(Path folder, List<String> command, boolean overwrite)
      throws IOException {
    return open(folder, new OutputOrigin(command, List.of()), overwrite);
  }

  /**
   * Opens a folder; it is made if absent. Files that are there and stand in no manifest of icp's
   * are never replaced.
   *
   * @param origin its command comes into the manifest. A finished output that came of the same is
   *     replaced
   * @param overwrite whether a finished output of something else is replaced as well, also one
   *     whose manifest is damaged, as far as it is certain that icp wrote it
   * @throws IOException if the folder holds a finished output that is not to be replaced, something
   *     that icp did not write is in the way, an input would be replaced, the folder cannot be
   *     written to, or another run is writing into it
   */
  public static OutputFolder open(Path folder, OutputOrigin origin, boolean overwrite)
      throws IOException {
    FolderClaim claim =
        FolderClaim.of(folder, OutputManifest.NAME, LOCK, new Listed(), OutputFolder::isOurs);
    try {
      Occupied.require(folder, claim, origin, overwrite);
      return new OutputFolder(folder, claim, origin, origin.state(claim.owned()));
    } catch (Throwable cause) {
      OnFailure.close(claim, cause);
      throw cause;
    }
  }

  /**
   * Returns the files of an earlier output that are here, its report and page included: they are no
   * input of another one.
   */
  public Set<Path> owned() {
    return claim.owned();
  }

  /** Returns whether only an output has a file of this name. */
  private static boolean isOurs(String name) {
    return name.equals(DroppedLines.NAME)
        || name.equals(UNFINISHED_REPORT)
        || name.equals(TRAINING)
        || OutputFormat.anyMayOwn(name);
  }

  private static final class Listed implements FolderClaim.Listing {
    @Override
    public List<String> of(Path manifest) throws IOException {
      return OutputManifest.readFile(manifest).files().stream().map(f -> f.path()).toList();
    }

    @Override
    public List<Path> unlisted(Path folder) throws IOException {
      Path report = folder.resolve(REPORT);
      return Recognised.isReport(report) ? List.of(report) : List.of();
    }
  }

  /**
   * Returns a writer of contexts in one format: JSON Lines into the folder itself, every other
   * format into a folder of its name. The writer's own commit says that all contexts are there;
   * they become visible with {@link #commit}. Several writers get the same contexts.
   *
   * @throws IOException if something is in the way that icp did not write
   * @throws IllegalArgumentException if the options do not go with the format, or it has a writer
   * @throws IllegalStateException for {@link OutputFormat#PARQUET} without icp-parquet
   */
  public ContextWriter contexts(OutputFormat format, OutputOptions options) throws IOException {
    ShardedWriter writer = writer(format, options);
    return writers.size() == 1 ? new DigestingWriter(writer, contents) : writer;
  }

  /**
   * The same for contexts that other processes write, part by part, into this folder, which they
   * see under whatever name.
   *
   * @param options of all formats
   * @throws IOException if something is in the way that icp did not write
   * @throws IllegalArgumentException if the options do not go with a format, it has a writer, or it
   *     {@linkplain OutputFormat#holdsTexts holds texts}
   * @throws IllegalStateException for {@link OutputFormat#PARQUET} without icp-parquet, or if there
   *     are other writers
   */
  public OutputParts parts(Set<OutputFormat> formats, OutputOptions options) throws IOException {
    if (!writers.isEmpty()) {
      throw new IllegalStateException("parts beside other writers");
    }
    for (OutputFormat format : formats) {
      if (format.holdsTexts()) {
        throw new IllegalArgumentException(
            "format: " + format.label() + " is not written in parts, whose contexts have no texts");
      }
    }
    inParts = true;
    for (OutputFormat format : formats) {
      writer(format, options);
      files.makeFolder(below(format));
    }
    return new OutputParts(List.copyOf(formats), List.copyOf(writers), options, contents);
  }

  /** Returns where the files of a format are, with a slash at the end; may be empty. */
  static String below(OutputFormat format) {
    String own = format.format().folder();
    return own.isEmpty() ? "" : own + "/";
  }

  private ShardedWriter writer(OutputFormat format, OutputOptions options) throws IOException {
    requireOpen();
    for (ShardedWriter other : writers) {
      if (other.output().format().equals(format.label())) {
        throw new IllegalArgumentException("format: " + format + " has a writer");
      }
    }
    Occupied.requireFree(folder, claim, format);
    if (!format.format().holdsSegments()) {
      // Found out now, not when all the work is done.
      ZstdLibrary.require();
    }
    ShardedWriter writer = ShardedWriter.part(files, below(format), format.format(), options);
    writers.add(writer);
    return writer;
  }

  /**
   * Says for which trainer this is: {@link #commit} writes {@value #TRAINING} for it, with the
   * settings to use, what to leave off, and why. To be called once at most.
   *
   * @throws IllegalArgumentException if no writer has the format that it reads, or it cannot make
   *     whole contexts of what that writes
   */
  public void training(TrainerPreset preset) {
    writerOf(preset);
    trainer = preset;
  }

  private ShardedWriter writerOf(TrainerPreset preset) {
    return writers.stream()
        .filter(writer -> writer.output().format().equals(preset.format().label()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "trainer: "
                        + preset.label()
                        + " reads "
                        + preset.format().label()
                        + ", which has no writer"));
  }

  private void writeTraining(PackingReport report) throws IOException {
    if (trainer != null) {
      ShardedWriter writer = writerOf(trainer);
      Training training =
          new Training(
              writer.output(),
              report.contexts().count(),
              report.settings().contextLength(),
              trainer.trainer().labels(),
              report.settings().separator(),
              report.settings().paddingToken(),
              report.contexts().padding(),
              writer.tokenizerName());
      TemporaryFile file = files.create(TRAINING);
      file.write(
          ByteBuffer.wrap(Guide.of(trainer.trainer(), training).getBytes(StandardCharsets.UTF_8)));
      file.complete();
    }
  }

  /**
   * Writes which near duplicates were dropped as {@code dropped.jsonl}; to be called once at most:
   *
   * <pre>{@code
   * {"id": "doc-17", "keptId": "doc-3", "cosine": 0.9731}
   * }</pre>
   *
   * <p>{@code keptId} is a near duplicate that stayed, {@code cosine} the cosine of the two.
   *
   * @throws IOException if they cannot be written
   */
  public void dropped(Stream<DroppedDocument> documents) throws IOException {
    requireOpen();
    if (dropped) {
      throw new IllegalStateException("the dropped documents have been written");
    }
    dropped = true;
    TemporaryFile file = files.create(DroppedLines.NAME);
    DroppedLines.write(file, documents);
    file.complete();
  }

  /**
   * Writes the same where there is no such folder.
   *
   * @param file gets its name when all is written; replaced if it lists dropped documents already
   * @throws IOException if it cannot be written
   */
  public static void dropped(Path file, Stream<DroppedDocument> documents) throws IOException {
    try (TemporaryFile lines = new TemporaryFile(file, Recognised::isDropped)) {
      DroppedLines.write(lines, documents);
      lines.commit();
    }
  }

  /**
   * Finishes the output: everything gets its name, the manifest last, and what an older output had
   * besides is deleted, a page that shows it too.
   *
   * @param report of the run whose contexts were written
   * @throws IOException if something cannot be written; unless that was in giving names, an older
   *     output is as it was
   * @throws IllegalStateException if there is no writer, or one has not committed all contexts of
   *     the report
   */
  public void commit(PackingReport report) throws IOException {
    requireOpen();
    if (writers.isEmpty()) {
      throw new IllegalStateException("no contexts were written");
    }
    for (ShardedWriter writer : writers) {
      if (!writer.committed() || writer.contexts() != report.contexts().count()) {
        throw new IllegalStateException(
            writer.output().format()
                + ": "
                + writer.contexts()
                + " contexts written"
                + (writer.committed() ? "" : " and not committed")
                + ", the report has "
                + report.contexts().count());
      }
    }
    writeTraining(report);
    TemporaryFile reportFile = reports.create(REPORT, UNFINISHED_REPORT);
    Map<String, @Nullable Object> inputs = new HashMap<>();
    inputs.put("inputs", state);
    reportFile.write(ByteBuffer.wrap(RecordJson.bytes(report, inputs)));
    reportFile.complete();
    claim.rewrite(claim.folder().resolve(REPORT));
    claim.publish(
        RecordJson.bytes(
            OutputManifest.of(
                report,
                origin.command(),
                contents,
                writers.stream().map(ShardedWriter::output).toList(),
                files.entries())),
        () -> {
          files.publish();
          reports.publish();
        });
    phase = State.COMMITTED;
  }

  private void requireOpen() {
    if (phase != State.OPEN) {
      throw new IllegalStateException(phase == State.CLOSED ? "closed" : "committed before");
    }
  }

  @Override
  public void close() throws IOException {
    phase = State.CLOSED;
    for (ShardedWriter writer : writers) {
      writer.close();
    }
    try (claim;
        reports;
        files) {
      writers.clear();
      if (inParts) {
        // Of parts that were written twice, or in vain.
        claim.clearUnfinished();
      }
    }
  }
}
