package dev.icp.cli.compare;

import dev.icp.cli.Main;
import dev.icp.cli.shared.RecordedCommand;
import dev.icp.cli.shared.Texts;
import dev.icp.formats.CorpusReader;
import dev.icp.formats.InspectionPage;
import dev.icp.formats.OutputComparer;
import dev.icp.formats.OutputComparison;
import dev.icp.formats.OutputManifest;
import dev.icp.options.TokenizerChoice;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code icp compare}: lays two outputs of one corpus beside each other. */
@Command(
    name = "compare",
    description = "Lays two outputs of one corpus beside each other, here and as a page of HTML.",
    sortOptions = false,
    abbreviateSynopsis = true)
public final class CompareCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin private CompareOptions options = new CompareOptions();

  public CompareCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    OutputComparer comparer = OutputComparer.open(options.a, options.b).ids(options.documents);
    giveTokenizer(comparer);
    giveCorpus(comparer);
    Path file = options.output;
    if (file == null) {
      new ComparisonSummary(out, comparer.compare()).print();
      return Main.DONE;
    }
    try (InspectionPage page = InspectionPage.open(file)) {
      OutputComparison comparison = comparer.compare();
      page.write(comparison);
      page.commit();
      new ComparisonSummary(out, comparison).print();
    }
    out.println();
    out.printf(Locale.ROOT, "%s (%s) written.%n", file, Texts.bytes(Files.size(file)));
    return Main.DONE;
  }

  private void giveTokenizer(OutputComparer comparer) throws IOException {
    String name = options.tokenizer;
    for (OutputManifest manifest : comparer.manifests()) {
      // A manifest may be a stranger's: what it names is not opened unasked.
      Tokenizer tokenizer =
          TokenizerChoice.loadAs(
              name == null ? TokenizerChoice.BYTES : name, manifest.settings().tokenizer());
      if (tokenizer != null) {
        comparer.tokenizer(tokenizer);
        return;
      }
    }
    if (name != null) {
      throw new IOException(name + ": not the tokenizer of " + options.a + ", nor of " + options.b);
    }
  }

  private void giveCorpus(OutputComparer comparer) throws IOException {
    if (options.inputs.isEmpty()) {
      return;
    }
    OutputManifest first = comparer.manifests().getFirst();
    RecordedCommand command = new RecordedCommand(first.command());
    CorpusReader reader = options.corpus.reader(options.inputs, command).onBadDocument(bad -> {});
    comparer.documents(reader::documents);
  }
}
