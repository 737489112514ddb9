package dev.icp.models;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.icp.spi.OnFailure;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model that ONNX Runtime runs: its inputs as it wants them, of its outputs the one that counts.
 */
final class OnnxModel implements EngineModel {
  private static final List<String> INPUTS =
      List.of("input_ids", "attention_mask", "token_type_ids", "position_ids");

  private static final Set<OnnxJavaType> NUMBERS =
      Set.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16, OnnxJavaType.BFLOAT16, OnnxJavaType.DOUBLE);

  private final Path file;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Map<String, OnnxJavaType> inputs;
  private final ModelOutput output;
  private final TokenPooling pooling;
  private final int padding;
  private final OpenModel open;

  private OnnxModel(
      Path file,
      OrtEnvironment environment,
      OrtSession session,
      Map<String, OnnxJavaType> inputs,
      ModelOutput output,
      TokenPooling pooling,
      int padding) {
    this.file = file;
    this.environment = environment;
    this.session = session;
    this.inputs = inputs;
    this.output = output;
    this.pooling = pooling;
    this.padding = padding;
    open = new OpenModel(file);
  }

  /**
   * Loads a model file.
   *
   * @param options of the session; belong to the caller
   * @param wanted the name of the output to be taken; null for what is usual
   * @throws IllegalArgumentException naming the file if it is no model that can be used here
   */
  static OnnxModel load(
      Path file,
      OrtEnvironment environment,
      OrtSession.SessionOptions options,
      @Nullable String wanted,
      TokenPooling pooling,
      int padding) {
    OrtSession session;
    try {
      session = environment.createSession(file.toString(), options);
    } catch (OrtException e) {
      throw new IllegalArgumentException(
          file + ": cannot be loaded as a model: " + EngineModel.oneLine(e), e);
    }
    try {
      return new OnnxModel(
          file,
          environment,
          session,
          inputs(file, session.getInputInfo()),
          output(file, session.getOutputInfo(), wanted, pooling.isAskedFor()),
          pooling,
          padding);
    } catch (OrtException e) {
      OnFailure.close(session, e);
      throw new IllegalArgumentException(
          file + ": cannot be loaded as a model: " + EngineModel.oneLine(e), e);
    } catch (RuntimeException | Error e) {
      OnFailure.close(session, e);
      throw e;
    }
  }

  private static Map<String, OnnxJavaType> inputs(Path file, Map<String, NodeInfo> described) {
    Map<String, OnnxJavaType> inputs = new LinkedHashMap<>();
    described.forEach(
        (name, node) -> {
          if (!INPUTS.contains(name)) {
            throw new IllegalArgumentException(
                file
                    + ": wants the input "
                    + name
                    + ", which a sentence encoder has not: only "
                    + String.join(", ", INPUTS));
          }
          OnnxJavaType type =
              node.getInfo() instanceof TensorInfo tensor ? tensor.type : OnnxJavaType.UNKNOWN;
          if (type != OnnxJavaType.INT64 && type != OnnxJavaType.INT32) {
            throw new IllegalArgumentException(
                file + ": its input " + name + " is " + shown(node) + ", expected int64 or int32");
          }
          inputs.put(name, type);
        });
    return inputs;
  }

  private static ModelOutput output(
      Path file, Map<String, NodeInfo> described, @Nullable String wanted, boolean pooled) {
    Map<String, ModelOutput.Described> outputs = new LinkedHashMap<>();
    described.forEach(
        (name, node) -> {
          int rank =
              node.getInfo() instanceof TensorInfo tensor && NUMBERS.contains(tensor.type)
                  ? tensor.getShape().length
                  : 0;
          outputs.put(name, new ModelOutput.Described(rank, shown(node)));
        });
    return ModelOutput.choose(file, outputs, wanted, pooled);
  }

  private static String shown(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo tensor
        ? tensor.type + Arrays.toString(tensor.getShape()).replace("-1", "*")
        : "no tensor";
  }

  @Override
  public boolean pools() {
    return output.ofTokens();
  }

  @Override
  public String output() {
    return "output " + output.name() + ", " + (pools() ? pooling : "pooled by the model");
  }

  @Override
  public float[][] embed(TokenBatch batch) {
    return open.during(() -> run(batch));
  }

  private float[][] run(TokenBatch batch) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Map.Entry<String, OnnxJavaType> input : inputs.entrySet()) {
        tensors.put(input.getKey(), tensor(input.getKey(), input.getValue(), batch));
      }
      try (OrtSession.Result result = session.run(tensors, Set.of(output.name()))) {
        return vectors(result.get(0), batch);
      }
    } catch (OrtException e) {
      throw new IllegalArgumentException(file + ": the model fails: " + EngineModel.oneLine(e), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(String name, OnnxJavaType type, TokenBatch batch) throws OrtException {
    long[] values = batch.input(name, padding);
    long[] shape = {batch.size(), batch.width()};
    if (type == OnnxJavaType.INT64) {
      return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }
    int[] narrow = Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    return OnnxTensor.createTensor(environment, IntBuffer.wrap(narrow), shape);
  }

  private float[][] vectors(OnnxValue value, TokenBatch batch) {
    OnnxTensor tensor = (OnnxTensor) value;
    long[] shape = tensor.getInfo().getShape();
    boolean fits =
        shape.length == (output.ofTokens() ? 3 : 2)
            && shape[0] == batch.size()
            && (!output.ofTokens() || shape[1] == batch.width());
    if (!fits) {
      throw new IllegalArgumentException(
          file
              + ": its output "
              + output.name()
              + " is of shape "
              + Arrays.toString(shape)
              + " for "
              + batch.size()
              + " texts of "
              + batch.width()
              + " tokens");
    }
    float[] values = floats(tensor);
    int dimension = Math.toIntExact(shape[shape.length - 1]);
    if (output.ofTokens()) {
      return pooling.pool(values, batch, dimension);
    }
    float[][] vectors = new float[batch.size()][];
    for (int t = 0; t < vectors.length; t++) {
      vectors[t] = Arrays.copyOfRange(values, t * dimension, (t + 1) * dimension);
    }
    return vectors;
  }

  private static float[] floats(OnnxTensor tensor) {
    DoubleBuffer doubles = tensor.getDoubleBuffer();
    if (doubles != null) {
      float[] floats = new float[doubles.remaining()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles.get();
      }
      return floats;
    }
    // Of halves, too: it widens them.
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] floats = new float[buffer.remaining()];
    buffer.get(floats);
    return floats;
  }

  @Override
  public void close() {
    open.close(() -> close(session));
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the model's memory cannot be freed: " + e.getMessage(), e);
    }
  }
}
