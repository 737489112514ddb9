package dev.icp.spark;

import dev.icp.formats.ContextWriters;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.ReportWriter;
import dev.icp.settings.CommandWords;
import dev.icp.settings.PackingSettings;
import dev.icp.settings.WrongSettingException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * {@code icp pack} for spark-submit: reads documents, packs them on Spark and writes the contexts.
 * Ends with 0 when done, 1 for bad data or an output that cannot be written, 2 for bad usage.
 */
@Command(
    name = "icp-spark",
    description = "Packs documents into contexts, related ones together, on Apache Spark.",
    sortOptions = false,
    abbreviateSynopsis = true)
public final class Main implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int BAD_USAGE = 2;

  private final PrintStream out;

  @Mixin private SubmitOptions options = new SubmitOptions();
  private CommandSpec spec = CommandSpec.create();

  private Main(PrintStream out) {
    this.out = out;
  }

  @Spec
  void spec(CommandSpec command) {
    spec = command;
    options.settings.addTo(command, PackingSettings.all());
  }

  /** Runs the command and ends the JVM if it failed; Spark ends it otherwise. */
  public static void main(String[] args) {
    int code = run(args, System.out, System.err);
    if (code != DONE) {
      System.exit(code);
    }
  }

  /** Runs the command; returns the exit code. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    return new CommandLine(new Main(out))
        .setOut(new PrintWriter(out, true, out.charset()))
        .setErr(new PrintWriter(err, true, err.charset()))
        .setExpandAtFiles(false)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(
            (e, arguments) -> {
              err.println("icp-spark: " + badUsage(e) + " (see --help)");
              return BAD_USAGE;
            })
        .setExecutionExceptionHandler(
            (e, line, result) -> {
              if (System.getenv("ICP_STACKTRACE") != null) {
                e.printStackTrace(err);
              }
              err.println("icp-spark: " + message(e));
              return FAILED;
            })
        .execute(args);
  }

  private static String badUsage(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched
        && unmatched.getUnmatched().get(0).startsWith("-")) {
      return unmatched.getUnmatched().get(0) + ": there is no such option on Spark";
    }
    return oneLine(e.getMessage());
  }

  /** Of a failed task, what failed in it is worth saying, not which task it was. */
  private static String message(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getClass().getName().startsWith("org.apache.spark.")) {
      cause = cause.getCause();
    }
    return oneLine(cause.getMessage() == null ? cause.toString() : cause.getMessage());
  }

  private static String oneLine(@Nullable String message) {
    return String.valueOf(message).strip().lines().findFirst().orElse("");
  }

  @Override
  public Integer call() throws IOException {
    SparkSession session = SparkSession.builder().appName("icp").getOrCreate();
    List<SparkReport> reports = new ArrayList<>();
    try (SparkContexts packing = packing(read(session)).onReport(reports::add)) {
      requireNew(session);
      Dataset<Row> contexts = packing.pack(packing.settings().get(PackingSettings.CONTEXT_LENGTH));
      write(contexts, packing.dropped());
    }
    SparkReport report = reports.get(0);
    if (options.report != null) {
      try (ReportWriter writer = ReportWriter.open(options.report)) {
        writer.write(report);
        writer.commit();
      }
    }
    out.println(
        report.input().documents()
            + " documents, "
            + report.contexts().count()
            + " contexts of "
            + report.settings().contextLength()
            + " tokens, in "
            + options.output);
    return DONE;
  }

  /** Finds out before anything is packed, not after. */
  private void requireNew(SparkSession session) throws IOException {
    if (options.files() != null) {
      ContextFiles.requireNew(Path.of(options.output));
      return;
    }
    org.apache.hadoop.fs.Path output = new org.apache.hadoop.fs.Path(options.output);
    if (output.getFileSystem(session.sparkContext().hadoopConfiguration()).exists(output)) {
      throw new IOException(options.output + ": exists already");
    }
  }

  private Dataset<Row> read(SparkSession session) {
    String first = options.inputs.get(0).toLowerCase(Locale.ROOT);
    boolean json = first.matches(".*\\.(jsonl|ndjson|json)(\\.gz|\\.zst)?");
    return session
        .read()
        .format(json ? "json" : "parquet")
        .load(options.inputs.toArray(String[]::new));
  }

  /** What Spark and the setters refuse before anything runs is bad usage. */
  private SparkContexts packing(Dataset<Row> documents) {
    try {
      SparkContexts packing = SparkContexts.of(documents);
      options.apply(packing);
      return packing;
    } catch (WrongSettingException e) {
      throw new ParameterException(spec.commandLine(), CommandWords.wrong(e), e);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void write(Dataset<Row> contexts, Dataset<Row> dropped) throws IOException {
    OutputFormat files = options.files();
    boolean drops = options.packing().get(PackingSettings.NEAR_DUPLICATES).drops();
    if (files != null) {
      if (drops) {
        ContextFiles.writeDropped(dropped, Path.of(options.output));
      }
      ContextFiles.write(contexts, Path.of(options.output), writers(files), options.packing().get(PackingSettings.BEGIN));
      return;
    }
    Dataset<Row> wanted = options.noTokens ? contexts.drop("tokens") : contexts;
    wanted.write().format(options.format).save(options.output);
    if (drops) {
      // What begins with an underscore is no part of the contexts to whoever reads the folder.
      dropped
          .select("id", "keptId", "cosine")
          .coalesce(1)
          .write()
          .json(options.output + "/_dropped");
    }
  }

  /** What is sent to executors holds nothing but names and numbers. */
  private ContextFiles.WriterFactory writers(OutputFormat format) {
    boolean tokens = !options.noTokens;
    boolean mask = options.documentMask;
    int bytes = options.tokenBytes;
    return folder ->
        ContextWriters.of(
            format,
            folder,
            OutputOptions.defaults().withTokens(tokens).documentMask(mask).tokenBytes(bytes));
  }
}
