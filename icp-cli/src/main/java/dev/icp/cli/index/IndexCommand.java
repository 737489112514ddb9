package dev.icp.cli.index;

import dev.icp.ContextBuilder;
import dev.icp.CorpusIndex;
import dev.icp.cli.Main;
import dev.icp.cli.shared.CorpusInput;
import dev.icp.cli.shared.IndexFolder;
import dev.icp.cli.shared.ProgressDisplay;
import dev.icp.cli.shared.RelatedCorpus;
import dev.icp.cli.shared.SkippedInputs;
import dev.icp.cli.shared.Texts;
import dev.icp.cli.shared.WorkFolder;
import dev.icp.formats.OutputOrigin;
import dev.icp.formats.ReportedFiles;
import dev.icp.internal.base.Folders;
import dev.icp.internal.base.NativeFolders;
import dev.icp.options.GivenCommand;
import dev.icp.options.TokenizerChoice;
import dev.icp.options.WrittenSpecialTokens;
import dev.icp.settings.PackingSettings;
import dev.icp.settings.Setting;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code icp index}: does once what packing needs each time. */
@Command(
    name = "index",
    description = {
      "Reads documents, makes their tokens and vectors, and finds their neighbours, for icp pack"
          + " --from.",
      "",
      "What it has done stays in the output folder: after a run that was stopped, the same command"
          + " goes on where it was."
    },
    sortOptions = false,
    abbreviateSynopsis = true)
public final class IndexCommand implements Callable<Integer> {
  /** One in so many documents may be new before words had better be weighed anew. */
  private static final int SHARE_TO_WEIGH_ANEW = 5;

  private static final List<Setting<?>> SETTINGS =
      List.of(
          PackingSettings.NEIGHBOURS,
          PackingSettings.RECALL,
          PackingSettings.DUPLICATE_IDS,
          PackingSettings.GROUP_BY);

  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final SkippedInputs skipped = new SkippedInputs();
  private final List<String> notes = new ArrayList<>();

  @Mixin private IndexOptions options = new IndexOptions();
  private CommandSpec spec = CommandSpec.create();

  public IndexCommand(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Spec
  void spec(CommandSpec command) {
    spec = command;
    options.settings.addTo(command, SETTINGS);
  }

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    CorpusInput.require(options.corpus.input, spec);
    String problem = options.corpus.wrong();
    if (problem != null) {
      throw new ParameterException(spec.commandLine(), problem);
    }
    PackingSettings settings = options.settings.settings();
    if (options.corpus.specialTokens == WrittenSpecialTokens.REFUSE) {
      settings = settings.refuseSpecialTokens();
    }
    CorpusIndex earlier = options.update == null ? null : CorpusIndex.open(options.update);
    if (earlier != null) {
      if (Folders.isWithin(options.output, earlier.folder())) {
        throw new IOException(
            options.output
                + ": --output has to be another folder than --update, which stays as it is, and"
                + " not within it");
      }
      // What stands in the report for them is meant, also where it was not given.
      settings = given(given(settings, PackingSettings.NEIGHBOURS), PackingSettings.RECALL);
      settings = given(given(settings, PackingSettings.DUPLICATE_IDS), PackingSettings.GROUP_BY);
    }
    options.corpus.takeMetadata(settings);
    Path workDir = options.run.workDir == null ? options.output : options.run.workDir;
    NativeFolders.offer(workDir);
    Tokenizer tokenizer = options.corpus.loadTokenizer();
    options.corpus.takeEndToken(tokenizer, tokenizer.separator().orElse(-1));
    tokenizer.remarks().forEach(remark -> err.println("icp: " + remark));
    Path report = options.output.resolve(IndexFolder.REPORT);
    IndexReport made;
    try (ReportedFiles files = ReportedFiles.open(report, List.of(), origin(), options.overwrite)) {
      WorkFolder.make(workDir);
      List<Path> own = new ArrayList<>(WorkFolder.own(workDir));
      own.add(options.output);
      made = report(index(settings, tokenizer, workDir, own, earlier), start);
      files.commit(made);
    }
    print(made, report);
    notes.forEach(note -> out.println("Note: " + note + "."));
    return Main.DONE;
  }

  private OutputOrigin origin() {
    return GivenCommand.origin(
        spec,
        options.corpus.input.inputs,
        TokenizerChoice.path(options.corpus.tokenizer),
        options.corpus.vectors,
        options.corpus.vectorIds,
        options.corpus.model,
        options.update == null ? null : IndexFolder.manifest(options.update));
  }

