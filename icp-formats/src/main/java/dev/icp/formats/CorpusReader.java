package dev.icp.formats;

import dev.icp.Document;
import dev.icp.formats.internal.corpus.Fields;
import dev.icp.formats.internal.corpus.Globs;
import dev.icp.formats.internal.corpus.InputFile;
import dev.icp.formats.internal.corpus.InputFiles;
import dev.icp.formats.internal.corpus.InputTally;
import dev.icp.formats.internal.corpus.LinePart;
import dev.icp.formats.internal.corpus.RealPaths;
import dev.icp.formats.internal.corpus.Sources;
import dev.icp.formats.internal.corpus.TokenFiles;
import dev.icp.formats.spi.DocumentSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents from JSON, Parquet, text files and folders of them, in the order in which the
 * inputs are given. What a file is, its content says, whatever its name; plain, or compressed with
 * gzip, Zstandard, bzip2, xz or LZ4, of several members or frames.
 *
 * <ul>
 *   <li><b>JSON Lines</b>: one object a line, with the text in the field {@code text} and the id in
 *       the field {@code id}, a string or a number. Where the object has no id, or null, the
 *       document is called by its place: {@code corpus.jsonl:17}. Blank lines are passed over, and
 *       so are byte order marks at the beginning of lines.
 *   <li><b>JSON arrays</b> of such objects, and such objects over several lines. Without an id a
 *       document is called by its number: {@code corpus.json:17}.
 *   <li><b>Parquet</b> (needs icp-parquet on the class path): a document a row, with the text in
 *       the column {@code text}, strings, and the id in the column {@code id}, strings, integers,
 *       decimals, dates, times or UUIDs. Without an id the document is called by its row: {@code
 *       corpus.parquet:17}. One row group, compressed, is in memory at a time.
 *   <li><b>Tokens of Megatron-LM</b>, {@code .idx} with {@code .bin} beside it, given by either or
 *       by what both names begin with; documents are as of {@link Document#ofTokens} and called by
 *       file and number: {@code corpus.idx:17}. <b>Tokens of NumPy</b>: whole numbers in {@code
 *       .npy}, a document a row, or in one row with {@code corpus.offsets.npy} beside, or without a
 *       header with {@code corpus.csv.gz} beside it, as Dolma has them. In folders both are left
 *       out unless other documents are tokens, too: because a file of tokens was given itself, or
 *       by {@link #tokensField}.
 *   <li><b>{@code -}</b> is standard input. It and other streams hold JSON.
 *   <li><b>Patterns</b> ({@code data/*.jsonl.gz}, {@code **} for any folders) are all that match,
 *       ordered by path, where nothing has the pattern itself for its name.
 *   <li><b>Any other file</b> is one document; its id is its path. So is JSON without a text in it,
 *       unless it looks like a corpus: lines that are objects, or, for files given themselves,
 *       arrays of objects are refused.
 *   <li><b>Folders</b> are walked down, ordered by path. Hidden files and folders are left out,
 *       what Spark and Hadoop write beside data, links to folders, and what is not UTF-8 text;
 *       {@link #onSkippedFile} hears of them, and {@link OpenCorpus#files} counts them.
 * </ul>
 *
 * <p>In ids, files are called what they were called when they were given, or, below a folder, that
 * folder's name and the path within it, always with {@code /}: reading {@code docs} gives {@code
 * docs/guide/a.md}. Text has to be well-formed UTF-8; a byte order mark at its start does not
 * belong to it.
 *
 * <p>Not thread-safe. {@link #open} and {@link #documents} take a snapshot of the settings and can
 * be called again and again.
 *
 * <pre>{@code
 * try (Stream<Document> documents = CorpusReader.of(Path.of("corpus.jsonl.gz")).documents()) { … }
 * }</pre>
 */
public final class CorpusReader {
  private final List<Path> inputs;
  private String textField = "text";
  private boolean tokenized;
  private int endToken = -1;
  private @Nullable String idField = "id";
  private List<String> metadata = List.of();
  private List<String> extensions = List.of();
  private List<Path> excluded = List.of();
  private Consumer<? super CorpusException> onBadDocument =
      bad -> {
        throw bad;
      };
  private Consumer<? super CorpusException> onSkippedFile = skipped -> {};

  private CorpusReader(List<Path> inputs) {
    this.inputs = inputs;
  }

  /**
   * Starts from files, folders, patterns and standard input.
   *
   * @throws IllegalArgumentException if there are none, or standard input stands there twice
   */
  public static CorpusReader of(List<Path> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("inputs: none");
    }
    if (inputs.stream().filter(InputFile::isStandardInput).count() > 1) {
      throw new IllegalArgumentException("inputs: - (standard input) more than once");
    }
    return new CorpusReader(List.copyOf(inputs));
  }

  /**
   * Starts from files, folders, patterns and standard input.
   *
   * @throws IllegalArgumentException if there are none, or standard input stands there twice
   */
  public static CorpusReader of(Path... inputs) {
    return of(List.of(inputs));
  }

  /**
   * Names the field, or the column of Parquet, that holds the text; default {@code text}. A dot
   * leads into an object or a struct, as in {@code data.text}, where nothing is called by the whole
   * name.
   */
  public CorpusReader textField(String name) {
    textField = Objects.requireNonNull(name, "name");
    tokenized = false;
    return this;
  }

  /**
   * Names the field, or the column of Parquet, that holds tokens instead of a text: an array, or a
   * list of integers, of ids. Replaces {@link #textField}; what is no JSON and no Parquet is
   * refused then. The documents are as of {@link Document#ofTokens}.
   */
  public CorpusReader tokensField(String name) {
    textField = Objects.requireNonNull(name, "name");
    tokenized = true;
    return this;
  }

  /**
   * Takes a token off the end of documents that have tokens instead of a text, once, where they end
   * with it: packing writes its separator after each document, also after those that bring one
   * along. {@link OpenCorpus#endTokens} counts them. Default: documents stay as they are.
   *
   * @param token 0 or more; −1 for none
   */
  public CorpusReader endToken(int token) {
    if (token < -1) {
      throw new IllegalArgumentException("endToken: " + token + ", expected -1 or more");
    }
    endToken = token;
    return this;
  }

  /**
   * Returns whether documents are tokens instead of texts: {@link #tokensField} said so, or one of
   * the files that were given holds tokens.
   *
   * @throws CorpusException if an input does not exist, or nothing matches a pattern
   */
  public boolean holdsTokens() {
    return tokenized || TokenFiles.areAmong(found());
  }

  /**
   * Names the field, or the column of Parquet, that holds the id; default {@code id}. Dots are as
   * in {@link #textField}.
   */
  public CorpusReader idField(String name) {
    idField = Objects.requireNonNull(name, "name");
    return this;
  }

  /** Takes no ids from fields or columns: all documents are called by their places. */
  public CorpusReader withoutIds() {
    idField = null;
    return this;
  }

  /**
   * Takes fields, or columns of Parquet, as {@linkplain Document#metadata metadata} of the
   * documents: strings and numbers, booleans as {@code true} and {@code false}; in Parquet dates,
   * times and UUIDs as strings. What is null or missing is unknown. Dots are as in {@link
   * #textField}. Default: none.
   *
   * @throws IllegalArgumentException if one is empty, or the same twice
   */
  public CorpusReader metadata(String... names) {
    if (List.of(names).contains("") || new HashSet<>(List.of(names)).size() < names.length) {
      throw new IllegalArgumentException("metadata: " + List.of(names));
    }
    metadata = List.of(names);
    return this;
  }

  /**
   * Takes only files with one of these extensions from folders; default: all files. Files that are
   * given themselves are always taken.
   *
   * @param extensions with or without the dot, in upper or lower case; none means all files
   * @throws IllegalArgumentException if one is empty
   */
  public CorpusReader extensions(String... extensions) {
    List<String> plain = new ArrayList<>();
    for (String extension : extensions) {
      plain.add(extension.startsWith(".") ? extension.substring(1) : extension);
    }
    if (plain.contains("")) {
      throw new IllegalArgumentException("extensions: one is empty");
    }
    this.extensions = List.copyOf(plain);
    return this;
  }

  /**
   * Leaves files and folders out, by whatever links they are reached, when a folder around them is
   * walked or a pattern matches them; default: none.
   */
  public CorpusReader exclude(Path... paths) {
    excluded = List.of(paths);
    return this;
  }

  /**
   * Says what to do about a bad document: a line that is not a JSON object with a text, a text that
   * is not UTF-8, a lone surrogate. When the handler returns, reading goes on behind it. Default:
   * the exception is thrown. A file that cannot be read to its end always ends the reading.
   *
   * @param handler called in the thread that reads, before the next document comes
   */
  public CorpusReader onBadDocument(Consumer<? super CorpusException> handler) {
    onBadDocument = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /**
   * Says who hears of files and folders within folders that are left out: hidden ones, those of
   * other extensions, those that are not UTF-8 text, and all others but the excluded ones. Default:
   * nobody; {@link OpenCorpus#files} counts and lists them in any case.
   *
   * @param handler called in the thread that reads
   */
  public CorpusReader onSkippedFile(Consumer<? super CorpusException> handler) {
    onSkippedFile = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /**
   * Begins to read.
   *
   * @throws CorpusException if an input does not exist, or nothing matches a pattern
   * @throws IllegalStateException if text and id have the same field
   */
  public OpenCorpus open() {
    List<Path> found = found();
    Fields fields = fields(found);
    InputTally tally = new InputTally();
    Consumer<? super CorpusException> listener = onSkippedFile;
    Consumer<CorpusException> tellSkipped =
        skipped -> {
          tally.leftOut(skipped);
          listener.accept(skipped);
        };
    return new OpenCorpus(
        inputs.stream().map(InputFiles::nameOf).collect(Collectors.joining(", ")),
        files(found, fields, tellSkipped),
        new Sources(fields),
        endToken,
        onBadDocument,
        tally,
        tellSkipped);
  }

  /**
   * Divides the corpus into parts that can be read each by itself, in its order: files, and of
   * plain JSON Lines some lines each.
   *
   * @param bytes about how many a part has, at least
   * @throws CorpusException if an input does not exist or cannot be read, or nothing matches a
   *     pattern
   * @throws IllegalArgumentException if standard input is among the inputs, or documents are tokens
   */
  public List<CorpusPart> parts(long bytes) {
    if (inputs.stream().anyMatch(InputFile::isStandardInput)) {
      throw new IllegalArgumentException("inputs: - (standard input) is one and is read once");
    }
    List<Path> found = found();
    Fields fields = fields(found);
    if (fields.tokenized()) {
      throw new IllegalArgumentException("inputs: tokens, which are not divided into parts");
    }
    return new CorpusDivision(new Sources(fields), bytes).of(files(found, fields, onSkippedFile));
  }

  /**
   * Opens a part. Files that a whole corpus leaves out of folders, as they are no text, give an
   * exception here.
   *
   * @param file the part's file, as a path of this process
   * @param linesBefore how many lines of the file stand before it; 0 for a whole file
   * @throws CorpusException if it cannot hold documents
   * @throws IOException if it cannot be read
   */
  public DocumentSource open(CorpusPart part, Path file, long linesBefore) throws IOException {
    Sources sources = new Sources(fields(List.of()));
    return part.isWhole()
        ? sources.open(new InputFile(file, part.name(), part.given())).source()
        : sources.lines(part.name(), new LinePart(file, part.from(), part.to()), linesBefore);
  }

  /**
   * Counts the lines of a part of a file.
   *
   * @param file the part's file, as a path of this process
   */
  public static long countLines(CorpusPart part, Path file) throws IOException {
    return CorpusDivision.countLines(part, file);
  }

  private Fields fields(List<Path> found) {
    if (textField.equals(idField)) {
      throw new IllegalStateException("textField and idField are both \"" + textField + "\"");
    }
    return new Fields(textField, idField, metadata, tokenized || TokenFiles.areAmong(found));
  }

  private List<Path> found() {
    RealPaths left = new RealPaths(excluded);
    List<Path> found = new ArrayList<>();
    for (Path input : inputs) {
      if (InputFile.isStandardInput(input)) {
        found.add(input);
      } else if (Globs.isPattern(input)) {
        Globs.expand(input).stream().filter(each -> !left.leadsInto(each)).forEach(found::add);
      } else if (TokenFiles.exists(input)) {
        found.add(input);
      } else {
        throw new CorpusException(InputFiles.nameOf(input), "no such file or folder");
      }
    }
    return TokenFiles.read(found);
  }

  private InputFiles files(
      List<Path> found, Fields fields, Consumer<? super CorpusException> tellSkipped) {
    return new InputFiles(
        found, extensions, fields.tokenized(), new RealPaths(excluded), tellSkipped);
  }

  /**
   * Returns {@link #open() open()}.{@link OpenCorpus#documents() documents()}: a one-shot stream
   * that should be closed.
   *
   * @throws CorpusException if an input does not exist, or nothing matches a pattern
   * @throws IllegalStateException if text and id have the same field
   */
  public Stream<Document> documents() {
    return open().documents();
  }
}
