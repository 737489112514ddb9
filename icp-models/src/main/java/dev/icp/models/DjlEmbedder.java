package dev.icp.models;

import dev.icp.lucene.HuggingFaceTokenizers;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.OnFailure;
import dev.icp.spi.StageContext;
import dev.icp.spi.TextBatches;
import dev.icp.spi.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes vectors with a sentence-embedding model in a local folder: {@code model.onnx} (there or in
 * the folder {@code onnx}) run by ONNX Runtime, or {@code model.pt} (TorchScript) run by PyTorch
 * (by way of DJL), whichever engine is on the class path, and {@code tokenizer.json}. What the
 * folder's other files (the layout of sentence-transformers: modules.json, 1_Pooling/config.json,
 * sentence_bert_config.json, config_sentence_transformers.json, config.json) say about pooling,
 * length and prefix is done, unless the {@link Builder} is told otherwise. Without modules.json the
 * vector is the mean over all tokens, which is also how Contriever is used.
 *
 * <p>Texts go through the model sorted by length within blocks of 1,024 documents, in batches of
 * about as many tokens each; a batch is run by one thread, as many at once as the run has threads.
 * What a batch holds depends on the corpus alone, so the same corpus gives the same bits whatever
 * the number of threads; a text in other company gets the same vector but for rounding (1e-5; in
 * int8, which rounds by all of a batch, a cosine of 0.996 in the mean). A document whose text, byte
 * for byte, an earlier one has gets that one's vector.
 *
 * <p>The vectors are kept in the run's work directory as they are made, see {@link
 * dev.icp.ContextBuilder#workDirectory}.
 *
 * <p>Nothing is downloaded and no service is asked; see {@link HuggingFaceTokenizers} for the
 * system properties that DJL gets for that. Thread-safe. Close it to free the model's memory.
 */
public final class DjlEmbedder implements Embedder<DenseVectors>, AutoCloseable {
  private final EngineModel model;
  private final TextWindows windows;
  private final int dimension;
  private final int batchTokens;
  private final boolean normalize;
  private final String settings;
  private final String fingerprint;
  private final AtomicLong embedded = new AtomicLong();
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong copies = new AtomicLong();

  private DjlEmbedder(Builder builder, Path from) {
    ModelFolder folder = ModelFolder.at(from);
    Path tokenizerFile = folder.path().resolve("tokenizer.json");
    Tokenizer tokenizer =
        HuggingFaceTokenizers.load(tokenizerFile, dev.icp.lucene.SpecialTokens.TOKEN);
    Pooling pooling = builder.pooling != null ? builder.pooling : folder.pooling();
    int maxLength = builder.maxLength > 0 ? builder.maxLength : folder.maxLength();
    String prefix = builder.prefix != null ? builder.prefix : folder.prefix();
    if (builder.pooling == null && pooling != Pooling.LAST_TOKEN && !prefix.isEmpty()) {
      folder.requirePoolsPrefix();
    }
    normalize = builder.normalize != null ? builder.normalize : folder.normalizes();
    batchTokens = builder.batchTokens;
    windows =
        new TextWindows(
            tokenizer,
            SpecialTokens.of(tokenizer, tokenizerFile),
            maxLength,
            builder.longDocuments,
            prefix,
            folder.lowerCases(),
            folder.padding());
    ModelEngine.Choice choice =
        builder.modelFile == null
            ? ModelEngine.choose(folder)
            : ModelEngine.of(folder.path().resolve(builder.modelFile));
    // Before there is native memory to free.
    String hash = ModelFolder.hash(choice.file());
    TokenPooling toTexts = new TokenPooling(pooling, folder.denseLayers(), builder.pooling != null);
    model =
        choice
            .engine()
            .load(
                choice.file(),
                new ModelEngine.Device(builder.intraOpThreads, builder.cuda),
                builder.output,
                toTexts,
                folder.padding());
    dimension = measuredDimension(expectedDimension(folder, toTexts), choice.file());
    settings =
        choice.engine().label()
            + ", "
            + model.output()
            + ", at most "
            + maxLength
            + " tokens, "
            + builder.longDocuments
            + (normalize ? "" : ", windows not normalised")
            + (folder.lowerCases() ? ", lower-cased" : "")
            + (prefix.isEmpty() ? "" : ", prefix \"" + prefix + "\"")
            + ", batches of "
            + batchTokens
            + " tokens"
            // More than one thread may add numbers in another order.
            + (builder.intraOpThreads == 1 ? "" : ", intra-op threads " + builder.intraOpThreads)
            + (builder.cuda.isPresent() ? ", CUDA" : "");
    fingerprint =
        "model sha256:"
            + hash
            + ", "
            + tokenizer.fingerprint()
            + ", dimension "
            + dimension
            + ", "
            + settings;
  }

