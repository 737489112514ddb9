package dev.icp.cli;

import dev.icp.cli.compare.CompareCommand;
import dev.icp.cli.embed.EmbedCommand;
import dev.icp.cli.index.IndexCommand;
import dev.icp.cli.inspect.InspectCommand;
import dev.icp.cli.neighbours.NeighboursCommand;
import dev.icp.cli.pack.PackCommand;
import dev.icp.cli.shared.Failures;
import dev.icp.cli.shared.OptionValues;
import dev.icp.cli.shared.Printed;
import dev.icp.cli.verify.VerifyCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Starts the {@code icp} command. */
public final class Main {
  public static final int DONE = 0;
  static final int FAILED = 1;
  static final int BAD_USAGE = 2;

  private Main() {}

  /**
   * Runs the command and ends the JVM with its exit code: 0 done, 1 bad or unreadable data or an
   * output that cannot be written, 2 bad usage.
   */
  public static void main(String[] args) {
    // Libraries log warnings of lines of their own; what matters of them, the summary says.
    if (System.getProperty("java.util.logging.config.file") == null) {
      LogManager.getLogManager().reset();
    }
    // Whatever ends the run is said in one line; what ends a helper's thread has no say.
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> Failures.trace(e, System.err));
    System.exit(run(args, System.out, System.err, Boolean.getBoolean("icp.terminal")));
  }

  /**
   * Runs the command.
   *
   * @param terminal whether {@code err} is one
   * @return the exit code
   */
  static int run(String[] args, PrintStream to, PrintStream errTo, boolean terminal) {
    PrintStream out = new Printed(to);
    PrintStream err = new Printed(errTo);
    CommandLine command =
        new CommandLine(new IcpCommand())
            .addSubcommand(new PackCommand(out, err, terminal))
            .addSubcommand(new IndexCommand(out, err, terminal))
            .addSubcommand(new NeighboursCommand(out, err, terminal))
            .addSubcommand(new EmbedCommand(out, err, terminal))
            .addSubcommand(new VerifyCommand(out, err, terminal))
            .addSubcommand(new InspectCommand(out))
            .addSubcommand(new CompareCommand(out))
            .setOut(new PrintWriter(out, true, out.charset()))
            .setErr(new PrintWriter(err, true, err.charset()))
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
            .registerConverter(Path.class, new OptionValues.NonEmptyPath())
            .setExpandAtFiles(false)
            .setUsageHelpWidth(100)
            .setParameterExceptionHandler(
                (e, arguments) -> {
                  String name = e.getCommandLine().getCommandSpec().qualifiedName();
                  Failures.print(e.getMessage() + " (see " + name + " --help)", err);
                  return BAD_USAGE;
                })
            .setExecutionExceptionHandler(
                (e, line, result) -> {
                  Failures.trace(e, err);
                  Failures.print(Failures.message(e), err);
                  return FAILED;
                });
    try {
      return said(command.execute(args), out, err);
    } catch (OutOfMemoryError e) {
      Failures.trace(e, err);
      Failures.print(Failures.outOfMemory(e, Runtime.getRuntime().maxMemory()), err);
      return FAILED;
    } catch (Error e) {
      Failures.trace(e, err);
      Failures.print(Failures.message(e), err);
      return FAILED;
    }
  }

  /** Returns the exit code, which is not 0 if what was to be said could not be. */
  private static int said(int code, PrintStream out, PrintStream err) {
    if (code == DONE && out.checkError()) {
      Failures.print("done, but standard output cannot be written", err);
      return FAILED;
    }
    return code;
  }
}
