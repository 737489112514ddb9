package dev.icp.cli.pack;

import dev.icp.BadDocumentException;
import dev.icp.Boundary;
import dev.icp.ContextBuilder;
import dev.icp.Embedders;
import dev.icp.NearDuplicates;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.PackingReport;
import dev.icp.ProgressListener;
import dev.icp.cli.Main;
import dev.icp.cli.shared.CorpusInput;
import dev.icp.cli.shared.EmbeddingProgress;
import dev.icp.cli.shared.MethodOptions;
import dev.icp.cli.shared.ModelOptions;
import dev.icp.cli.shared.ProgressDisplay;
import dev.icp.cli.shared.SkippedInputs;
import dev.icp.cli.shared.Texts;
import dev.icp.cli.shared.WorkFolder;
import dev.icp.formats.NpyVectors;
import dev.icp.formats.OutputFolder;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputOrigin;
import dev.icp.formats.VectorsById;
import dev.icp.internal.base.NativeFolders;
import dev.icp.internal.kernel.BlockKernel;
import dev.icp.models.DjlEmbedder;
import dev.icp.options.GivenCommand;
import dev.icp.options.TokenizerChoice;
import dev.icp.settings.CommandWords;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.ContextWriter;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.OnFailure;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
    options.settings.addTo(command, PackingSettings.all());
  }

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    PackingSettings settings = fittingSettings();
    options.input.metadata =
        Stream.of(
                options.metadata,
                List.of(settings.get(PackingSettings.GROUP_BY)),
                settings.get(PackingSettings.ORDERER).needsMetadata())
            .flatMap(Collection::stream)
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    Path workDir = options.run.workDir == null ? options.output : options.run.workDir;
    NativeFolders.offer(workDir);
    Tokenizer tokenizer = tokenizer(settings);
    refuse(options.format.wrong(tokenizer, options.tokenizer));
    SampleContexts samples;
    PackingReport report;
    OutputOrigin origin =
        GivenCommand.origin(
            spec,
            options.input.inputs,
            TokenizerChoice.path(options.tokenizer),
            options.vectors,
            options.vectorIds,
            options.model);
    try (OutputFolder output =
            OutputFolder.open(options.output, origin, options.format.overwrite());
        CorpusInput corpus = CorpusInput.open(options.input, skipped, own(output, workDir));
        @Nullable DenseVectors vectors = vectors();
        @Nullable DjlEmbedder embedder =
            options.model == null ? null : options.modelSettings.load(options.model, err)) {
      WorkFolder.make(workDir);
      List<ContextWriter> writers = writers(output);
      try (ProgressDisplay progress = ProgressDisplay.on(err, terminal);
          PackedContexts contexts =
              pack(
                  corpus,
                  builder(settings, corpus, vectors, embedder)
                      .tokenizer(tokenizer)
                      .workDirectory(workDir)
                      .writers(writers.toArray(ContextWriter[]::new))
                      .progress(listener(progress, embedder, own(output, workDir))),
                  vectors)) {
        samples = new SampleContexts(contexts.size());
        report =
            write(
                contexts,
                writers,
                samples,
                settings.get(PackingSettings.NEAR_DUPLICATES).drops(),
                output);
      }
    }
    Summary summary = new Summary(out, report, options.output);
    summary.print(samples, skipped, options.specialTokens, (System.nanoTime() - start) / 1e9);
    if (options.format.trainer() != null) {
      summary.printTraining(options.format.trainer());
    }
    if ((options.vectors != null || options.model != null) && !BlockKernel.best().isFused()) {
      out.println("Note: " + BlockKernel.WITHOUT_FMA + ".");
    }
    return Main.DONE;
  }

  private List<ContextWriter> writers(OutputFolder output) throws IOException {
    List<ContextWriter> writers = new ArrayList<>();
    try {
      for (OutputFormat format : options.format.formats()) {
        writers.add(output.contexts(format, options.format.options(options.tokenizer)));
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

  private PackingSettings fittingSettings() {
    CorpusInput.require(options.input, spec);
    boolean byWords = options.vectors == null && options.model == null;
    String wrongMethod = byWords ? options.method.wrongForWords() : null;
    String setting = options.modelSettings.given();
    if (wrongMethod != null) {
      throw wrong(wrongMethod);
    }
    if (options.model == null && setting != null) {
      throw wrong(setting + " needs --model");
    }
    if (options.vectorIds != null && options.vectors == null) {
      throw wrong("--vector-ids needs --vectors");
    }
    if (options.model != null && options.vectors != null) {
      throw wrong("--model and --vectors: one of them says which documents are related");
    }
    String wrongRelation = options.relate.wrong(!byWords);
    if (wrongRelation != null) {
      throw wrong(wrongRelation);
    }
    if (options.vectors != null && options.input.skipBadDocuments) {
      throw wrong("--skip-bad-documents does not go with --vectors: it would shift their rows");
    }
    PackingSettings settings;
    try {
      settings = options.packing();
    } catch (IllegalArgumentException e) {
      throw wrong("--" + e.getMessage());
    }
    refuse(options.format.wrong(options.settings.settings(), settings, options.tokenizer));
    refuse(CommandWords.wrong(settings));
    ContextOrderer orderer = settings.get(PackingSettings.ORDERER);
    if (orderer.needsWords() && !byWords && !options.relate.isBoth()) {
      throw wrong(
          "--order " + orderer + " goes by words: with --model or --vectors, --relate both");
    }
    requireForPieces(orderer, settings);
    return settings;
  }

  private void requireForPieces(ContextOrderer orderer, PackingSettings settings) {
    NearDuplicates nearDuplicates = settings.get(PackingSettings.NEAR_DUPLICATES);
    String other =
        options.vectors != null
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

  private ProgressListener listener(
      ProgressDisplay progress, @Nullable DjlEmbedder embedder, List<Path> own) {
    return embedder == null
        ? progress
        : new EmbeddingProgress(progress, embedder, CorpusInput.count(options.input, own));
  }

  /** Returns what earlier runs have left, and this one leaves, among the inputs. */
  private List<Path> own(OutputFolder output, Path workDir) {
    List<Path> own = new ArrayList<>(WorkFolder.own(workDir));
    own.add(options.output);
    own.addAll(output.owned());
    return own;
  }

  private @Nullable DenseVectors vectors() throws IOException {
    if (options.vectors == null) {
      return null;
    }
    NpyVectors rows = NpyVectors.open(options.vectors);
    if (options.vectorIds == null) {
      return rows;
    }
    try {
      return VectorsById.read(rows, options.vectorIds);
    } catch (Throwable cause) {
      OnFailure.close(rows, cause);
      throw cause;
    }
  }

  private ContextBuilder builder(
      PackingSettings settings,
      CorpusInput corpus,
      @Nullable DenseVectors vectors,
      @Nullable DjlEmbedder embedder) {
    ContextBuilder builder =
        (vectors instanceof VectorsById byId ? corpus.builder(byId::joined) : corpus.builder())
            .settings(settings)
            .threads(options.run.threads);
    MethodOptions method = options.method;
    double recall = settings.get(PackingSettings.RECALL);
    int k = settings.get(PackingSettings.NEIGHBOURS);
    NeighbourIndex<DenseVectors> index = method.methodOrDefault().index(recall);
    if (options.relate.isBoth()) {
      options.relate.both(builder, vectors, embedder, method, settings);
    } else if (vectors != null) {
      builder.vectors(vectors, index, k);
    } else if (embedder != null) {
      builder.neighbours(embedder, index, k);
    } else {
      builder.neighbours(Embedders.lexical(), method.sparseIndex(recall), k);
    }
    return options.keepWork ? builder.keepWork() : builder;
  }

  private Tokenizer tokenizer(PackingSettings settings) throws IOException {
    Tokenizer tokenizer = TokenizerChoice.load(options.tokenizer, options.specialTokens.policy());
    refuse(CommandWords.wrong(settings, tokenizer, options.tokenizer));
    for (String remark : tokenizer.remarks()) {
      err.println("icp: " + remark);
    }
    return tokenizer;
  }

  private PackedContexts pack(
      CorpusInput corpus, ContextBuilder builder, @Nullable DenseVectors vectors)
      throws IOException {
    try {
      return builder.pack(builder.settings().get(PackingSettings.CONTEXT_LENGTH));
    } catch (BadDocumentException e) {
      throw corpus.refused(e);
    } catch (IllegalArgumentException e) {
      if (vectors != null && vectors.size() != skipped.documentsRead()) {
        throw new IOException(
            options.vectors
                + ": "
                + Texts.count(vectors.size(), "row")
                + " for an input of "
                + Texts.count(skipped.documentsRead(), "document"),
            e);
      }
      String message = String.valueOf(e.getMessage());
      if (message.startsWith("orderer: ") && message.contains(", which no document has")) {
        throw new IOException(message.replaceFirst("^orderer: ", "--order "), e);
      }
      if (message.startsWith("groupBy: ")) {
        throw new IOException(
            "--never-mix "
                + builder.settings().get(PackingSettings.GROUP_BY)
                + ": no document has such a field",
            e);
      }
      if (options.model != null) {
        throw ModelOptions.failure(options.model, e);
      }
      if (TokenizerChoice.isPath(options.tokenizer)) {
        throw new IOException(e.getMessage(), e);
      }
      throw e;
    }
  }
}
