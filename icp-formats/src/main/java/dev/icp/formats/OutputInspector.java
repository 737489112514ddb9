package dev.icp.formats;

import dev.icp.Document;
import dev.icp.PackingReport;
import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.OutputInspection.Contents;
import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.inspect.ContentsTally;
import dev.icp.formats.internal.inspect.Samples;
import dev.icp.formats.internal.verify.OutputTokens;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a finished output, of any format. Reads all that says which document stands where
 * once, in constant memory. Not thread-safe.
 *
 * <pre>{@code
 * OutputInspection inspection =
 *     OutputInspector.open(Path.of("out")).tokenizer(Tokenizers.utf8Bytes()).inspect();
 * try (InspectionPage page = InspectionPage.open(Path.of("out/report.html"))) {
 *   page.write(inspection);
 *   page.commit();
 * }
 * }</pre>
 */
public final class OutputInspector {
  /** How many contexts are shown unless another number is asked for. */
  public static final int SAMPLES = 24;

  private final Path folder;
  private final OutputManifest manifest;
  private final PackingReport report;
  private int samples = SAMPLES;
  private @Nullable Tokenizer tokenizer;
  private @Nullable Stream<Document> documents;

  private OutputInspector(Path folder, OutputManifest manifest, PackingReport report) {
    this.folder = folder;
    this.manifest = manifest;
    this.report = report;
  }

  /**
   * Reads manifest and report of an output.
   *
   * @throws BadOutputException if it is not finished, damaged, or of another version of icp
   * @throws IOException if it cannot be read
   */
  public static OutputInspector open(Path folder) throws IOException {
    return new OutputInspector(
        folder,
        OutputManifest.read(folder),
        ReportReader.read(folder.resolve(OutputFolder.REPORT)));
  }

  /** Returns the manifest. */
  public OutputManifest manifest() {
    return manifest;
  }

  /**
   * Says how many contexts are shown, evenly spread over all; default {@value #SAMPLES}.
   *
   * @param contexts 0 or more
   * @throws IllegalArgumentException if it is negative
   */
  public OutputInspector samples(int contexts) {
    if (contexts < 0) {
      throw new IllegalArgumentException("contexts: " + contexts + " is negative");
    }
    samples = contexts;
    return this;
  }

  /**
   * Gives the tokenizer that made the tokens, so that they can be read as text. Default: none.
   *
   * @throws IllegalArgumentException if it is another one than the manifest says
   */
  public OutputInspector tokenizer(Tokenizer tokenizer) {
    if (!tokenizer.fingerprint().equals(manifest.settings().tokenizer())) {
      throw new IllegalArgumentException(
          "tokenizer: its fingerprint is "
              + tokenizer.fingerprint()
              + ", the output's "
              + manifest.settings().tokenizer());
    }
    this.tokenizer = tokenizer;
    return this;
  }

  /**
   * Gives the corpus, in which is looked up how documents begin where tokens do not say. Default:
   * none.
   *
   * @param documents read by {@link #inspect}, no further than needed, and not closed
   */
  public OutputInspector documents(Stream<Document> documents) {
    this.documents = Objects.requireNonNull(documents, "documents");
    return this;
  }

  /**
   * Looks through the contexts.
   *
   * @throws BadOutputException if a file is damaged, or does not hold what the manifest says
   * @throws IOException if a file cannot be read, or tokens are only in Parquet and icp-parquet is
   *     not on the class path
   */
  public OutputInspection inspect() throws IOException {
    long contexts = manifest.counts().contexts();
    Samples shown = new Samples(contexts, samples, tokenizer);
    ContentsTally tally = new ContentsTally(manifest.settings().contextLength());
    StoredOutput stored = mostTelling();
    Output output = stored.output();
    try (ContextReader reader = ContextReader.open(folder, output, shown::wants);
        @Nullable OutputTokens tokens =
            tokenizer == null || stored.format().holdsSegments()
                ? null
                : new OutputTokens(stored, manifest)) {
      for (Context context = reader.read(); context != null; context = reader.read()) {
        tally.add(context);
        if (shown.wants(context.index())) {
          add(shown, tokens == null ? context : with(context, tokens.of(context.index())));
        }
      }
    }
    if (documents != null) {
      shown.lookUp(documents);
    }
    Contents contents = tally.contents();
    return new OutputInspection(manifest, report, contents, shown.contexts());
  }

  private static Context with(Context context, int[] tokens) {
    return new Context(context.index(), context.pieces(), context.padding(), tokens);
  }

  private void add(Samples shown, Context context) throws BadOutputException {
    try {
      shown.add(context);
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(
          folder.toString(), "context " + context.index() + ": " + e.getMessage(), e);
    }
  }

  /** Returns the contexts that have tokens, and where single ones are found soonest. */
  private StoredOutput mostTelling() throws BadOutputException {
    List<StoredOutput> outputs = new ArrayList<>();
    for (Output output : manifest.outputs()) {
      outputs.add(OutputFormat.stored(folder, output));
    }
    return outputs.stream()
        .min(
            Comparator.comparing((StoredOutput o) -> o.output().tokenType().equals("none"))
                .thenComparing(o -> !o.format().findsContexts())
                .thenComparing(o -> !o.format().holdsSegments()))
        .orElseThrow();
  }
}
