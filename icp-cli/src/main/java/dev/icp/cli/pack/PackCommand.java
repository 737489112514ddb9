package dev.icp.cli.pack;

import dev.icp.Boundary;
import dev.icp.ContextBuilder;
import dev.icp.Embedders;
import dev.icp.LengthCurriculum;
import dev.icp.NearDuplicates;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.PackingReport;
import dev.icp.Tail;
import dev.icp.cli.Main;
import dev.icp.cli.shared.CorpusInput;
import dev.icp.cli.shared.CorpusOptions;
import dev.icp.cli.shared.IndexFolder;
import dev.icp.cli.shared.ProgressDisplay;
import dev.icp.cli.shared.RelatedCorpus;
import dev.icp.cli.shared.SkippedInputs;
import dev.icp.cli.shared.WorkFolder;
import dev.icp.formats.OutputFolder;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputOrigin;
import dev.icp.internal.base.NativeFolders;
import dev.icp.internal.kernel.BlockKernel;
import dev.icp.options.GivenCommand;
import dev.icp.options.TokenizerChoice;
import dev.icp.settings.CommandWords;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.ContextWriter;
import dev.icp.spi.OnFailure;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
public final class PackCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final SkippedInputs skipped = new SkippedInputs();
  private final List<String> notes = new ArrayList<>();

  @Mixin private PackOptions options = new PackOptions();
  private CommandSpec spec = CommandSpec.create();

  public PackCommand(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Spec
  void spec(CommandSpec command) {
    spec = command;
    // Which may be several here.
    options.settings.addTo(
        command,
        PackingSettings.all().stream()
            .filter(setting -> setting != PackingSettings.CONTEXT_LENGTH)
            .toList());
  }

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    IndexFolder index =
        options.from == null ? null : IndexFolder.open(options.from, options.corpus, spec);
    if (index != null) {
      skipped.indexed(index.files());
      if (!isGiven("--tokenizer")) {
        options.corpus.tokenizer = index.tokenizerName();
      }
    }
    PackingSettings settings = fittingSettings(index);
    options.corpus.takeMetadata(settings);
    Path workDir = options.run.workDir == null ? options.output : options.run.workDir;
    NativeFolders.offer(workDir);
    Tokenizer tokenizer = tokenizer(settings, index);
    refuse(options.format.wrong(tokenizer, options.corpus.tokenizer));
    List<Packed> packed = new ArrayList<>();
    try (PackedFolders outputs =
            PackedFolders.open(
                options.output, options.lengths(), origin(index), options.format.overwrite());
        @Nullable RelatedCorpus corpus =
            index != null
                ? null
                : RelatedCorpus.open(options.corpus, skipped, own(outputs, workDir), err)) {
      WorkFolder.make(workDir);
      List<List<ContextWriter>> writers = new ArrayList<>();
      for (OutputFolder output : outputs.folders()) {
        writers.add(writers(output));
      }
      ContextBuilder builder =
          (corpus != null
                  ? corpus.builder(settings, notes::add)
                  : RelatedCorpus.builder(Objects.requireNonNull(index).index()).settings(settings))
              .tokenizer(tokenizer)
              .threads(options.run.threads)
              .workDirectory(workDir)
              // Those of one length stand for all.
              .writers(writers.get(0).toArray(ContextWriter[]::new));
      if (options.keepWork) {
        builder.keepWork();
      }
      try (ProgressDisplay progress = ProgressDisplay.on(err, terminal);
          LengthCurriculum curriculum =
              pack(
                  corpus,
                  builder.progress(
                      corpus == null
                          ? progress
                          : corpus.listener(progress, own(outputs, workDir))))) {
        boolean drops = settings.get(PackingSettings.NEAR_DUPLICATES).drops();
        for (int part = 0; part < writers.size(); part++) {
          PackedContexts contexts = curriculum.contexts().get(part);
          SampleContexts samples = new SampleContexts(contexts.size());
          OutputFolder output = outputs.folders().get(part);
          PackingReport report = write(contexts, writers.get(part), samples, drops, output);
          packed.add(new Packed(samples, report, outputs.path(part), curriculum.share(part)));
        }
      }
      outputs.commit(packed.stream().map(Packed::report).toList());
    }
    print(packed, (System.nanoTime() - start) / 1e9);
    if (!options.corpus.byWords() && !BlockKernel.best().isFused()) {
      notes.add(BlockKernel.WITHOUT_FMA);
    }
    notes.forEach(note -> out.println("Note: " + note + "."));
    return Main.DONE;
  }

  /** What there is of one length. */
  private record Packed(SampleContexts samples, PackingReport report, Path folder, double share) {}

  private void print(List<Packed> packed, double seconds) throws IOException {
    for (Packed each : packed) {
      Summary summary = new Summary(out, each.report(), each.folder());
      if (packed.size() > 1) {
        out.printf(
            Locale.ROOT, "%s has %.1f%% of the tokens.%n", each.folder(), 100 * each.share());
      }
      summary.print(each.samples(), skipped, options.corpus.specialTokens, seconds);
      if (options.format.trainer() != null) {
        summary.printTraining(options.format.trainer());
      }
      if (packed.size() > 1) {
        out.println();
      }
    }
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private OutputOrigin origin(@Nullable IndexFolder index) {
    CorpusOptions corpus = options.corpus;
    return index != null
        ? index.origin(spec)
        : GivenCommand.origin(
            spec,
            corpus.input.inputs,
            TokenizerChoice.path(corpus.tokenizer),
            corpus.vectors,
            corpus.vectorIds,
            corpus.model);
  }

  private List<ContextWriter> writers(OutputFolder output) throws IOException {
    List<ContextWriter> writers = new ArrayList<>();
    try {
      for (OutputFormat format : options.format.formats()) {
        writers.add(output.contexts(format, options.format.options(options.corpus.tokenizer)));
      }
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (options.format.trainer() != null) {
      output.training(options.format.trainer());
    }
    return writers;
  }

  private PackingReport write(
      PackedContexts contexts,
      List<ContextWriter> writers,
      SampleContexts samples,
      boolean drops,
      OutputFolder output)
      throws IOException {
    try {
      write(contexts, writers, samples);
      if (drops) {
        output.dropped(contexts.dropped());
      }
      PackingReport report = skipped.addTo(contexts.report());
      output.commit(report);
      return report;
    } catch (Throwable cause) {
      OnFailure.close(contexts::keepWork, cause);
      throw cause;
    }
  }

  private void write(PackedContexts contexts, List<ContextWriter> writers, SampleContexts samples)
      throws IOException {
    try {
      for (ContextWriter writer : writers) {
        writer.begin(contexts.report());
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    for (PackedContext context : contexts) {
      for (ContextWriter writer : writers) {
        writer.write(context);
      }
      samples.offer(context);
    }
    for (ContextWriter writer : writers) {
      writer.commit();
    }
  }

  private PackingSettings fittingSettings(@Nullable IndexFolder index) {
    if (index == null) {
      CorpusInput.require(options.corpus.input, spec);
      String problem = options.corpus.wrong();
      if (problem != null) {
        throw wrong(problem);
      }
    }
    PackingSettings settings;
    try {
      settings = options.packing();
    } catch (IllegalArgumentException e) {
      throw wrong("--" + e.getMessage());
    }
    refuse(options.format.wrong(options.settings.settings(), settings, options.corpus.tokenizer));
    refuse(CommandWords.wrong(settings));
    if (options.lengths.areSeveral()) {
      requireForSeveral(settings);
    }
    boolean texts = options.format.formats().stream().anyMatch(OutputFormat::holdsTexts);
    if (texts && options.from != null) {
      throw wrong("--format text and text-parquet do not go with --from: an index has no texts");
    }
    if (texts && options.corpus.input.holdTokens()) {
      throw wrong(
          "--format text and text-parquet do not go with "
              + options.corpus.tokenized()
              + ": there are no texts");
    }
    ContextOrderer orderer = settings.get(PackingSettings.ORDERER);
    if (orderer.needsWords() && !hasWords(index)) {
      throw wrong(
          "--order " + orderer + " goes by words: with --model or --vectors, --relate both");
    }
    requireForPieces(orderer, settings);
    if (orderer.needsImports() && (options.from != null || options.corpus.input.holdTokens())) {
      throw wrong(
          "--order imports goes by texts, and not with "
              + (options.from != null ? "--from" : options.corpus.tokenized()));
    }
    return settings;
  }

  private void requireForSeveral(PackingSettings settings) {
    ContextOrderer orderer = settings.get(PackingSettings.ORDERER);
    if (orderer.mayRepeat() || orderer.cutsDocuments() || orderer.pieceCharacters() > 0) {
      throw wrong(
          "--context-length of several lengths does not go with --order "
              + orderer
              + ", which repeats or cuts documents itself");
    }
    if (settings.get(PackingSettings.TAIL) == Tail.DROP) {
      throw wrong(
          "--context-length of several lengths does not go with --tail drop (which some trainers'"
              + " --for chooses): it would drop the end of each; where the trainer allows it, give"
              + " --padding");
    }
  }

  /** Returns whether documents are related by their words, alone or with others. */
  private boolean hasWords(@Nullable IndexFolder index) {
    if (index == null) {
      return options.corpus.byWords() || options.corpus.relate.isBoth();
    }
    String words = Embedders.lexical().fingerprint();
    return index.index().embedder().contains(words);
  }

  private void requireForPieces(ContextOrderer orderer, PackingSettings settings) {
    NearDuplicates nearDuplicates = settings.get(PackingSettings.NEAR_DUPLICATES);
    String other =
        options.from != null
            ? "--from"
            : options.corpus.vectors != null
                ? "--vectors"
                : settings.get(PackingSettings.BOUNDARY) == Boundary.KEEP_WHOLE
                    ? "--boundary keep-whole"
                    : nearDuplicates.drops() || nearDuplicates.separates()
                        ? "--near-duplicates drop or separate"
                        : "";
    if (orderer.pieceCharacters() > 0 && !other.isEmpty()) {
      throw wrong("--order nextlong goes by pieces of documents, and not with " + other);
    }
  }

  private void refuse(Optional<String> problem) {
    if (problem.isPresent()) {
      throw wrong(problem.get());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Returns what earlier runs have left, and this one leaves, among the inputs. */
  private List<Path> own(PackedFolders outputs, Path workDir) {
    List<Path> own = new ArrayList<>(WorkFolder.own(workDir));
    own.add(options.output);
    outputs.folders().forEach(output -> own.addAll(output.owned()));
    return own;
  }

  private Tokenizer tokenizer(PackingSettings settings, @Nullable IndexFolder index)
      throws IOException {
    String name = options.corpus.tokenizer;
    Tokenizer tokenizer =
        index != null
            ? index.tokenizer(isGiven("--tokenizer") ? name : "")
            : options.corpus.loadTokenizer();
    refuse(CommandWords.wrong(settings, tokenizer, name));
    if (index == null) {
      options.corpus.takeEndToken(tokenizer, settings.check(tokenizer).separator());
    }
    for (String remark : tokenizer.remarks()) {
      err.println("icp: " + remark);
    }
    return tokenizer;
  }

  private LengthCurriculum pack(@Nullable RelatedCorpus corpus, ContextBuilder builder)
      throws IOException {
    Supplier<LengthCurriculum> packing = () -> LengthCurriculum.pack(builder, options.lengths());
    if (corpus != null) {
      return corpus.run(builder, packing);
    }
    try {
      return packing.get();
    } catch (IllegalArgumentException e) {
      RelatedCorpus.requireMetadata(builder, e);
      throw e;
    }
  }
}
