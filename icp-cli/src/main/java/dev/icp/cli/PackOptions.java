package dev.icp.cli;

import dev.icp.ContextOrderers;
import dev.icp.NearDuplicates;
import dev.icp.Tail;
import dev.icp.cli.OptionValues.ContextLength;
import dev.icp.cli.OptionValues.HeapSize;
import dev.icp.cli.OptionValues.NearDuplicatePolicy;
import dev.icp.cli.OptionValues.Order;
import dev.icp.cli.OptionValues.PositiveNumber;
import dev.icp.cli.OptionValues.TailPolicy;
import dev.icp.cli.OptionValues.TokenId;
import dev.icp.spi.ContextOrderer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code icp pack} takes. */
final class PackOptions {
  @Parameters(
      paramLabel = "INPUT",
      arity = "1..*",
      description = {
        "JSON Lines (.jsonl, .ndjson, also .gz and .zst), text files, and folders of them. In a"
            + " folder every file that is not JSON Lines is one document; hidden files and what is"
            + " not UTF-8 text are left out."
      })
  List<Path> inputs = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "Gets contexts.jsonl and report.json; made if absent.")
  Path output = Path.of("");

  @Option(
      names = "--context-length",
      paramLabel = "TOKENS",
      defaultValue = "8192",
      converter = ContextLength.class,
      description =
          "Tokens in a context. Default: ${DEFAULT-VALUE}, which are bytes with --tokenizer bytes.")
  int contextLength;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      defaultValue = "cohesive",
      converter = Order.class,
      description =
          "cohesive (contexts on one topic), paper (the paper's greedy path through related"
              + " documents), input or random. Default: ${DEFAULT-VALUE}.")
  ContextOrderer order = ContextOrderers.cohesive();

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
          "keep, or drop:COSINE to leave out documents whose cosine with an earlier one is at"
              + " least this, as in drop:0.95. Default: ${DEFAULT-VALUE}.")
  NearDuplicates nearDuplicates = NearDuplicates.keep();

  @Option(
      names = "--separator",
      paramLabel = "ID",
      converter = TokenId.class,
      description = "Token written after each document. Default: the tokenizer's own.")
  @Nullable Integer separator;

  @Option(
      names = "--tail",
      paramLabel = "TAIL",
      defaultValue = "short",
      converter = TailPolicy.class,
      description =
          "What becomes of the last context: short, pad (with the separator) or drop. Default:"
              + " ${DEFAULT-VALUE}.")
  Tail tail = Tail.SHORT;

  @Option(
      names = "--keep-path-order",
      description =
          "Writes contexts along the path, related ones one after the other. Default: shuffled.")
  boolean keepPathOrder;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of everything random. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--tokenizer",
      paramLabel = "bytes|PATH",
      defaultValue = "bytes",
      description =
          "bytes (each byte of the UTF-8 is a token), or a Hugging Face tokenizer.json or the"
              + " folder it is in. Default: ${DEFAULT-VALUE}.")
  String tokenizer = "bytes";

  @Option(
      names = "--text-field",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "Field of JSON Lines with the text. Default: ${DEFAULT-VALUE}.")
  String textField = "text";

  @Option(
      names = "--id-field",
      paramLabel = "NAME",
      defaultValue = "id",
      description =
          "Field of JSON Lines with the id, a string or a number; documents without are called by"
              + " file and line. Default: ${DEFAULT-VALUE}.")
  String idField = "id";

  @Option(
      names = "--extensions",
      paramLabel = "EXT",
      split = ",",
      description = "Takes only these files from folders, as in md,txt. Default: all.")
  List<String> extensions = List.of();

  @Option(
      names = "--skip-bad-documents",
      description =
          "Leaves bad documents out, and counts and lists them in the report. Default: the first"
              + " one ends the run.")
  boolean skipBadDocuments;

  @Option(names = "--no-tokens", description = "Writes which document stands where, no tokens.")
  boolean noTokens;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = PositiveNumber.class,
      description = "Does not change the contexts. Default: one for each processor.")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      converter = HeapSize.class,
      description =
          "Memory for the Java heap, as in 2g or 900m; read by the script that starts icp. Default:"
              + " half of the machine's.")
  @Nullable String heap;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description =
          "Gets temporary files when the corpus is larger than memory; made if absent. Default: the"
              + " output folder.")
  @Nullable Path workDir;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;
}
