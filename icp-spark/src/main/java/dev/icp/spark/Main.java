package dev.icp.spark;

import dev.icp.formats.IfExists;
import dev.icp.formats.ReportReader;
import dev.icp.formats.ReportWriter;
import dev.icp.options.GivenCommand;
import dev.icp.options.TokenizerChoice;
import dev.icp.settings.CommandWords;
import dev.icp.settings.PackingSettings;
import dev.icp.settings.WrongSettingException;
import dev.icp.spark.internal.base.Locations;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
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

  /** Spark's setting, which it goes by almost from its first line on. */
  private static final String LOG_LEVEL = "spark.log.level";

  private final PrintStream out;
  private final PrintStream err;

  @Mixin private SubmitOptions options = new SubmitOptions();
  private CommandSpec spec = CommandSpec.create();

  private Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
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
    return new CommandLine(new Main(out, err))
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
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
    SubmitOptions.Asked asked = asked();
    SparkSession session = session();
    SparkReport report;
    // The documents last: to find them may be work.
    try (@Nullable ReportWriter copy =
            options.report == null ? null : copy(session, options.report);
        SparkOutput output = open(session);
        SparkContexts packing = packing(session, asked)) {
      packing.onProgress(err::println);
      output.onProgress(err::println);
      if (options.format.trainer() != null) {
        output.training(options.format.trainer());
      }
      Dataset<Row> contexts = packing.pack(packing.settings().get(PackingSettings.CONTEXT_LENGTH));
      if (packing.settings().get(PackingSettings.NEAR_DUPLICATES).drops()) {
        output.dropped(packing.dropped());
      }
      report = output.write(contexts, packing.report());
      if (copy != null) {
        copy.write(report);
        copy.commit();
      }
      if (!options.keepWork) {
        packing.deleteWork();
      }
    }
    if (!report.run().resumed().isEmpty()) {
      out.println(
          "Went on after an earlier run, of which this was complete: "
              + String.join(", ", report.run().resumed())
              + ".");
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

  private SparkSession session() {
    SparkSession.Builder builder = SparkSession.builder().appName("icp");
    if (!options.verbose) {
      if (!new SparkConf().contains(LOG_LEVEL)) {
        builder.config(LOG_LEVEL, "ERROR");
      }
      builder.config("spark.ui.showConsoleProgress", false);
    }
    return builder.getOrCreate();
  }

  /** Finds out before anything is packed whether the output can be written. */
  private SparkOutput open(SparkSession session) throws IOException {
    Locations locations = new Locations(session);
    List<Path> inputs = new ArrayList<>();
    for (String input : options.inputs) {
      inputs.add(locations.path(input));
    }
    return SparkOutput.open(
        session,
        options.output,
        options.format.formats(),
        options.format.options(options.tokenizer),
        GivenCommand.origin(spec, inputs, TokenizerChoice.path(options.tokenizer)),
        options.format.overwrite());
  }

  /** Begins the report beside the output; an older one is replaced. */
  private static ReportWriter copy(SparkSession session, String location) throws IOException {
    Path file = new Locations(session).path(location);
    boolean older = false;
    try {
      ReportReader.read(file);
      older = true;
    } catch (IOException e) {
      // Whatever is there is not one, and stays.
    }
    return ReportWriter.open(file, older ? IfExists.REPLACE : IfExists.REFUSE);
  }

  /** What does not go together is bad usage, and said before Spark starts. */
  private SubmitOptions.Asked asked() {
    try {
      return options.require();
    } catch (WrongSettingException e) {
      throw new ParameterException(spec.commandLine(), CommandWords.wrong(e), e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** And so is what Spark and the setters refuse before anything runs. */
  private SparkContexts packing(SparkSession session, SubmitOptions.Asked asked)
      throws IOException {
    try {
      SparkContexts packing =
          options.readsColumns()
              ? SparkContexts.of(options.rows.rows(session, options.inputs))
                  .columns(options.id, options.text)
              : SparkContexts.of(
                  SparkCorpus.of(
                      session,
                      options.inputs,
                      options.text,
                      options.id.equals("none") ? null : options.id));
      packing
          .settings(asked.settings())
          .metadata(options.metadata.stream().distinct().toArray(String[]::new))
          .tokenizer(asked.tokenizer())
          .documentsPerJoin(options.documentsPerJoin)
          .documentsPerGroup(options.documentsPerGroup);
      if (options.orderBy != null) {
        packing.orderedBy(options.orderBy);
      }
      if (options.vectors != null) {
        packing.vectors(options.vectors);
      }
      if (options.workDir != null) {
        packing.workDirectory(options.workDir);
      }
      if (options.skipBadDocuments) {
        packing.skipBadDocuments();
      }
      return packing;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
