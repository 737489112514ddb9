package dev.icp.cli.shared;

import dev.icp.cli.shared.OptionValues.CudaDevice;
import dev.icp.cli.shared.OptionValues.LongDocumentsPolicy;
import dev.icp.cli.shared.OptionValues.PoolingKind;
import dev.icp.cli.shared.OptionValues.PositiveNumber;
import dev.icp.models.DjlEmbedder;
import dev.icp.models.EmbeddingModels;
import dev.icp.models.KnownModel;
import dev.icp.models.LongDocuments;
import dev.icp.models.Pooling;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a sentence-embedding model is used. */
public final class ModelOptions {
  @Option(
      names = "--model-file",
      paramLabel = "FILE",
      description =
          "Model file within the folder, as in onnx/model_O3.onnx. Default: model.onnx,"
              + " onnx/model.onnx or model.pt.")
  @Nullable Path modelFile;

  @Option(
      names = "--model-output",
      paramLabel = "NAME",
      description =
          "Which of the model's outputs is taken. Default: sentence_embedding, dense_vecs or the"
              + " like, else last_hidden_state or token_embeddings, else the only one.")
  @Nullable String output;

  @Option(
      names = "--pooling",
      paramLabel = "POOLING",
      converter = PoolingKind.class,
      description =
          "How the vectors of tokens become one: mean, cls (the first) or last-token. Default: what"
              + " the model's folder says, or mean.")
  @Nullable Pooling pooling;

  @Option(
      names = "--max-length",
      paramLabel = "TOKENS",
      converter = PositiveNumber.class,
      description =
          "Most tokens that go through the model at once. Default: what its folder says, or 512.")
  @Nullable Integer maxLength;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description =
          "Put in front of each text, as in 'passage: '. Default: what the model's folder says.")
  @Nullable String prefix;

  @Option(
      names = "--long-documents",
      paramLabel = "POLICY",
      converter = LongDocumentsPolicy.class,
      description =
          "What stands for documents of more tokens: first-window, mean-of-windows (takes longer)"
              + " or head-and-tail. Default: first-window.")
  @Nullable LongDocuments longDocuments;

  @Option(
      names = "--batch-tokens",
      paramLabel = "N",
      converter = PositiveNumber.class,
      description = "Tokens that go through the model together. Default: 512.")
  @Nullable Integer batchTokens;

  @Option(
      names = "--intra-op-threads",
      paramLabel = "N",
      converter = PositiveNumber.class,
      description = "Threads within each batch; --threads says how many run at once. Default: 1.")
  @Nullable Integer intraOpThreads;

  @Option(
      names = "--device",
      paramLabel = "cpu|cuda[:N]",
      converter = CudaDevice.class,
      description =
          "What runs the model: cuda, or cuda:1 for a second GPU, takes an ONNX Runtime that was"
              + " built for it. Default: cpu.")
  @Nullable OptionalInt device;

  /** Returns an option that was given, if there was one. */
  public @Nullable String given() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("--model-file", modelFile);
    all.put("--model-output", output);
    all.put("--pooling", pooling);
    all.put("--max-length", maxLength);
    all.put("--prefix", prefix);
    all.put("--long-documents", longDocuments);
    all.put("--batch-tokens", batchTokens);
    all.put("--intra-op-threads", intraOpThreads);
    all.put("--device", device);
    return all.keySet().stream().filter(name -> all.get(name) != null).findFirst().orElse(null);
  }

  /** Returns how to say that a model cannot embed what it was given. */
  public static IOException failure(Path folder, IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    return new IOException(
        message.startsWith(folder.toString()) ? message : folder + ": " + message, e);
  }

  /** Returns the model that {@code --model} names; empty if it means a folder. */
  static Optional<KnownModel> named(Path model) {
    return Files.exists(model) ? Optional.empty() : EmbeddingModels.find(model.toString());
  }

  private static DjlEmbedder.Builder builder(Path model, PrintStream err) throws IOException {
    Optional<KnownModel> named = named(model);
    if (named.isEmpty()) {
      if (!Files.exists(model) && model.getNameCount() == 1) {
        throw new IOException(
            model
                + ": no such folder, and no model of this name, which are "
                + EmbeddingModels.known().stream()
                    .map(KnownModel::name)
                    .collect(Collectors.joining(", ")));
      }
      return DjlEmbedder.builder(model);
    }
    return named.get().isOnClassPath()
        ? EmbeddingModels.builder(named.get().name())
        : DjlEmbedder.builder(ModelStore.ofUser(System.getenv(), err).folder(named.get()));
  }

  /**
   * Loads a model.
   *
   * @param model its folder, or the name of one that is known
   * @param err is told if it is fetched
   * @throws IOException if there is none that can be used
   */
  public DjlEmbedder load(Path model, PrintStream err) throws IOException {
    DjlEmbedder.Builder builder = builder(model, err);
    if (modelFile != null) {
      builder.modelFile(modelFile);
    }
    if (output != null) {
      builder.output(output);
    }
    if (pooling != null) {
      builder.pooling(pooling);
    }
    if (maxLength != null) {
      builder.maxLength(maxLength);
    }
    if (prefix != null) {
      builder.prefix(prefix);
    }
    if (longDocuments != null) {
      builder.longDocuments(longDocuments);
    }
    if (batchTokens != null) {
      builder.batchTokens(batchTokens);
    }
    if (intraOpThreads != null) {
      builder.intraOpThreads(intraOpThreads);
    }
    if (device != null && device.isPresent()) {
      builder.cuda(device.getAsInt());
    }
    try {
      return builder.load();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
