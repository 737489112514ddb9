package dev.icp.cli.shared;

import dev.icp.BadDocumentException;
import dev.icp.ContextBuilder;
import dev.icp.CorpusIndex;
import dev.icp.Embedders;
import dev.icp.NeighbourIndexes;
import dev.icp.ProgressListener;
import dev.icp.formats.NpyVectors;
import dev.icp.formats.VectorsById;
import dev.icp.models.DjlEmbedder;
import dev.icp.options.TokenizerChoice;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.OnFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The documents of a command, and by what they are related. */
public final class RelatedCorpus implements Closeable {
  private final CorpusOptions options;
  private final SkippedInputs skipped;
  private final CorpusInput corpus;
  private final @Nullable DenseVectors vectors;
  private final @Nullable DjlEmbedder embedder;

  private RelatedCorpus(
      CorpusOptions options,
      SkippedInputs skipped,
      CorpusInput corpus,
      @Nullable DenseVectors vectors,
      @Nullable DjlEmbedder embedder) {
    this.options = options;
    this.skipped = skipped;
    this.corpus = corpus;
    this.vectors = vectors;
    this.embedder = embedder;
  }

  /**
   * Opens inputs, vectors and model.
   *
   * @param own see {@link CorpusInput#open}
   * @param err is told if a model is fetched
   */
  public static RelatedCorpus open(
      CorpusOptions options, SkippedInputs skipped, Collection<Path> own, PrintStream err)
      throws IOException {
    CorpusInput corpus = CorpusInput.open(options.input, skipped, own);
    DenseVectors vectors = null;
    try {
      vectors = vectors(options);
      return new RelatedCorpus(
          options,
          skipped,
          corpus,
          vectors,
          options.model == null ? null : options.modelSettings.load(options.model, err));
    } catch (Throwable cause) {
      OnFailure.close(vectors, cause);
      OnFailure.close(corpus, cause);
      throw cause;
    }
  }

  private static @Nullable DenseVectors vectors(CorpusOptions options) throws IOException {
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

  /**
   * Starts a run over the documents, which are read once.
   *
   * @param remarks hears what is to be said of how neighbours were found
   */
  public ContextBuilder builder(PackingSettings settings, Consumer<String> remarks) {
    ContextBuilder builder =
        (vectors instanceof VectorsById byId ? corpus.builder(byId::joined) : corpus.builder())
            .settings(settings);
    MethodOptions method = options.method;
    double recall = settings.get(PackingSettings.RECALL);
    int k = settings.get(PackingSettings.NEIGHBOURS);
    NeighbourIndex<DenseVectors> index = method.methodOrDefault().index(recall, remarks);
    if (options.relate.isBoth()) {
      options.relate.both(builder, vectors, embedder, method, index, settings);
    } else if (vectors != null) {
      builder.vectors(vectors, index, k);
    } else if (embedder != null) {
      builder.neighbours(embedder, index, k);
    } else {
      builder.neighbours(Embedders.lexical(), method.sparseIndex(recall), k);
    }
    return builder;
  }

  /** Starts a run from an index, which may have been made with any method. */
  public static ContextBuilder builder(CorpusIndex index) {
    double recall = index.settings().get(PackingSettings.RECALL);
    List<NeighbourIndex<?>> all = new ArrayList<>();
    for (DenseMethod method : DenseMethod.values()) {
      NeighbourIndex<DenseVectors> dense = method.index(recall, remark -> {});
      all.add(dense);
      all.add(NeighbourIndexes.both(NeighbourIndexes.invertedIndex(recall), dense, recall));
      all.add(NeighbourIndexes.both(NeighbourIndexes.exactSparse(), dense, recall));
    }
    return ContextBuilder.from(index, all.toArray(NeighbourIndex<?>[]::new));
  }

  /** Returns who hears of the progress: a model is slow enough to be told apart. */
  public ProgressListener listener(ProgressDisplay progress, Collection<Path> own) {
    return embedder == null
        ? progress
        : new EmbeddingProgress(progress, embedder, CorpusInput.count(options.input, own));
  }

  /** Does so where most documents are not embedded, so that it does not pay to count them. */
  public ProgressListener listener(ProgressDisplay progress) {
    return embedder == null ? progress : new EmbeddingProgress(progress, embedder, -1);
  }

  /**
   * Runs over the documents.
   *
   * @throws IOException saying by the names of options and inputs what is wrong with them
   */
  public <T> T run(ContextBuilder builder, Supplier<T> steps) throws IOException {
    try {
      return steps.get();
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
      requireMetadata(builder, e);
      if (options.model != null) {
        throw ModelOptions.failure(options.model, e);
      }
      if (TokenizerChoice.isPath(options.tokenizer)) {
        throw new IOException(e.getMessage(), e);
      }
      throw e;
    }
  }

  /** Says it by its option where no document has what documents are grouped or ordered by. */
  public static void requireMetadata(ContextBuilder builder, IllegalArgumentException e)
      throws IOException {
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("orderer: ") && message.contains(", which no document has")) {
      throw new IOException(message.replaceFirst("^orderer: ", "--order "), e);
    }
    if (message.startsWith("weightBy: ")) {
      throw new IOException(message.replaceFirst("^weightBy: ", "--weights: "), e);
    }
    if (message.startsWith("groupBy: ")) {
      throw new IOException(
          "--never-mix "
              + builder.settings().get(PackingSettings.GROUP_BY)
              + ": no document has such a field",
          e);
    }
  }

  @Override
  public void close() throws IOException {
    try (corpus;
        vectors;
        embedder) {
      // Each closes what it has.
    }
  }
}
