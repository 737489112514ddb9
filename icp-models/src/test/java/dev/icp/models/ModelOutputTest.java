package dev.icp.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.StageResources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is taken of models that give several things. They all look up the same vectors of tokens (8
 * values): {@code tokens} in a name below stands for these, {@code mean} for their mean and {@code
 * tanh} for the tangent of that, which stands for what a model pools itself.
 */
class ModelOutputTest {
  private static final Path OUTPUTS = Path.of("src/test/resources/dev/icp/models/outputs");
  private static final List<String> TEXTS = List.of("a license", "the right to use the work", "x");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "plain, last_hidden_state, false",
    "int32, last_hidden_state, false",
    "float16, last_hidden_state, false",
    "float64, last_hidden_state, false",
    "pooler, last_hidden_state, false",
    "sentence, sentence_embedding, true",
    "several, dense_vecs, true",
  })
  void byName(String model, String name, boolean pooledByTheModel) {
    try (DjlEmbedder embedder = DjlEmbedder.load(model(model))) {
      assertThat(embedder.dimension()).isEqualTo(8);
      assertThat(embedder.fingerprint())
          .contains(
              "output " + name + (pooledByTheModel ? ", pooled by the model" : ", pooling MEAN"));
      double tolerance = model.equals("float16") ? 2e-3 : 1e-6;
      assertRows(embed(embedder), pooledByTheModel ? tanh() : mean(), tolerance);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sentence, token_embeddings, false",
    "several, colbert_vecs, false",
    "several, dense_vecs, true",
    "unknown, a, false",
    "unknown, b, true",
    "pooler, pooler_output, true",
  })
  void asAskedFor(String model, String name, boolean pooledByTheModel) {
    try (DjlEmbedder embedder = DjlEmbedder.builder(model(model)).output(name).load()) {
      assertRows(embed(embedder), pooledByTheModel ? tanh() : mean(), 1e-6);
    }
  }

  @Test
  void aPoolingThatIsAskedForWantsTokens() {
    try (DjlEmbedder embedder =
        DjlEmbedder.builder(model("sentence")).pooling(Pooling.MEAN).load()) {
      assertRows(embed(embedder), mean(), 1e-6);
    }
    Path only = model("several");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> DjlEmbedder.builder(only).output("dense_vecs").pooling(Pooling.CLS).load())
        .withMessageStartingWith(
            only.resolve("model.onnx")
                + ": pools itself in \"dense_vecs\", so that no pooling can be chosen; its outputs:"
                + " sparse_vecs FLOAT[*, *, 1], colbert_vecs FLOAT[*, *, 8], dense_vecs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unknown  | has no output of a name that is known; choose one (model output); its outputs:"
            + " a FLOAT[*, *, 8], b FLOAT[*, 8]",
        "integers | gives vectors neither of tokens nor of texts in \"last_hidden_state\"; its"
            + " outputs: last_hidden_state INT64[*, *, 8]",
      })
  void noneIsGuessed(String model, String message) {
    Path path = model(model);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DjlEmbedder.load(path))
        .withMessage(path.resolve("model.onnx") + ": " + message);
  }

  @Test
  void oneThatThereIsNotIsNamedWithThoseThatThereAre() {
    Path path = model("sentence");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DjlEmbedder.builder(path).output("dense_vecs").load())
        .withMessage(
            path.resolve("model.onnx")
                + ": has no output \"dense_vecs\"; its outputs: token_embeddings FLOAT[*, *, 8],"
                + " sentence_embedding FLOAT[*, 8]");
  }

  /** Two rows: the sum of the first two values and half of 1; −1 times the third. */
  @ParameterizedTest
  @CsvSource({
    "torch.nn.modules.linear.Identity, F32",
    "torch.nn.modules.activation.Tanh, F32",
    "torch.nn.modules.linear.Identity, BF16",
    "torch.nn.modules.linear.Identity, F16",
    "torch.nn.modules.linear.Identity, F64",
  })
  void denseModulesAreApplied(String activation, String type) {
    Path model = withDense("plain", activation, type);
    UnaryOperator<float[]> layer =
        x -> {
          double[] sums = {x[0] + x[1] + 0.5, -x[2]};
          return activation.endsWith("Tanh")
              ? new float[] {(float) Math.tanh(sums[0]), (float) Math.tanh(sums[1])}
              : new float[] {(float) sums[0], (float) sums[1]};
        };
    try (DjlEmbedder embedder = DjlEmbedder.load(model)) {
      assertThat(embedder.dimension()).isEqualTo(2);
      float[][] expected = unnormalisedMeans();
      for (int i = 0; i < expected.length; i++) {
        expected[i] = DirectModel.unit(layer.apply(expected[i]));
      }
      assertRows(embed(embedder), expected, 1e-6);
    }
  }

  /** What a model pools itself has been through all of them. */
  @Test
  void denseModulesAreNotAppliedTwice() {
    try (DjlEmbedder embedder =
        DjlEmbedder.load(withDense("sentence", "torch.nn.modules.activation.Tanh", "F32"))) {
      assertRows(embed(embedder), tanh(), 1e-6);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2_Dense/config.json | {'activation_function': 'torch.nn.Mish'} | config.json:"
            + " activation_function torch.nn.Mish is not supported",
        "2_Dense/config.json | {'in_features': 16} | config.json: in_features is 16, the weights"
            + " beside it have 8",
        "2_Dense/config.json | {'out_features': 3} | config.json: out_features is 3, the weights"
            + " beside it have 2",
        "2_Dense/model.safetensors | short | model.safetensors: not a safetensors file: a header of"
            + " -1 bytes in a file of 5",
        "modules.json | [{'type': 'x.Transformer'}, {'type': 'x.Dense', 'path': '2_Dense'}] |"
            + " module Dense is supported behind Pooling",
      })
  void refusesDenseModulesThatItCannotApply(String file, String content, String message)
      throws IOException {
    Path model = withDense("plain", "torch.nn.modules.linear.Identity", "F32");
    Files.writeString(model.resolve(file), content.replace('\'', '"'));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DjlEmbedder.load(model))
        .withMessageStartingWith(model.toString())
        .withMessageContaining(message);
  }

  @Test
  void refusesWeightsThatArePickled() throws IOException {
    Path model = withDense("plain", "torch.nn.modules.linear.Identity", "F32");
    Path weights = model.resolve("2_Dense/model.safetensors");
    Files.move(weights, weights.resolveSibling("pytorch_model.bin"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DjlEmbedder.load(model))
        .withMessageStartingWith(weights + ": not there; a Dense module is read in this form only");
  }

  private float[][] mean() {
    float[][] rows = unnormalisedMeans();
    for (int i = 0; i < rows.length; i++) {
      rows[i] = DirectModel.unit(rows[i]);
    }
    return rows;
  }

  private float[][] tanh() {
    float[][] rows = unnormalisedMeans();
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) Math.tanh(row[i]);
      }
    }
    return Arrays.stream(rows).map(DirectModel::unit).toArray(float[][]::new);
  }

  private float[][] unnormalisedMeans() {
    Path plain = folder.resolve("direct");
    if (!Files.exists(plain)) {
      copy("plain", plain.resolve("onnx"));
      copyTokenizer(plain);
    }
    try (DirectModel direct = new DirectModel(plain)) {
      return TEXTS.stream().map(text -> direct.mean(direct.ids(text))).toArray(float[][]::new);
    }
  }

  private Path model(String name) {
    Path model = folder.resolve(name);
    copy(name, model);
    copyTokenizer(model);
    return model;
  }

  private static void copy(String name, Path target) {
    try {
      Files.createDirectories(target);
      Files.copy(OUTPUTS.resolve(name + ".onnx"), target.resolve("model.onnx"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyTokenizer(Path target) {
    try {
      Files.copy(TestModels.ENCODER.resolve("tokenizer.json"), target.resolve("tokenizer.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path withDense(String name, String activation, String type) {
    Path model = model(name);
    try {
      Files.writeString(
          model.resolve("modules.json"),
          """
          [{"type": "sentence_transformers.models.Transformer", "path": ""},
           {"type": "sentence_transformers.models.Pooling", "path": "1_Pooling"},
           {"type": "sentence_transformers.models.Dense", "path": "2_Dense"},
           {"type": "sentence_transformers.models.Normalize", "path": "3_Normalize"}]
          """);
      Path pooling = Files.createDirectories(model.resolve("1_Pooling"));
      Files.writeString(
          pooling.resolve("config.json"),
          "{\"word_embedding_dimension\": 8, \"pooling_mode_mean_tokens\": true}");
      Path dense = Files.createDirectories(model.resolve("2_Dense"));
      Files.writeString(
          dense.resolve("config.json"),
          "{\"in_features\": 8, \"out_features\": 2, \"bias\": true, \"activation_function\": \""
              + activation
              + "\"}");
      Files.write(dense.resolve("model.safetensors"), safetensors(type));
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] safetensors(String type) throws IOException {
    float[] values = new float[18];
    values[0] = 1;
    values[1] = 1;
    values[8 + 2] = -1;
    values[16] = 0.5f;
    ByteBuffer data = ByteBuffer.allocate(18 * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      switch (type) {
        case "F64" -> data.putDouble(value);
        case "F32" -> data.putFloat(value);
        case "F16" -> data.putShort(Float.floatToFloat16(value));
        default -> data.putShort((short) (Float.floatToIntBits(value) >> 16));
      }
    }
    int each = data.position() / 18;
    byte[] header =
        ("{\"__metadata__\": {\"format\": \"pt\"}, \"linear.weight\": {\"dtype\": \""
                + type
                + "\", \"shape\": [2, 8], \"data_offsets\": [0, "
                + 16 * each
                + "]}, \"linear.bias\": {\"dtype\": \""
                + type
                + "\", \"shape\": [2], \"data_offsets\": ["
                + 16 * each
                + ", "
                + 18 * each
                + "]}}")
            .getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
    file.write(header);
    file.write(data.array(), 0, data.position());
    return file.toByteArray();
  }

  private static float[][] embed(DjlEmbedder embedder) {
    try (StageResources resources = StageResources.open(2, 0);
        EmbeddingSession<DenseVectors> session = embedder.open(resources)) {
      session.add(0, TEXTS);
      try (DenseVectors vectors = session.finish()) {
        float[][] rows = new float[TEXTS.size()][vectors.dimension()];
        for (int i = 0; i < rows.length; i++) {
          vectors.read(i, 1, rows[i], 0);
        }
        return rows;
      }
    }
  }

  private static void assertRows(float[][] rows, float[][] expected, double tolerance) {
    assertThat(rows).hasDimensions(expected.length, expected[0].length);
    for (int i = 0; i < rows.length; i++) {
      assertThat(rows[i]).containsExactly(expected[i], within((float) tolerance));
    }
  }
}
