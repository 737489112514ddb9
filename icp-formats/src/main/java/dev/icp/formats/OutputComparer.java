package dev.icp.formats;

import dev.icp.Document;
import dev.icp.formats.OutputComparison.InBoth;
import dev.icp.formats.OutputInspection.KnownDocuments;
import dev.icp.formats.OutputInspection.Relations;
import dev.icp.formats.internal.inspect.Finds;
import dev.icp.formats.internal.inspect.Measures;
import dev.icp.formats.internal.inspect.Overlap;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares two outputs of one corpus: of other orders, models or settings. Not thread-safe.
 *
 * <pre>{@code
 * OutputComparison comparison =
 *     OutputComparer.open(Path.of("paper"), Path.of("cohesive"))
 *         .tokenizer(Tokenizers.utf8Bytes())
 *         .compare();
 * try (InspectionPage page = InspectionPage.open(Path.of("compare.html"))) {
 *   page.write(comparison);
 *   page.commit();
 * }
 * }</pre>
 */
public final class OutputComparer {
  /** How many documents are shown in both unless they are named. */
  public static final int DOCUMENTS = 12;

  private static final KnownDocuments NONE =
      new KnownDocuments(
          0, List.of(), List.of(), new int[0], new short[0], new short[0], new short[0], List.of());

  private final Path folderA;
  private final Path folderB;
  private final OutputInspector a;
  private final OutputInspector b;
  private List<String> ids = List.of();
  private @Nullable Supplier<Stream<Document>> documents;

  private OutputComparer(Path folderA, Path folderB) throws IOException {
    this.folderA = folderA;
    this.folderB = folderB;
    a = OutputInspector.open(folderA);
    b = OutputInspector.open(folderB);
    String corpus = a.manifest().corpus().fingerprint();
    if (!corpus.equals(b.manifest().corpus().fingerprint())) {
      throw new IOException(
          folderB + ": made of another corpus than " + folderA + " (ids and texts, in order)");
    }
  }

  /**
   * Reads manifests and reports of both.
   *
   * @throws BadOutputException if one is not finished, damaged, or of another version of icp
   * @throws IOException if one cannot be read, or they are of different corpora
   */
  public static OutputComparer open(Path a, Path b) throws IOException {
    return new OutputComparer(a, b);
  }

  /** Returns the manifests of both. */
  public List<OutputManifest> manifests() {
    return List.of(a.manifest(), b.manifest());
  }

  /**
   * Gives the tokenizer of one of the outputs, or of both. Default: none, and documents are shown
   * by their ids.
   *
   * @throws IllegalArgumentException if it is that of neither
   */
  public OutputComparer tokenizer(Tokenizer tokenizer) {
    boolean taken = false;
    for (OutputInspector output : List.of(a, b)) {
      if (tokenizer.fingerprint().equals(output.manifest().settings().tokenizer())) {
        output.tokenizer(tokenizer);
        taken = true;
      }
    }
    if (!taken) {
      throw new IllegalArgumentException(
          "tokenizer: " + tokenizer.fingerprint() + " made the tokens of neither output");
    }
    return this;
  }

  /**
   * Gives the corpus, by whose words documents are compared. Default: none; see {@link
   * OutputInspector#documents}.
   *
   * @param corpus opens it, twice; each stream is closed
   */
  public OutputComparer documents(Supplier<Stream<Document>> corpus) {
    documents = Objects.requireNonNull(corpus, "corpus");
    return this;
  }

  /**
   * Names the documents that are shown in both. Default: {@value #DOCUMENTS}, drawn by their ids.
   *
   * @param wanted ids; empty for the default
   */
  public OutputComparer ids(List<String> wanted) {
    ids = List.copyOf(wanted);
    return this;
  }

  /**
   * Compares.
   *
   * @throws BadOutputException if a file is damaged, or does not hold what its manifest says
   * @throws IOException if a file cannot be read, or a document that was named is in neither
   */
  public OutputComparison compare() throws IOException {
    List<String> wanted = ids.isEmpty() ? a.drawn(DOCUMENTS) : ids;
    Finds inA = a.find(wanted);
    Finds inB = b.find(wanted);
    List<InBoth> both = new ArrayList<>();
    for (String id : wanted) {
      if (inA.context(id) < 0 && inB.context(id) < 0) {
        throw new IOException(id + ": in no context of " + folderA + ", nor of " + folderB);
      }
      both.add(new InBoth(id, inA.context(id), inB.context(id)));
    }
    OutputInspection foundA = inspect(a, inA);
    OutputInspection foundB = inspect(b, inB);
    Overlap overlap =
        Overlap.of(
            Objects.requireNonNull(foundA.relations()).documents(),
            Objects.requireNonNull(foundB.relations()).documents());
    return new OutputComparison(
        folderA.toString(),
        folderB.toString(),
        withoutDocuments(foundA),
        withoutDocuments(foundB),
        overlap.together(),
        overlap.consecutive(),
        Measures.of(foundA.report(), foundB.report()),
        Measures.differences(a.manifest().settings(), b.manifest().settings()),
        both);
  }

  private OutputInspection inspect(OutputInspector output, Finds finds) throws IOException {
    output.contexts(finds.contexts());
    if (documents == null) {
      return output.inspect();
    }
    try (Stream<Document> corpus = documents.get()) {
      return output.documents(corpus).inspect();
    }
  }

  /** What a page of single documents does not show would make it large. */
  private static OutputInspection withoutDocuments(OutputInspection found) {
    Relations relations = Objects.requireNonNull(found.relations());
    return new OutputInspection(
        found.manifest(),
        found.report(),
        found.contents(),
        found.samples(),
        new Relations(relations.by(), relations.beside(), NONE, List.of()));
  }
}
