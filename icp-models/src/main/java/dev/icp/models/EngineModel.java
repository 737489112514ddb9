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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** A model in an engine. Thread-safe: each call works by itself. */
final class EngineModel implements AutoCloseable {
  /** Inputs by name; a model without names takes the first two or three, in this order. */
  private static final List<String> INPUTS =
      List.of("input_ids", "attention_mask", "token_type_ids", "position_ids");

  private final Path file;
  private final Model model;
  private final Pooling pooling;
  private final int padding;
  private final List<String> inputs;
  private final boolean named;
  private final Queue<Predictor<TokenBatch, float[][]>> idle = new ConcurrentLinkedQueue<>();
  // Native memory must not go while a batch runs: batches share the lock, the end has it alone.
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private EngineModel(
      Path file, Model model, Pooling pooling, int padding, List<String> inputs, boolean named) {
    this.file = file;
    this.model = model;
    this.pooling = pooling;
    this.padding = padding;
    this.inputs = inputs;
    this.named = named;
  }

  /**
   * Loads a model file.
   *
   * @param intraOpThreads threads for one call
   * @throws IllegalArgumentException naming the file if it is no model that can be used here
   * @throws IllegalStateException naming the artifact if there is no engine for it
   */
  static EngineModel load(
      Path file, ModelEngine engine, int intraOpThreads, Pooling pooling, int padding) {
    Model model = engine.newModel();
    try (ModelEngine.Options options = engine.options(intraOpThreads)) {
      model.load(
          file.toAbsolutePath().getParent(), file.getFileName().toString(), options.values());
      return withInputs(file, engine, model, pooling, padding);
    } catch (MalformedModelException | IOException e) {
      OnFailure.close(model, e);
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(
          file + ": cannot be loaded as a model: " + oneLine(reason), e);
    } catch (RuntimeException | Error e) {
      OnFailure.close(model, e);
      throw e;
    }
  }

  private static EngineModel withInputs(
      Path file, ModelEngine engine, Model model, Pooling pooling, int padding) {
    if (engine == ModelEngine.ONNX_RUNTIME) {
      List<String> names = model.getBlock().describeInput().keys();
      for (String name : names) {
        if (!INPUTS.contains(name)) {
          throw new IllegalArgumentException(
              file
                  + ": wants the input "
                  + name
                  + ", which a sentence encoder has not: only "
                  + String.join(", ", INPUTS));
        }
      }
      return new EngineModel(file, model, pooling, padding, names, true);
    }
    // A TorchScript model does not say how many inputs it has.
    RuntimeException failure = null;
    for (int count : new int[] {2, 3}) {
      EngineModel candidate =
          new EngineModel(file, model, pooling, padding, INPUTS.subList(0, count), false);
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

  /**
   * Returns the pooled vector of each text of a batch.
   *
   * @throws IllegalArgumentException naming the model file if it fails
   * @throws IllegalStateException if the model has been closed
   */
  float[][] embed(TokenBatch batch) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(file + ": the model has been closed");
      }
      return predict(batch);
    } finally {
      lock.readLock().unlock();
    }
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
      throw new IllegalArgumentException(file + ": the model fails: " + oneLine(reason), e);
    } finally {
      idle.add(predictor);
    }
  }

  /** Engines write messages of several lines, some with traces of their own. */
  private static String oneLine(Throwable e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.strip().replaceAll("\\s+", " ");
  }

  private void closePredictors() {
    for (Predictor<?, ?> predictor; (predictor = idle.poll()) != null; ) {
      predictor.close();
    }
  }

  /** Waits for the batches that are running; a second time it does nothing. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        closePredictors();
        model.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
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
        long[] values =
            switch (name) {
              case "input_ids" -> batch.ids(padding);
              case "attention_mask" -> batch.mask();
              case "position_ids" -> batch.positions();
              default -> new long[batch.size() * batch.width()];
            };
        NDArray array = manager.create(values, shape);
        if (named) {
          array.setName(name);
        }
        list.add(array);
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
      int rows = shape.dimension() == 3 ? batch.width() : 1;
      float[][] vectors = new float[batch.size()][];
      for (int t = 0; t < vectors.length; t++) {
        int from = t * rows * dimension;
        vectors[t] =
            rows == 1 && shape.dimension() == 2
                ? Arrays.copyOfRange(values, from, from + dimension)
                : pooling.pool(values, from, batch.texts().get(t).length, dimension);
      }
      return vectors;
    }

    /** The vectors of tokens, or else those of texts that the model has pooled itself. */
    private NDArray output(NDList outputs, TokenBatch batch) {
      NDArray pooled = null;
      for (NDArray output : outputs) {
        Shape shape = output.getShape();
        boolean fits = shape.dimension() >= 2 && shape.get(0) == batch.size();
        if (fits && shape.dimension() == 3 && shape.get(1) == batch.width()) {
          return output;
        }
        if (fits && shape.dimension() == 2 && pooled == null) {
          pooled = output;
        }
      }
      if (pooled == null) {
        throw new IllegalArgumentException(
            "its outputs are neither vectors of tokens nor of texts: " + outputs);
      }
      return pooled;
    }

    private float[] floats(NDArray array) {
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