  /**
   * What the folder says of vectors that are made here; of those that a model has pooled nothing.
   */
  private OptionalInt expectedDimension(ModelFolder folder, TokenPooling pooling) {
    if (!model.pools()) {
      return OptionalInt.empty();
    }
    return pooling.layers().isEmpty()
        ? folder.dimension()
        : OptionalInt.of(pooling.layers().getLast().out());
  }

  /** Runs one text through the model: what comes out must be what the folder says. */
  private int measuredDimension(OptionalInt said, Path file) {
    try {
      int measured = model.embed(new TokenBatch(windows.of("a")))[0].length;
      if (said.isPresent() && said.getAsInt() != measured) {
        throw new IllegalArgumentException(
            file
                + ": its vectors have "
                + measured
                + " dimensions, the folder's configuration says "
                + said.getAsInt());
      }
      return measured;
    } catch (Throwable cause) {
      OnFailure.close(model, cause);
      throw cause;
    }
  }

  /**
   * Loads a model with the settings that its folder names.
   *
   * @throws IllegalArgumentException naming the file if one is missing or is not what it should be,
   *     or if the model's vectors have another dimension than its configuration says
   * @throws java.io.UncheckedIOException naming the file if one cannot be read
   * @throws IllegalStateException naming the artifact if there is no engine for it on the class
   *     path
   */
  public static DjlEmbedder load(Path folder) {
    return builder(folder).load();
  }

  /** Starts on settings of one's own. */
  public static Builder builder(Path folder) {
    return new Builder(Objects.requireNonNull(folder, "folder"));
  }

  /** Starts on settings for a model on the class path. */
  static Builder builder(KnownModel model) {
    return new Builder(model);
  }

  @Override
  public EmbeddingSession<DenseVectors> open(StageContext context) {
    return new Batches().open(context, fingerprint);
  }

  /** Returns the number of floats in a vector. */
  public int dimension() {
    return dimension;
  }

  /** Returns how many texts have gone through the model since it was loaded. */
  public long embedded() {
    return embedded.get();
  }

  /** Returns how many texts, besides, had vectors that an earlier run had kept. */
  public long kept() {
    return kept.get();
  }

  /** Returns how many texts, besides, were copies of earlier ones of their corpus. */
  public long copies() {
    return copies.get();
  }

  /**
   * Returns hashes of the model and the tokenizer, and every setting that has an influence on the
   * vectors.
   */
  @Override
  public String fingerprint() {
    return fingerprint;
  }

  /** Returns the settings, for people. */
  @Override
  public String toString() {
    return settings;
  }

  /**
   * Frees the model's memory, when the batches that are running are done; a session that goes on
   * gets an IllegalStateException. Closing again does nothing.
   */
  @Override
  public void close() {
    model.close();
  }

  private final class Batches implements TextBatches<List<int[]>> {
    @Override
    public int dimension() {
      return dimension;
    }

    @Override
    public List<int[]> prepare(String text) {
      return windows.of(text);
    }

    @Override
    public List<Runnable> tasks(List<List<int[]>> texts, Rows rows) {
      return new WindowBatches(model, windows, normalize, texts, rows).tasks(batchTokens);
    }

    @Override
    public void done(Origin origin) {
      AtomicLong counter =
          switch (origin) {
            case MADE -> embedded;
            case EARLIER_RUN -> kept;
            case EXACT_COPY -> copies;
          };
      counter.incrementAndGet();
    }
  }

  /** Settings of a {@link DjlEmbedder}; what is not set is taken from the model's folder. */
  public static final class Builder {
    private final Function<Function<Path, DjlEmbedder>, DjlEmbedder> folder;
    private @Nullable Path modelFile;
    private @Nullable Pooling pooling;
    private @Nullable String output;
    private @Nullable Boolean normalize;
    private @Nullable String prefix;
    private int maxLength;
    private LongDocuments longDocuments = LongDocuments.FIRST_WINDOW;
    private int batchTokens = 512;
    private int intraOpThreads = 1;
    private OptionalInt cuda = OptionalInt.empty();

