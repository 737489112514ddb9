package dev.icp.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused as a model, and what is said then. */
class DjlEmbedderRefusalsTest {
  @TempDir private Path folder;

  @Test
  void refusesWhatIsMissing() throws IOException {
    refuses(folder.resolve("none"), folder.resolve("none") + ": no such folder");
    refuses(folder, folder + ": no tokenizer.json in this folder");
    Path file = Files.writeString(folder.resolve("file"), "");
    refuses(file, file + ": not a folder with a model and tokenizer.json");
  }

  @Test
  void refusesAModelThatIsCutOff() throws IOException {
    Path model = TestModels.copy(TestModels.ENCODER, folder.resolve("model"));
    Path file = model.resolve("onnx/model.onnx");
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 1, 100, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      refuses(model, file + ": ");
    }
  }

  @Test
  void refusesAnotherDimensionThanTheFolderSays() throws IOException {
    Path model = TestModels.copy(TestModels.ENCODER, folder.resolve("model"));
    Path pooling = model.resolve("1_Pooling/config.json");
    Files.writeString(pooling, Files.readString(pooling).replace("32", "384"));
    refuses(
        model,
        model.resolve("onnx/model.onnx")
            + ": its vectors have 32 dimensions, the folder's configuration says 384");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "modules.json | {} | modules.json: not a JSON array",
        "modules.json | [{'type': 'sentence_transformers.models.LayerNorm'}] | modules.json: module"
            + " LayerNorm is not",
        "modules.json | [{'type': 'Pooling', 'path': '\\u0000'}] | modules.json: not a path",
        "1_Pooling/config.json | {'pooling_mode_max_tokens': true} | : pooling_mode_max_tokens is"
            + " not supported",
        "1_Pooling/config.json | {'pooling_mode': 'max'} | : max is not supported",
        "1_Pooling/config.json | {'pooling_mode': ['mean', 'cls']} | : mean with cls is not"
            + " supported",
        "config_sentence_transformers.json | {'default_prompt_name': 'q', 'prompts': {}} |"
            + " default_prompt_name is \"q\", which has no prompt",
        "config.json | {'hidden_size' | config.json: not a JSON object",
        "tokenizer.json | {} | tokenizer.json: not a tokenizer.json",
      })
  void refusesWhatItsFilesSay(String file, String json, String message) throws IOException {
    Path model = TestModels.copy(TestModels.ENCODER, folder.resolve("model"));
    Files.writeString(model.resolve(file), json.replace('\'', '"'));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DjlEmbedder.load(model))
        .withMessageStartingWith(model.toString())
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void refusesSettingsOutOfRange(int value) {
    DjlEmbedder.Builder builder = DjlEmbedder.builder(TestModels.ENCODER);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxLength(value));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.batchTokens(value));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.intraOpThreads(value));
  }

  /** The engine on the tests' class path is the one for processors. */
  @Test
  void refusesAGpuThatTheEngineCannotUse() {
    DjlEmbedder.Builder builder = DjlEmbedder.builder(TestModels.ENCODER);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.cuda(-1))
        .withMessage("device: -1, expected 0 or more");
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.cuda(0).load())
        .withMessageContaining("ONNX Runtime cannot use CUDA here")
        .withMessageContaining("com.microsoft.onnxruntime:onnxruntime_gpu");
  }

  @Test
  void refusesALengthWithoutRoom() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DjlEmbedder.builder(TestModels.ENCODER).maxLength(2).load())
        .withMessageContaining("maxLength: 2");
  }

  @Test
  void modelFilesInPlacesThatAreUsual() throws IOException {
    Path model = TestModels.copy(TestModels.ENCODER, folder.resolve("my-encoder"));
    Path file = model.resolve("onnx/model.onnx");
    for (String name : List.of("model.onnx", "my-encoder.onnx")) {
      Files.move(file, model.resolve(name));
      DjlEmbedder.load(model).close();
      Files.move(model.resolve(name), file);
    }
    Files.move(file, model.resolve("onnx/model_O3.onnx"));
    refuses(model, model + ": no model in this folder, neither model.onnx");
    DjlEmbedder.builder(model).modelFile(Path.of("onnx/model_O3.onnx")).load().close();
  }

  private void refuses(Path model, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DjlEmbedder.load(model))
        .withMessageStartingWith(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }
}
