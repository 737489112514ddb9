package dev.icp.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.StageResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DjlEmbedderTest {
  private static final float TOLERANCE = 1e-5f;
  private static final String LONG = "the licensor grants you a right to use the work. ".repeat(40);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void vectorsAreThoseOfTheModelAskedDirectly(Pooling pooling) {
    try (DirectModel direct = new DirectModel(TestModels.ENCODER);
        DjlEmbedder embedder =
            DjlEmbedder.builder(TestModels.ENCODER).pooling(pooling).maxLength(128).load()) {
      List<String> texts = texts();
      float[][] vectors = embed(embedder, texts);
      for (int i = 0; i < vectors.length; i++) {
        long[] ids = direct.ids(texts.get(i));
        float[][] hidden = direct.hidden(ids);
        float[] expected =
            switch (pooling) {
              case MEAN -> direct.mean(ids);
              case CLS -> hidden[0];
              case LAST_TOKEN -> hidden[hidden.length - 1];
            };
        assertClose(vectors[i], DirectModel.unit(expected));
      }
    }
  }

  @Test
  void settingsComeFromTheFolder() {
    try (DirectModel direct = new DirectModel(TestModels.ENCODER_LAST);
        DjlEmbedder embedder = DjlEmbedder.load(TestModels.ENCODER_LAST)) {
      assertThat(embedder.dimension()).isEqualTo(16);
      assertThat(embedder.toString())
          .contains("OnnxRuntime", "LAST_TOKEN", "at most 128 tokens", "windows not normalised");
      float[][] hidden = direct.hidden(direct.ids("a license"));
      assertClose(
          embed(embedder, List.of("a license"))[0], DirectModel.unit(hidden[hidden.length - 1]));
    }
    try (DjlEmbedder embedder = DjlEmbedder.load(TestModels.ENCODER)) {
      assertThat(embedder.dimension()).isEqualTo(32);
      assertThat(embedder.toString())
          .contains("MEAN", "at most 64 tokens", "FIRST_WINDOW")
          .doesNotContain("windows not normalised");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1000, 1_000_000})
  void companyMakesNoDifferenceButForRounding(int batchTokens) {
    List<String> texts = texts();
    List<String> shuffled = new ArrayList<>(texts);
    Collections.shuffle(shuffled, new Random(batchTokens));
    try (DjlEmbedder alone = DjlEmbedder.load(TestModels.ENCODER);
        DjlEmbedder batched =
            DjlEmbedder.builder(TestModels.ENCODER).batchTokens(batchTokens).load()) {
      float[][] together = embed(batched, shuffled);
      for (int i = 0; i < together.length; i++) {
        assertClose(together[i], embed(alone, List.of(shuffled.get(i)))[0]);
      }
    }
  }

  @Test
  void threadsWithinABatchMakeNoDifferenceButForRounding() {
    try (DjlEmbedder one = DjlEmbedder.load(TestModels.ENCODER);
        DjlEmbedder three = DjlEmbedder.builder(TestModels.ENCODER).intraOpThreads(3).load()) {
      float[][] expected = embed(one, texts());
      float[][] vectors = embed(three, texts());
      for (int i = 0; i < vectors.length; i++) {
        assertClose(vectors[i], expected[i]);
      }
      assertThat(three.fingerprint()).isNotEqualTo(one.fingerprint());
    }
  }

  @Test
  void firstTokensStandForALongDocument() {
    try (DirectModel direct = new DirectModel(TestModels.ENCODER);
        DjlEmbedder embedder = DjlEmbedder.load(TestModels.ENCODER)) {
      for (String text : List.of(LONG, "word ".repeat(100_000), "x".repeat(50_000))) {
        long[] ids = direct.ids(text);
        long[] window = ids.length <= 64 ? ids : Arrays.copyOf(ids, 64);
        window[window.length - 1] = ids[ids.length - 1];
        assertClose(embed(embedder, List.of(text))[0], DirectModel.unit(direct.mean(window)));
      }
    }
  }

  @Test
  void lengthMayBeMoreThanAnyTextHas() {
    String text = LONG.substring(0, 100);
    try (DjlEmbedder plain = DjlEmbedder.load(TestModels.ENCODER);
        DjlEmbedder longest =
            DjlEmbedder.builder(TestModels.ENCODER).maxLength(Integer.MAX_VALUE).load()) {
      assertThat(embed(longest, List.of(text))).isEqualTo(embed(plain, List.of(text)));
    }
  }

  @Test
  void headAndTailOfALongDocument() {
    try (DirectModel direct = new DirectModel(TestModels.ENCODER);
        DjlEmbedder embedder =
            DjlEmbedder.builder(TestModels.ENCODER)
                .longDocuments(LongDocuments.HEAD_AND_TAIL)
                .maxLength(33)
                .load()) {
      long[] ids = direct.ids(LONG);
      // [CLS], 16 tokens, the last 15, [SEP].
      long[] window = Arrays.copyOf(ids, 33);
      System.arraycopy(ids, ids.length - 16, window, 17, 16);
      assertClose(embed(embedder, List.of(LONG))[0], DirectModel.unit(direct.mean(window)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void meanOfTheWindowsOfALongDocument(boolean normalize) {
    try (DirectModel direct = new DirectModel(TestModels.ENCODER);
        DjlEmbedder embedder =
            DjlEmbedder.builder(TestModels.ENCODER)
                .longDocuments(LongDocuments.MEAN_OF_WINDOWS)
                .normalize(normalize)
                .maxLength(50)
                .load()) {
      long[] ids = direct.ids(LONG);
      float[] sum = new float[32];
      for (int from = 1; from < ids.length - 1; from += 48) {
        int tokens = Math.min(48, ids.length - 1 - from);
        long[] window = new long[tokens + 2];
        window[0] = ids[0];
        System.arraycopy(ids, from, window, 1, tokens);
        window[tokens + 1] = ids[ids.length - 1];
        float[] mean = direct.mean(window);
        float[] vector = normalize ? DirectModel.unit(mean) : mean;
        for (int i = 0; i < sum.length; i++) {
          sum[i] += tokens * vector[i];
        }
      }
      assertClose(embed(embedder, List.of(LONG))[0], DirectModel.unit(sum));
    }
  }

  @Test
  void prefixStandsInFrontOfEachText() throws IOException {
    Path model = TestModels.copy(TestModels.ENCODER, folder.resolve("model"));
    Files.writeString(
        model.resolve("config_sentence_transformers.json"),
        "{\"prompts\": {\"doc\": \"work: \"}, \"default_prompt_name\": \"doc\"}");
    try (DjlEmbedder plain = DjlEmbedder.load(TestModels.ENCODER);
        DjlEmbedder fromFolder = DjlEmbedder.load(model);
        DjlEmbedder contriever = DjlEmbedder.builder(model).contriever().load();
        DjlEmbedder set = DjlEmbedder.builder(TestModels.ENCODER).prefix("work: ").load()) {
      float[][] expected = embed(plain, List.of("work: use"));
      assertThat(embed(fromFolder, List.of("use"))).isEqualTo(expected);
      assertThat(embed(set, List.of("use"))).isEqualTo(expected);
      assertThat(embed(contriever, List.of("work: use"))).isEqualTo(expected);
    }
  }

  @Test
  void everySettingIsPartOfTheFingerprint() throws IOException {
    Path other = TestModels.copy(TestModels.ENCODER, folder.resolve("model"));
    byte[] bytes = Files.readAllBytes(other.resolve("onnx/model.onnx"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(other.resolve("onnx/model.onnx"), bytes);
    DjlEmbedder.Builder[] settings = new DjlEmbedder.Builder[8];
    Arrays.setAll(settings, i -> DjlEmbedder.builder(i == 7 ? other : TestModels.ENCODER));
    settings[1].pooling(Pooling.CLS);
    settings[2].normalize(false);
    settings[3].maxLength(32);
    settings[4].prefix("a");
    settings[5].longDocuments(LongDocuments.HEAD_AND_TAIL);
    settings[6].batchTokens(100);
    List<String> fingerprints = new ArrayList<>();
    for (DjlEmbedder.Builder builder : settings) {
      try (DjlEmbedder embedder = builder.load()) {
        fingerprints.add(embedder.fingerprint());
      }
    }
    assertThat(fingerprints).doesNotHaveDuplicates().noneMatch(String::isBlank);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'embedding_dimension': 32, 'pooling_mode': 'cls', 'include_prompt': true} | CLS",
        "{'embedding_dimension': 32, 'pooling_mode': ['lasttoken']} | LAST_TOKEN",
        "{'word_embedding_dimension': 32, 'pooling_mode_cls_token': true} | CLS",
        "{'word_embedding_dimension': 32} | MEAN",
      })
  void poolingAsTheFolderSays(String json, Pooling pooling) throws IOException {
    Path model = TestModels.copy(TestModels.ENCODER, folder.resolve("model"));
    Files.writeString(model.resolve("1_Pooling/config.json"), json.replace('\'', '"'));
    try (DjlEmbedder embedder = DjlEmbedder.load(model)) {
      assertThat(embedder.toString()).contains("pooling " + pooling + ",");
    }
  }

  @Test
  void aPaddingTokenThatCannotBeIsNotTaken() throws IOException {
    for (String id : List.of("'x'", "-1", "null", "1e30")) {
      Path model = TestModels.copy(TestModels.ENCODER, folder.resolve("model" + id.hashCode()));
      Files.writeString(
          model.resolve("config.json"), "{'pad_token_id': %s}".formatted(id).replace('\'', '"'));
      try (DjlEmbedder embedder = DjlEmbedder.load(model);
          DjlEmbedder plain = DjlEmbedder.load(TestModels.ENCODER)) {
        assertThat(embed(embedder, texts())).isEqualTo(embed(plain, texts()));
      }
    }
  }

  @Test
  void refusesToLeaveThePromptOutOfTheMean() throws IOException {
    Path model = TestModels.copy(TestModels.ENCODER, folder.resolve("model"));
    Files.writeString(model.resolve("1_Pooling/config.json"), "{\"include_prompt\": false}");
    DjlEmbedder.load(model).close();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DjlEmbedder.builder(model).prefix("passage: ").load())
        .withMessageStartingWith(model + ": pooling without the prompt (include_prompt)");
    DjlEmbedder.builder(model).prefix("passage: ").pooling(Pooling.MEAN).load().close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config.json | {'max_position_embeddings': 40} | 40",
        "config.json | {'max_position_embeddings': 42, 'model_type': 'roberta'} | 40",
        "config.json | {'hidden_size': 32} | 512",
        "tokenizer_config.json | {'model_max_length': 48} | 48",
        "tokenizer_config.json | {'model_max_length': 1000000000000000019884624838656} | 128",
      })
  void lengthFromWhateverFileNamesIt(String file, String json, int tokens) throws IOException {
    Path model = TestModels.copy(TestModels.ENCODER, folder.resolve("model"));
    Files.delete(model.resolve("sentence_bert_config.json"));
    Files.writeString(model.resolve(file), json.replace('\'', '"'));
    try (DjlEmbedder embedder = DjlEmbedder.load(model)) {
      assertThat(embedder.toString()).contains("at most " + tokens + " tokens");
    }
  }

  /** Its positions end at 128, whatever is asked for. */
  @Test
  void aModelThatFailsIsNamed() {
    try (DjlEmbedder embedder = DjlEmbedder.builder(TestModels.ENCODER).maxLength(200).load()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> embed(embedder, List.of(LONG)))
          .withMessageStartingWith(
              TestModels.ENCODER.resolve("onnx/model.onnx") + ": the model fails: ")
          .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
          .doesNotContain("\n");
    }
  }

  @Test
  void afterItsEndItSaysSo() {
    DjlEmbedder embedder = DjlEmbedder.load(TestModels.ENCODER);
    embed(embedder, List.of("a"));
    embedder.close();
    embedder.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> embed(embedder, List.of("a")))
        .withMessageEndingWith("model.onnx: the model has been closed");
  }

  private static List<String> texts() {
    List<String> texts = new ArrayList<>(List.of("", " ", "a", "\u0000", "\ud83d\ude00 e\u0301"));
    Random random = new Random(5);
    for (int i = 0; i < 40; i++) {
      int from = random.nextInt(200);
      texts.add(LONG.substring(from, from + random.nextInt(150)));
    }
    return texts;
  }

  private static float[][] embed(DjlEmbedder embedder, List<String> texts) {
    try (StageResources resources = StageResources.open(2, 0);
        EmbeddingSession<DenseVectors> session = embedder.open(resources)) {
      session.add(0, texts);
      try (DenseVectors vectors = session.finish()) {
        float[][] rows = new float[texts.size()][vectors.dimension()];
        for (int i = 0; i < rows.length; i++) {
          vectors.read(i, 1, rows[i], 0);
        }
        return rows;
      }
    }
  }

  private static void assertClose(float[] vector, float[] expected) {
    assertThat(vector).containsExactly(expected, within(TOLERANCE));
  }
}
