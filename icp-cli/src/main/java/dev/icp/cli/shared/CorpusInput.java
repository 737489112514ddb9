package dev.icp.cli.shared;

import dev.icp.BadDocumentException;
import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.formats.CorpusException;
import dev.icp.formats.CorpusReader;
import dev.icp.formats.OpenCorpus;
import dev.icp.spi.DocumentParts;
import dev.icp.spi.DocumentParts.Part;
import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The documents that a command reads, and what becomes of those that are bad. */
public final class CorpusInput implements Closeable {
  private static final String NO_IDS = "none";

  private final InputOptions options;
  private final SkippedInputs skipped;
  private final OpenCorpus corpus;

  private CorpusInput(InputOptions options, SkippedInputs skipped, OpenCorpus corpus) {
    this.options = options;
    this.skipped = skipped;
    this.corpus = corpus;
  }

  /** Refuses options that do not go together, before anything is read or written. */
  public static void require(InputOptions options, CommandSpec spec) {
    if (options.inputs.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Missing required parameter: 'INPUT'");
    }
    if (options.tokensField == null && options.textField.equals(options.idField)) {
      throw new ParameterException(
          spec.commandLine(), "--text-field and --id-field are both '" + options.idField + "'");
    }
    if (options.idField.equals(options.tokensField)) {
      throw new ParameterException(
          spec.commandLine(), "--tokens-field and --id-field are both '" + options.idField + "'");
    }
    if (options.tokensField != null
        && spec.commandLine().getParseResult().hasMatchedOption("--text-field")) {
      throw new ParameterException(
          spec.commandLine(), "--text-field and --tokens-field: a document is one of them");
    }
    if (options.inputs.stream().filter(CorpusInput::isStandardInput).count() > 1) {
      throw new ParameterException(
          spec.commandLine(), "- (standard input) can be read only once, and is given twice");
    }
    List<String> metadata =
        spec.commandLine().getParseResult().matchedOptionValue("--metadata", List.of("any"));
    if (metadata.isEmpty() || metadata.contains("")) {
      throw new ParameterException(
          spec.commandLine(), "--metadata: expected names as in source,licence, and one is empty");
    }
    boolean chosen = spec.commandLine().getParseResult().hasMatchedOption("--extensions");
    // Of nothing but commas nothing is left.
    if (chosen
        && (options.extensions.isEmpty()
            || options.extensions.stream().anyMatch(extension -> extension.matches("\\.?")))) {
      throw new ParameterException(
          spec.commandLine(), "--extensions: expected names as in md,txt, and one is empty");
    }
    if (chosen
        && options.inputs.stream().allMatch(in -> isStandardInput(in) || Files.isRegularFile(in))) {
      throw new ParameterException(
          spec.commandLine(), "--extensions chooses files of folders, and no input is a folder");
    }
  }

  private static boolean isStandardInput(Path input) {
    return input.toString().equals("-");
  }

  /** Tells a reader where ids stand, which may be nowhere. */
  static void setIds(CorpusReader reader, String field) {
    if (field.equals(NO_IDS)) {
      reader.withoutIds();
    } else {
      reader.idField(field);
    }
  }

  /**
   * Opens the inputs.
   *
   * @param excluded files and folders of which nothing is read: what an earlier run left is no
   *     document
   */
  public static CorpusInput open(
      InputOptions options, SkippedInputs skipped, Collection<Path> excluded) {
    CorpusReader reader =
        CorpusReader.of(options.inputs)
            .metadata(options.metadata.toArray(String[]::new))
            .extensions(options.extensions.toArray(String[]::new))
            .exclude(excluded.toArray(Path[]::new))
            .endToken(options.endToken);
    if (options.tokensField != null) {
      reader.tokensField(options.tokensField);
    } else {
      reader.textField(options.textField);
    }
    setIds(reader, options.idField);
    if (options.skipBadDocuments) {
      reader.onBadDocument(skipped::unreadable);
    }
    OpenCorpus corpus = reader.open();
    skipped.follow(corpus);
    return new CorpusInput(options, skipped, corpus);
  }

  /**
   * Reads the inputs once to count the documents, duplicates included: so bad ones are also found
   * before hours of work. Returns −1 if they can be read only once, as standard input.
   *
   * @param excluded see {@link #open}
   */
  public static long count(InputOptions options, Collection<Path> excluded) {
    if (options.inputs.stream().anyMatch(CorpusInput::isStream)) {
      return -1;
    }
    long count = 0;
    try (CorpusInput input = open(options, new SkippedInputs(), excluded);
        Stream<Document> documents = input.corpus.documents()) {
      for (Iterator<Document> each = documents.iterator(); each.hasNext(); each.next()) {
        count++;
      }
    }
    return count;
  }

  private static boolean isStream(Path input) {
    return isStandardInput(input)
        || (Files.exists(input) && !Files.isRegularFile(input) && !Files.isDirectory(input));
  }

  /** Starts a run over the documents, which are read once. */
  public ContextBuilder builder() {
    return builder(UnaryOperator.identity());
  }

  /**
   * Starts a run over the documents, which are read once.
   *
   * @param each gets every document, in order, and returns what is taken in its place
   */
  public ContextBuilder builder(UnaryOperator<Document> each) {
    ContextBuilder builder = ContextBuilder.of(new Counted(each));
    if (options.skipBadDocuments) {
      builder.onBadDocument(bad -> skipped.refused(bad, corpus.location()));
    }
    return builder;
  }

  /** The documents, each of which is counted. */
  private final class Counted implements DocumentParts {
    private final UnaryOperator<Document> each;

    Counted(UnaryOperator<Document> each) {
      this.each = each;
    }

    @Override
    public Iterator<Document> iterator() {
      return corpus.documents().map(this::count).iterator();
    }

    @Override
    public Iterator<Part> parts() {
      Iterator<Part> parts = corpus.parts();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return parts.hasNext();
        }

        @Override
        public Part next() {
          return new CountedPart(parts.next(), Counted.this);
        }
      };
    }

    Document count(Document document) {
      skipped.countDocument();
      return each.apply(document);
    }
  }

  private record CountedPart(Part part, Counted all) implements Part {
    @Override
    public String name() {
      return part.name();
    }

    @Override
    public boolean skip(String state, Iterable<String> ids) {
      if (!part.skip(state, ids)) {
        return false;
      }
      ids.forEach(id -> all.count(new Document(id, "")));
      return true;
    }

    @Override
    public @Nullable String state() {
      return part.state();
    }

    @Override
    public boolean hasNext() {
      return part.hasNext();
    }

    @Override
    public Document next() {
      return all.count(part.next());
    }
  }

  /** Returns how to say that the document that was read last is bad. */
  public CorpusException refused(BadDocumentException bad) {
    return new CorpusException(corpus.location(), bad.reason());
  }

  @Override
  public void close() {
    Failures.lastRead(corpus.location());
    corpus.close();
  }
}