    private Builder(Path folder) {
      this.folder = use -> use.apply(folder);
    }

    private Builder(KnownModel model) {
      folder = use -> ClassPathModel.unpacked(model, use);
    }

    /**
     * Sets which model file is taken, relative to the folder, as in {@code onnx/model_O3.onnx}.
     * Default: {@code model.onnx}, {@code onnx/model.onnx}, {@code model.pt}, or a file of the
     * folder's name.
     */
    public Builder modelFile(Path file) {
      modelFile = Objects.requireNonNull(file, "file");
      return this;
    }

    /**
     * Sets which of the model's outputs is taken, by its name: one of vectors of texts (batch ×
     * dimension), which are taken as they are, or of tokens (batch × tokens × dimension), which are
     * pooled. Default: {@code sentence_embedding}, {@code dense_vecs} or another usual name for
     * vectors of texts, else {@code last_hidden_state} or {@code token_embeddings}, else the only
     * one that there is; of several others none is guessed.
     */
    public Builder output(String name) {
      output = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets how the vectors of tokens become one, and that they are wanted, not those that the model
     * may have pooled itself. Default: what the folder says, or the mean.
     */
    public Builder pooling(Pooling pooling) {
      this.pooling = Objects.requireNonNull(pooling, "pooling");
      return this;
    }

    /**
     * Sets whether the vectors of windows are brought to length 1 before the mean of a document's
     * windows is taken ({@link LongDocuments#MEAN_OF_WINDOWS}); without it longer ones count for
     * more. The vectors of documents have length 1 in any case. Default: what the folder says, or
     * true.
     */
    public Builder normalize(boolean normalize) {
      this.normalize = normalize;
      return this;
    }

    /**
     * Sets the most tokens of a text that go through the model at once, special ones included.
     * Default: what the folder says, or 512.
     *
     * @throws IllegalArgumentException if {@code tokens} is not positive
     */
    public Builder maxLength(int tokens) {
      maxLength = requirePositive("maxLength", tokens);
      return this;
    }

    /**
     * Sets what is put in front of each text, as in {@code "passage: "}. Default: what the folder
     * says, or nothing.
     */
    public Builder prefix(String prefix) {
      this.prefix = Objects.requireNonNull(prefix, "prefix");
      return this;
    }

    /** Sets what becomes of long documents. Default: {@link LongDocuments#FIRST_WINDOW}. */
    public Builder longDocuments(LongDocuments policy) {
      longDocuments = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Uses the model as the paper used Contriever, whatever the folder says: the mean over all
     * tokens, texts as they are, cosine.
     */
    public Builder contriever() {
      return pooling(Pooling.MEAN).prefix("").normalize(true);
    }

    /**
     * Sets how many tokens, padding included, go through the model at once. What a layer makes of
     * 512 stays in a core's cache. Other numbers change the last bits, of models in int8 more.
     * Default: 512.
     *
     * @throws IllegalArgumentException if {@code tokens} is not positive
     */
    public Builder batchTokens(int tokens) {
      batchTokens = requirePositive("batchTokens", tokens);
      return this;
    }

    /**
     * Sets how many threads ONNX Runtime uses for one batch (PyTorch takes the system property
     * {@code ai.djl.pytorch.num_threads}). As many batches run at once as the run has threads, so
     * more than one pays for long documents on many cores only. Default: 1.
     *
     * @throws IllegalArgumentException if {@code threads} is not positive
     */
    public Builder intraOpThreads(int threads) {
      intraOpThreads = requirePositive("intraOpThreads", threads);
      return this;
    }

    /**
     * Runs an ONNX model on the GPU of a number, from 0, with {@code onnxruntime_gpu} on the class
     * path in the place of {@code onnxruntime}, and in larger batches. Default: on the processor.
     *
     * @throws IllegalArgumentException if {@code device} is negative
     */
    public Builder cuda(int device) {
      if (device < 0) {
        throw new IllegalArgumentException("device: " + device + ", expected 0 or more");
      }
      cuda = OptionalInt.of(device);
      return this;
    }

    private static int requirePositive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + ": " + value + ", expected 1 or more");
      }
      return value;
    }

    /** Loads the model, as {@link DjlEmbedder#load}. */
    public DjlEmbedder load() {
      return folder.apply(from -> new DjlEmbedder(this, from));
    }
  }
}
