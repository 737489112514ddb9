package dev.icp.models;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A TorchScript model that PyTorch runs, by way of DJL. */
final class TorchModel implements EngineModel {
  /** A model does not say what it takes: the first two or three of these, in this order. */
  private static final List<String> INPUTS =
      List.of("input_ids", "attention_mask", "token_type_ids");

  private final Path file;
  private final Model model;
  private final @Nullable String wanted;
  private final TokenPooling pooling;
  private final int padding;
  private final List<String> inputs;
  private final Queue<Predictor<TokenBatch, float[][]>> idle = new ConcurrentLinkedQueue<>();
  private final OpenModel open;

  /** Known from the first batch on, which runs while the model is loaded. */
  private volatile boolean ofTokens;

  private TorchModel(
      Path file,
      Model model,
      @Nullable String wanted,
      TokenPooling pooling,
      int padding,
      List<String> inputs) {
    this.file = file;
    this.model = model;
    this.wanted = wanted;
    this.pooling = pooling;
    this.padding = padding;
    this.inputs = inputs;
    open = new OpenModel(file);
  }

  /**
   * Loads a model file.
   *
   * @param model an empty one of the engine's, which is closed where this fails
   * @param wanted the name of the output to be taken; null for the only one that will do
   * @throws IllegalArgumentException naming the file if it is no model that can be used here
   */
  static TorchModel load(
      Path file, Model model, @Nullable String wanted, TokenPooling pooling, int padding) {
    try {
      model.load(file.toAbsolutePath().getParent(), file.getFileName().toString());
      return withInputs(file, model, wanted, pooling, padding);
    } catch (MalformedModelException | IOException e) {
      OnFailure.close(model, e);
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(
          file + ": cannot be loaded as a model: " + EngineModel.oneLine(reason), e);
    } catch (RuntimeException | Error e) {
      OnFailure.close(model, e);
      throw e;
    }
  }

  private static TorchModel withInputs(
      Path file, Model model, @Nullable String wanted, TokenPooling pooling, int padding) {
    RuntimeException failure = null;
    for (int count : new int[] {2, 3}) {
      TorchModel candidate =
          new TorchModel(file, model, wanted, pooling, padding, INPUTS.subList(0, count));
      try {
        candidate.embed(new TokenBatch(List.of(new int[] {padding})));
        return candidate;
      } catch (IllegalArgumentException e) {
        candidate.closePredictors();
        failure = e;
      }
    }
    throw failure == null ? new IllegalStateException(file + ": no inputs") : failure;
  }

  @Override
  public boolean pools() {
    return ofTokens;
  }

  @Override
  public String output() {
    return (wanted == null ? "" : "output " + wanted + ", ")
        + (ofTokens ? pooling : "pooled by the model");
  }

  @Override
  public float[][] embed(TokenBatch batch) {
    return open.during(() -> predict(batch));
  }

  private float[][] predict(TokenBatch batch) {
    Predictor<TokenBatch, float[][]> predictor = idle.poll();
    if (predictor == null) {
      predictor = model.newPredictor(new Pooler());
    }
    try {
      return predictor.predict(batch);
    } catch (TranslateException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(
          file + ": the model fails: " + EngineModel.oneLine(reason), e);
    } finally {
      idle.add(predictor);
    }
  }

  private void closePredictors() {
    for (Predictor<?, ?> predictor; (predictor = idle.poll()) != null; ) {
      predictor.close();
    }
  }

  @Override
  public void close() {
    open.close(
        () -> {
          closePredictors();
          model.close();
        });
  }

  /** Brings a batch to the engine and what comes back to one vector a text. */
  private final class Pooler implements Translator<TokenBatch, float[][]> {
    private static final String BATCH = "batch";

    @Override
    public NDList processInput(TranslatorContext context, TokenBatch batch) {
      context.setAttachment(BATCH, batch);
      Shape shape = new Shape(batch.size(), batch.width());
      NDManager manager = context.getNDManager();
      NDList list = new NDList(inputs.size());
      for (String name : inputs) {
        list.add(manager.create(batch.input(name, padding), shape));
      }
      return list;
    }

    @Override
    public float[][] processOutput(TranslatorContext context, NDList outputs) {
      TokenBatch batch = (TokenBatch) context.getAttachment(BATCH);
      NDArray output = output(outputs, batch);
      Shape shape = output.getShape();
      int dimension = Math.toIntExact(shape.get(shape.dimension() - 1));
      float[] values = floats(output);
      ofTokens = shape.dimension() == 3;
      if (ofTokens) {
        return pooling.pool(values, batch, dimension);
      }
      float[][] vectors = new float[batch.size()][];
      for (int t = 0; t < vectors.length; t++) {
        vectors[t] = Arrays.copyOfRange(values, t * dimension, (t + 1) * dimension);
      }
      return vectors;
    }

    /** The vectors of tokens, or else those of texts that the model has pooled itself. */
    private NDArray output(NDList outputs, TokenBatch batch) {
      List<NDArray> named =
          outputs.stream()
              .filter(output -> wanted == null || wanted.equals(output.getName()))
              .toList();
      List<NDArray> ofTokens = named.stream().filter(o -> isOfTokens(o, batch)).toList();
      List<NDArray> found =
          ofTokens.isEmpty() ? named.stream().filter(o -> isOfTexts(o, batch)).toList() : ofTokens;
      if (found.size() != 1) {
        throw new IllegalArgumentException(
            (found.isEmpty()
                    ? "its outputs are neither vectors of tokens nor of texts: "
                    : "more than one of its outputs could be meant; choose one (model output): ")
                + outputs);
      }
      return found.getFirst();
    }

    private static boolean isOfTokens(NDArray output, TokenBatch batch) {
      Shape shape = output.getShape();
      return shape.dimension() == 3
          && shape.get(0) == batch.size()
          && shape.get(1) == batch.width();
    }

    private static boolean isOfTexts(NDArray output, TokenBatch batch) {
      return output.getShape().dimension() == 2 && output.getShape().get(0) == batch.size();
    }

    private static float[] floats(NDArray array) {
      if (array.getDataType() == DataType.FLOAT64) {
        DoubleBuffer doubles = array.toByteBuffer().order(ByteOrder.nativeOrder()).asDoubleBuffer();
        float[] floats = new float[doubles.remaining()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) doubles.get();
        }
        return floats;
      }
      if (array.getDataType() != DataType.FLOAT16) {
        return array.toFloatArray();
      }
      ByteBuffer halves = array.toByteBuffer().order(ByteOrder.nativeOrder());
      float[] floats = new float[halves.remaining() / Short.BYTES];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = Float.float16ToFloat(halves.getShort());
      }
      return floats;
    }

    @Override
    public @Nullable Batchifier getBatchifier() {
      return null;
    }
  }
}
