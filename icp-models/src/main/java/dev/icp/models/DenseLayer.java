package dev.icp.models;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.icp.internal.base.Sha256;
import dev.icp.lucene.internal.JsonFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A layer behind the pooling, sentence-transformers' {@code Dense}: y = activation(W x + b).
 * Immutable.
 */
final class DenseLayer {
  /** What follows the sum; by the last part of PyTorch's name for it. */
  private enum Activation {
    IDENTITY,
    TANH,
    RELU,
    SIGMOID,
    GELU;

    double of(double x) {
      return switch (this) {
        case IDENTITY -> x;
        case TANH -> Math.tanh(x);
        case RELU -> Math.max(0, x);
        case SIGMOID -> 1 / (1 + Math.exp(-x));
        case GELU -> x * normal(x);
      };
    }

    /** The normal distribution function, to 1.5e-7 (Abramowitz and Stegun 7.1.26). */
    private static double normal(double x) {
      double z = Math.abs(x) / Math.sqrt(2);
      double t = 1 / (1 + 0.3275911 * z);
      double series =
          t
              * (0.254829592
                  + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
      double erf = 1 - series * Math.exp(-z * z);
      return x < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
    }
  }

  private final Path folder;
  private final float[] weights;
  private final float[] bias;
  private final int in;
  private final Activation activation;

  private DenseLayer(Path folder, float[] weights, float[] bias, int in, Activation activation) {
    this.folder = folder;
    this.weights = weights;
    this.bias = bias;
    this.in = in;
    this.activation = activation;
  }

  /**
   * Reads a module's folder: config.json and model.safetensors.
   *
   * @throws IllegalArgumentException naming the file if one is missing, is not what it should be,
   *     or asks for what is not done here
   */
  static DenseLayer read(Path folder) {
    Path file = folder.resolve("config.json");
    JsonObject config = JsonFile.read(file, JsonObject.class);
    Activation activation = activation(file, config.get("activation_function"));
    Path weights = folder.resolve("model.safetensors");
    if (!Files.exists(weights)) {
      throw new IllegalArgumentException(
          weights
              + ": not there; a Dense module is read in this form only, not as pytorch_model.bin,"
              + " which is a program of Python's: load the model with sentence-transformers and"
              + " save it again");
    }
    SafeTensors tensors = SafeTensors.read(weights);
    SafeTensors.Tensor matrix = tensors.tensor("linear.weight");
    if (matrix.shape().length != 2) {
      throw new IllegalArgumentException(weights + ": linear.weight is no matrix");
    }
    int out = matrix.shape()[0];
    int in = matrix.shape()[1];
    float[] bias =
        tensors.has("linear.bias") ? tensors.tensor("linear.bias").values() : new float[out];
    if (bias.length != out) {
      throw new IllegalArgumentException(
          weights + ": linear.bias has " + bias.length + " values for " + out + " rows");
    }
    requireSaid(file, config, "in_features", in);
    requireSaid(file, config, "out_features", out);
    return new DenseLayer(folder, matrix.values(), bias, in, activation);
  }

  private static Activation activation(Path file, JsonElement named) {
    if (named == null || named.isJsonNull()) {
      // What sentence-transformers takes where nothing is said.
      return Activation.TANH;
    }
    String name = named.isJsonPrimitive() ? named.getAsString() : named.toString();
    String last = name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
    for (Activation activation : Activation.values()) {
      if (activation.name().equals(last)) {
        return activation;
      }
    }
    throw new IllegalArgumentException(
        file + ": activation_function " + name + " is not supported");
  }

  private static void requireSaid(Path file, JsonObject config, String name, int found) {
    JsonElement said = config.get(name);
    if (said != null && !said.toString().equals(Integer.toString(found))) {
      throw new IllegalArgumentException(
          file + ": " + name + " is " + said + ", the weights beside it have " + found);
    }
  }

  /** Returns how many values it makes. */
  int out() {
    return bias.length;
  }

  /**
   * Returns what becomes of a vector.
   *
   * @throws IllegalArgumentException naming the folder if it has not as many values as this takes
   */
  float[] apply(float[] vector) {
    if (vector.length != in) {
      throw new IllegalArgumentException(
          folder + ": takes vectors of " + in + " values, the model's have " + vector.length);
    }
    float[] result = new float[bias.length];
    for (int r = 0; r < result.length; r++) {
      double sum = bias[r];
      for (int i = 0; i < in; i++) {
        sum += weights[r * in + i] * (double) vector[i];
      }
      result[r] = (float) activation.of(sum);
    }
    return result;
  }

  /** Returns a text that differs when another vector could come out. */
  @Override
  public String toString() {
    ByteBuffer bytes =
        ByteBuffer.allocate((weights.length + bias.length) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(weights).put(bias);
    String hash = HexFormat.of().formatHex(Sha256.digest().digest(bytes.array())).substring(0, 16);
    return "dense " + in + " to " + out() + " " + activation + " " + hash;
  }
}
