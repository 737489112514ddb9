package dev.icp.cli;

import dev.icp.BadDocumentException;
import dev.icp.ContextBuilder;
import dev.icp.Embedders;
import dev.icp.NeighbourIndexes;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.PackingReport;
import dev.icp.formats.ContextWriters;
import dev.icp.formats.CorpusException;
import dev.icp.formats.CorpusReader;
import dev.icp.formats.DroppedWriter;
import dev.icp.formats.JsonLinesOption;
import dev.icp.formats.OpenCorpus;
import dev.icp.formats.ReportWriter;
import dev.icp.spi.ContextWriter;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code icp pack}: reads documents and writes contexts. All output files get their names when
 * everything else is done; a run that fails leaves those of an earlier one as they were.
 */
@Command(
    name = "pack",
    description = "Packs documents into contexts, related ones together.",
    sortOptions = false,
    abbreviateSynopsis = true)
final class PackCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final SkippedInputs skipped = new SkippedInputs();

  @Mixin private PackOptions options = new PackOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  PackCommand(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    if (options.textField.equals(options.idField)) {
      throw new ParameterException(
          spec.commandLine(), "--text-field and --id-field are both '" + options.idField + "'");
    }
    Path contextsFile = options.output.resolve("contexts.jsonl");
    Path reportFile = options.output.resolve("report.json");
    Path droppedFile = options.output.resolve("dropped.jsonl");
    Path workDir = options.workDir == null ? options.output : options.workDir;
    Tokenizer tokenizer = TokenizerChoice.load(options.tokenizer);
    if (options.separator == null && tokenizer.separator().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--tokenizer " + options.tokenizer + " names no end-of-text token: give --separator ID");
    }
    SampleContexts samples;
    PackingReport report;
    try (OpenCorpus corpus = reader(workDir).open();
        ContextWriter writer = ContextWriters.jsonLines(contextsFile, writerOptions());
        ReportWriter reportWriter = ReportWriter.open(reportFile);
        @Nullable DroppedWriter droppedWriter =
            options.nearDuplicates.drops() ? DroppedWriter.open(droppedFile) : null) {
      makeFolder(workDir);
      try (ProgressDisplay progress = ProgressDisplay.on(err, terminal);
          PackedContexts contexts =
              builder(corpus)
                  .tokenizer(tokenizer)
                  .workDirectory(workDir)
                  .progress(progress)
                  .pack(options.contextLength)) {
        samples = new SampleContexts(contexts.size());
        for (PackedContext context : contexts) {
          writer.write(context);
          samples.offer(context);
        }
        if (droppedWriter != null) {
          droppedWriter.write(contexts.dropped());
        }
        report = skipped.addTo(contexts.report());
      }
      reportWriter.write(report);
      writer.commit();
      reportWriter.commit();
      if (droppedWriter != null) {
        droppedWriter.commit();
      } else {
        Files.deleteIfExists(droppedFile);
      }
    }
    new Summary(out, report)
        .print(
            samples,
            skipped,
            contextsFile,
            reportFile,
            droppedFile,
            (System.nanoTime() - start) / 1e9);
    return Main.DONE;
  }

  private static void makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(folder + ": cannot be made: there is a file of this name", e);
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      throw new IOException(folder + ": cannot be made: " + reason, e);
    }
  }

  private CorpusReader reader(Path workDir) {
    CorpusReader reader =
        CorpusReader.of(options.inputs)
            .textField(options.textField)
            .idField(options.idField)
            .extensions(options.extensions.toArray(String[]::new))
            // The contexts of an earlier run are no documents.
            .exclude(options.output, workDir)
            .onSkippedFile(skipped::file);
    if (options.skipBadDocuments) {
      reader.onBadDocument(skipped::unreadable);
    }
    return reader;
  }

  private JsonLinesOption[] writerOptions() {
    return options.noTokens
        ? new JsonLinesOption[] {JsonLinesOption.NO_TOKENS}
        : new JsonLinesOption[0];
  }

  private ContextBuilder builder(OpenCorpus corpus) {
    ContextBuilder builder =
        ContextBuilder.of(corpus.documents().peek(document -> skipped.countDocument()))
            .neighbours(Embedders.lexical(), NeighbourIndexes.invertedIndex(), options.neighbours)
            .nearDuplicates(options.nearDuplicates)
            .orderer(options.order)
            .tail(options.tail)
            .seed(options.seed)
            .threads(options.threads)
            .onBadDocument(bad -> refuse(bad, corpus.location()));
    if (options.separator != null) {
      builder.separator(options.separator);
    }
    if (options.keepPathOrder) {
      builder.keepPathOrder();
    }
    return builder;
  }

  private void refuse(BadDocumentException bad, String location) {
    if (!options.skipBadDocuments) {
      throw new CorpusException(location, bad.reason());
    }
    skipped.refused(bad, location);
  }
}
