package dev.icp.cli.inspect;

import dev.icp.Document;
import dev.icp.cli.Main;
import dev.icp.cli.shared.RecordedCommand;
import dev.icp.cli.shared.Texts;
import dev.icp.formats.CorpusReader;
import dev.icp.formats.InspectionPage;
import dev.icp.formats.OutputInspection;
import dev.icp.formats.OutputInspector;
import dev.icp.options.TokenizerChoice;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code icp inspect}: shows what an output holds. */
@Command(
    name = "inspect",
    description = "Shows what an output holds, in short here and at length in a page of HTML.",
    sortOptions = false,
    abbreviateSynopsis = true)
public final class InspectCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin private InspectOptions options = new InspectOptions();

  private @Nullable String lacking;

  public InspectCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    OutputInspector inspector =
        OutputInspector.open(options.folder).samples(options.contexts).known(options.documents);
    RecordedCommand command = new RecordedCommand(inspector.manifest().command());
    Path file = options.output == null ? options.folder.resolve("report.html") : options.output;
    Tokenizer tokenizer = tokenizer(inspector, command);
    if (tokenizer != null) {
      inspector.tokenizer(tokenizer);
    }
    OutputInspection inspection;
    try (InspectionPage page = InspectionPage.open(file)) {
      inspection = inspect(inspector, command);
      page.write(inspection);
      page.commit();
    }
    InspectionSummary summary = new InspectionSummary(out, inspection, options.folder);
    summary.print();
    summary.printLacking(command.inputs(), options.inputs);
    if (lacking != null) {
      out.println();
      out.println("To read the tokens as text, name their tokenizer: --tokenizer " + lacking);
    }
    out.println();
    out.printf(
        Locale.ROOT,
        "%s (%s) written in %s.%n",
        file,
        Texts.bytes(Files.size(file)),
        Texts.seconds((System.nanoTime() - start) / 1e9));
    return Main.DONE;
  }

  private OutputInspection inspect(OutputInspector inspector, RecordedCommand command)
      throws IOException {
    if (options.inputs.isEmpty()) {
      return inspector.inspect();
    }
    CorpusReader reader = options.corpus.reader(options.inputs, command).onBadDocument(bad -> {});
    try (Stream<Document> documents = reader.documents()) {
      return inspector.documents(documents).inspect();
    }
  }

  /** Returns the one that made the tokens; null where the output's own is not to be had. */
  private @Nullable Tokenizer tokenizer(OutputInspector inspector, RecordedCommand command)
      throws IOException {
    String wanted = inspector.manifest().settings().tokenizer();
    if (options.tokenizer != null) {
      Tokenizer given = TokenizerChoice.loadAs(options.tokenizer, wanted);
      if (given == null) {
        throw new IOException(
            options.tokenizer + ": not the tokenizer of " + options.folder + " (" + wanted + ")");
      }
      return given;
    }
    // A manifest may be a stranger's: what it names is not opened unasked.
    Tokenizer bytes = TokenizerChoice.loadAs(TokenizerChoice.BYTES, wanted);
    if (bytes != null) {
      return bytes;
    }
    lacking = command.tokenizer();
    return null;
  }
}
