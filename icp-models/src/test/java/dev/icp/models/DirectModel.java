package dev.icp.models;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.icp.lucene.HuggingFaceTokenizers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A model asked without any of our code: one text at a time, tokens as its tokenizer gives them.
 */
final class DirectModel implements AutoCloseable {
  private final HuggingFaceTokenizer tokenizer;
  private final OrtSession session;

  DirectModel(Path folder) {
    // Sets the properties that keep DJL from asking services.
    HuggingFaceTokenizers.load(folder);
    try {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              folder.resolve("tokenizer.json"), Map.of("truncation", "false", "padding", "false"));
      session =
          OrtEnvironment.getEnvironment()
              .createSession(folder.resolve("onnx/model.onnx").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the ids of a text with the special tokens. */
  long[] ids(String text) {
    return tokenizer.encode(text).getIds();
  }

  /** Returns the vectors of the tokens. */
  float[][] hidden(long[] ids) {
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    Map<String, long[][]> known =
        Map.of(
            "input_ids", new long[][] {ids},
            "attention_mask", new long[][] {ones},
            "token_type_ids", new long[][] {new long[ids.length]});
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (String name : session.getInputNames()) {
        inputs.put(name, OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), known.get(name)));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        return ((float[][][]) result.get(0).getValue())[0];
      } finally {
        inputs.values().forEach(OnnxTensor::close);
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the mean over all tokens. */
  float[] mean(long[] ids) {
    float[][] hidden = hidden(ids);
    float[] mean = new float[hidden[0].length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (float[] token : hidden) {
        sum += token[i];
      }
      mean[i] = (float) (sum / hidden.length);
    }
    return mean;
  }

  /** Returns the vector, brought to length 1. */
  static float[] unit(float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += x * (double) x;
    }
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / Math.sqrt(squares));
    }
    return unit;
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
