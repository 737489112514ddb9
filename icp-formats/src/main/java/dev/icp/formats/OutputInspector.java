package dev.icp.formats;

import dev.icp.Document;
import dev.icp.PackingReport;
import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.OutputInspection.Relations;
import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.internal.format.StoredContext;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.format.StoredText;
import dev.icp.formats.internal.format.StoredText.Parts;
import dev.icp.formats.internal.inspect.Census;
import dev.icp.formats.internal.inspect.ContentsTally;
import dev.icp.formats.internal.inspect.Finds;
import dev.icp.formats.internal.inspect.RelationsFinder;
import dev.icp.formats.internal.inspect.Samples;
import dev.icp.formats.internal.verify.OutputTokens;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a finished output, of any format, in memory that is bounded by how many documents
 * are to be known. Reads all that says which document stands where once, and the tokens of contexts
 * that are shown or hold documents that are known. Not thread-safe.
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

  /** How many documents are known by name and relations unless another number is asked for. */
  public static final int KNOWN = 100_000;

  /** Enough to have a document with those around it in all but the longest contexts. */
  private static final int PIECES_CHOSEN = 300;

  private final Path folder;
  private final OutputManifest manifest;
  private final PackingReport report;
  private int samples = SAMPLES;
  private int known = KNOWN;
  private long @Nullable [] chosen;
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
   * Says how many documents are known by id, beginning, place and relations; of more, so many are
   * drawn, the same ones for the same output. Default {@value #KNOWN}; 0 for none, which saves
   * reading all tokens or documents and finding neighbours.
   *
   * @param documents 0 or more
   * @throws IllegalArgumentException if it is negative
   */
  public OutputInspector known(int documents) {
    if (documents < 0) {
      throw new IllegalArgumentException("documents: " + documents + " is negative");
    }
    known = documents;
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
   * Gives the corpus, in which is looked up how documents begin where tokens do not say, and by
   * whose words documents are compared. Default: none; documents are compared by their tokens' text
   * then, each by its longest piece.
   *
   * @param documents read by {@link #inspect} and not closed
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
    Samples shown =
        chosen == null
            ? new Samples(
                Samples.spread(manifest.counts().contexts(), samples), Samples.PIECES, tokenizer)
            : new Samples(chosen, PIECES_CHOSEN, tokenizer);
    int contextLength = manifest.settings().contextLength();
    ContentsTally tally = new ContentsTally(contextLength);
    RelationsFinder finder = known == 0 ? null : new RelationsFinder(known, contextLength);
    StoredOutput stored = mostTelling();
    Output output = stored.output();
    try (ContextReader reader = ContextReader.open(folder, output, shown::wants);
        @Nullable OutputTokens tokens =
            (tokenizer == null && !stored.format().holdsTexts()) || stored.format().holdsSegments()
                ? null
                : new OutputTokens(stored, manifest)) {
      for (Context context = reader.read(); context != null; context = reader.read()) {
        boolean wanted = shown.wants(context.index());
        tally.add(context);
        if (finder != null) {
          finder.add(context, wanted);
        }
        if (wanted) {
          add(shown, context, tokens == null ? null : tokens.context(context.index()));
        }
      }
    }
    Samples.Lookup lookup = shown.lookUp();
    Relations relations = finder == null ? null : relations(finder, shown, lookup, stored);
    if (relations == null && documents != null) {
      Iterator<Document> all = documents.iterator();
      while (!lookup.isDone() && all.hasNext()) {
        lookup.see(all.next());
      }
    }
    lookup.finish();
    return new OutputInspection(manifest, report, tally.contents(), shown.contexts(), relations);
  }

  private Relations relations(
      RelationsFinder finder, Samples shown, Samples.Lookup lookup, StoredOutput stored)
      throws IOException {
    if (documents != null) {
      return finder.find(shown.contexts(), documents, lookup::see);
    }
    return tokenizer == null || stored.output().tokenType().equals("none")
        ? finder.withoutTexts()
        : finder.find(shown.contexts(), stored, manifest, tokenizer);
  }

  /** Says which contexts are shown, ascending, instead of evenly spread ones. */
  void contexts(long[] indices) {
    chosen = indices;
  }

  /** Returns ids of documents, drawn by them, so that they are the same in another output. */
  List<String> drawn(int wanted) throws IOException {
    Census census = new Census(Math.max(1, wanted));
    read(context -> census.add(context, false));
    return census.drawn();
  }

  /** Returns in which contexts documents begin. */
  Finds find(List<String> ids) throws IOException {
    Finds finds = new Finds(ids);
    read(finds::add);
    return finds;
  }

  private void read(Consumer<Context> each) throws IOException {
    try (ContextReader reader = ContextReader.open(folder, mostTelling().output(), i -> false)) {
      for (Context context = reader.read(); context != null; context = reader.read()) {
        each.accept(context);
      }
    }
  }

  private void add(Samples shown, Context context, @Nullable StoredContext stored)
      throws BadOutputException {
    StoredText text = stored == null ? null : stored.text();
    Parts parts = text == null ? null : text.parts();
    if (text != null && (parts == null || parts.pieces().size() != context.pieces().size())) {
      throw new BadOutputException(
          folder.toString(), "context " + context.index() + ": other documents than its segments");
    }
    try {
      if (parts != null) {
        shown.add(context, parts.pieces());
      } else {
        int[] tokens = stored == null ? context.tokens() : stored.tokens();
        shown.add(new Context(context.index(), context.pieces(), context.padding(), tokens), null);
      }
    } catch (IllegalArgumentException e) {
      throw new BadOutputException(
          folder.toString(), "context " + context.index() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the contexts that can be read: those of tokens, where single ones are found soonest, or
   * without a tokenizer those of text.
   */
  private StoredOutput mostTelling() throws BadOutputException {
    List<StoredOutput> outputs = new ArrayList<>();
    for (Output output : manifest.outputs()) {
      outputs.add(OutputFormat.stored(folder, output));
    }
    return outputs.stream()
        .min(
            Comparator.comparing((StoredOutput o) -> tokenizer != null || !o.format().holdsTexts())
                .thenComparing(o -> o.output().tokenType().equals("none"))
                .thenComparing(o -> !o.format().findsContexts())
                .thenComparing(o -> !o.format().holdsSegments()))
        .orElseThrow();
  }
}
