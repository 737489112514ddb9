package dev.icp.bench;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.gson.JsonParser;
import dev.icp.spi.StageContext;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sentence encoder run by nothing but its tokenizer's library and ONNX Runtime, in the batches
 * that {@link dev.icp.models.DjlEmbedder} makes: sorted by length within 1,024 texts, of 512 tokens
 * at most. Mean over all tokens, normalised.
 */
final class BareSession implements AutoCloseable {
  private static final int BLOCK = 1024;
  private static final int BATCH_TOKENS = 512;

  private final HuggingFaceTokenizer tokenizer;
  private final OrtEnvironment environment;
  private final OrtSession session;

  /**
   * Loads a model.
   *
   * @param folder in the layout of sentence-transformers; its model stands in the folder {@code
   *     onnx} or beside the others
   */
  BareSession(Path folder) throws IOException {
    this(folder, maxLength(folder));
  }

  /** The same, but for the most tokens of a text. */
  BareSession(Path folder, int maxLength) throws IOException {
    tokenizer =
        HuggingFaceTokenizer.newInstance(
            folder.resolve("tokenizer.json"),
            Map.of(
                "truncation", "true", "maxLength", String.valueOf(maxLength), "padding", "false"));
    environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      Path inner = folder.resolve("onnx/model.onnx");
      Path model = Files.exists(inner) ? inner : folder.resolve("model.onnx");
      session = environment.createSession(model.toString(), options);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int maxLength(Path folder) throws IOException {
    String sentence = Files.readString(folder.resolve("sentence_bert_config.json"));
    return JsonParser.parseString(sentence).getAsJsonObject().get("max_seq_length").getAsInt();
  }

  /** Returns the token ids of a text, special ones included, cut off at the model's length. */
  long[] ids(String text) {
    return tokenizer.encode(text).getIds();
  }

  /** Returns the vector of each text. */
  float[][] vectors(List<long[]> texts, StageContext context) {
    List<List<Integer>> batches = new ArrayList<>();
    for (int first = 0; first < texts.size(); first += BLOCK) {
      Integer[] order = new Integer[Math.min(BLOCK, texts.size() - first)];
      int from = first;
      Arrays.setAll(order, i -> from + i);
      Arrays.sort(order, (a, b) -> texts.get(b).length - texts.get(a).length);
      for (int start = 0; start < order.length; ) {
        int fitting = Math.max(1, BATCH_TOKENS / texts.get(order[start]).length);
        int end = Math.min(order.length, start + fitting);
        batches.add(List.of(Arrays.copyOfRange(order, start, end)));
        start = end;
      }
    }
    float[][] vectors = new float[texts.size()][];
    context.forEach(batches.size(), b -> run(batches.get(b), texts, vectors));
    return vectors;
  }

  private void run(List<Integer> batch, List<long[]> texts, float[][] vectors) {
    int width = texts.get(batch.getFirst()).length;
    long[] ids = new long[batch.size() * width];
    long[] mask = new long[ids.length];
    for (int i = 0; i < batch.size(); i++) {
      long[] text = texts.get(batch.get(i));
      System.arraycopy(text, 0, ids, i * width, text.length);
      Arrays.fill(mask, i * width, i * width + text.length, 1);
    }
    Map<String, long[]> values =
        Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", new long[ids.length]);
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (String name : session.getInputNames()) {
        LongBuffer buffer = LongBuffer.wrap(values.get(name));
        inputs.put(
            name, OnnxTensor.createTensor(environment, buffer, new long[] {batch.size(), width}));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        FloatBuffer hidden = ((OnnxTensor) result.get(0)).getFloatBuffer();
        int dimension = hidden.remaining() / ids.length;
        for (int i = 0; i < batch.size(); i++) {
          int text = batch.get(i);
          vectors[text] = mean(hidden, i * width, texts.get(text).length, dimension);
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static float[] mean(FloatBuffer hidden, int firstRow, int tokens, int dimension) {
    float[] sum = new float[dimension];
    for (int row = firstRow; row < firstRow + tokens; row++) {
      for (int i = 0; i < dimension; i++) {
        sum[i] += hidden.get(row * dimension + i);
      }
    }
    double squares = 0;
    for (float x : sum) {
      squares += x * (double) x;
    }
    for (int i = 0; i < dimension; i++) {
      sum[i] /= (float) Math.sqrt(squares);
    }
    return sum;
  }

  @Override
  public void close() {
    tokenizer.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