  private static <T> PackingSettings given(PackingSettings settings, Setting<T> setting) {
    return settings.set(setting, settings.get(setting));
  }

  private CorpusIndex index(
      PackingSettings settings,
      Tokenizer tokenizer,
      Path workDir,
      List<Path> own,
      @Nullable CorpusIndex earlier)
      throws IOException {
    try (RelatedCorpus corpus = RelatedCorpus.open(options.corpus, skipped, own, err);
        ProgressDisplay progress = ProgressDisplay.on(err, terminal)) {
      ContextBuilder builder =
          corpus
              .builder(settings, notes::add)
              .tokenizer(tokenizer)
              .threads(options.run.threads)
              .workDirectory(workDir)
              .progress(
                  earlier == null ? corpus.listener(progress, own) : corpus.listener(progress));
      return earlier == null
          ? corpus.run(builder, () -> builder.index(options.output))
          : update(earlier, corpus, builder);
    }
  }

  private CorpusIndex update(CorpusIndex earlier, RelatedCorpus corpus, ContextBuilder builder)
      throws IOException {
    try {
      return corpus.run(builder, () -> earlier.update(builder, options.output));
    } catch (IllegalStateException e) {
      throw new IOException("--update: " + byOptions(String.valueOf(e.getMessage())), e);
    }
  }

  /** Calls settings and parts that a message begins with by their options. */
  private static String byOptions(String message) {
    Map<String, String> options = new HashMap<>();
    for (Setting<?> setting : SETTINGS) {
      options.put(setting.name(), setting.option());
    }
    options.put(PackingSettings.REFUSE_SPECIAL_TOKENS.name(), "--special-tokens refuse");
    options.put("method", "--method, --recall or what is compared");
    options.put("embedder", "--model, --vectors and what goes with them");
    int colon = message.indexOf(": ");
    String option = colon < 0 ? null : options.get(message.substring(0, colon));
    return option == null ? message : option + message.substring(colon);
  }

  private IndexReport report(CorpusIndex index, long start) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(index.folder().resolve(".icp-index"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        bytes += Files.size(file);
      }
    }
    return new IndexReport(
        index.documents(),
        index.tokens(),
        index.corpus(),
        index.tokenizer().fingerprint(),
        index.embedder(),
        index.neighbourIndex(),
        index.settings().get(PackingSettings.NEIGHBOURS),
        index.recall(),
        index.settings().get(PackingSettings.GROUP_BY),
        skipped.bad(),
        index.wordsWeighedBy(),
        index.changes().orElse(null),
        skipped.files(),
        bytes,
        (System.nanoTime() - start) / 1e9);
  }

  private void print(IndexReport report, Path file) {
    out.printf(
        Locale.ROOT,
        "Indexed %s, %s and %s of each in %s (%s).%n",
        Texts.count(report.documents(), "document"),
        Texts.count(report.tokens(), "token"),
        Texts.count(report.k(), "neighbour"),
        Texts.seconds(report.seconds()),
        Texts.bytes(report.bytes()));
    if (report.changes() != null) {
      print(report.changes());
    }
    skipped.print(out, ", which are not in it");
    if (!Double.isNaN(report.sampledRecall())) {
      out.printf(Locale.ROOT, "Share of the true nearest: %.4f.%n", report.sampledRecall());
    }
    out.printf(
        Locale.ROOT,
        "%s says what it holds; pack from it with: icp pack --from %s --output DIR%n",
        file,
        options.output);
    int weighed = report.wordsWeighedBy();
    if (Math.abs(report.documents() - weighed) > weighed / SHARE_TO_WEIGH_ANEW && weighed > 0) {
      notes.add(
          "words weigh what they weighed in "
              + Texts.count(weighed, "document")
              + "; without --update they are weighed anew");
    }
  }

  private void print(CorpusIndex.Changes changes) {
    out.printf(
        Locale.ROOT,
        "Since %s: %s unchanged, %s added, %s changed, %s removed; neighbours searched anew of"
            + " %s.%n",
        options.update,
        Texts.number(changes.unchanged()),
        Texts.number(changes.added()),
        Texts.number(changes.changed()),
        Texts.number(changes.removed()),
        Texts.count(changes.searchedAnew(), "unchanged document"));
  }
}
