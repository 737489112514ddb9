package dev.icp.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Special tokens in texts, and what the native library would do to a text without a word. */
class SpecialTokensTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"bpe,<|endoftext|>", "wordpiece,[SEP]", "unigram,</s>"})
  void writtenOutTheyAreTextOrTokens(String name, String special) {
    Path path = TestTokenizers.folder(name);
    Tokenizer asText = HuggingFaceTokenizers.load(path);
    Tokenizer asTokens = HuggingFaceTokenizers.load(path, SpecialTokens.TOKEN);
    int id = asText.tokenId(special).orElseThrow();
    String text = "the license " + special + " the Licensor " + special;

    assertThat(asTokens.encode(text)).contains(id);
    assertThat(asText.encode(text)).doesNotContain(id).hasSizeGreaterThan(4);
    assertThat(asText.encode("the license")).isEqualTo(asTokens.encode("the license"));
    assertThat(asText.specialTokens()).containsEntry(special, id);
    assertThat(asText.fingerprint()).isNotEqualTo(asTokens.fingerprint());
  }

  @Test
  void asTextTheyAreNoSeam() {
    Tokenizer tokenizer = TestTokenizers.load("bpe");
    String text = " license<|endoftext|> license\n<|pad|><|pad|>";
    int[] tokens = tokenizer.encode(text);
    assertThat(tokenizer.decode(tokens)).isEqualTo(text);
    assertThat(IntStream.of(tokens)).allMatch(token -> token < 556);
  }

  @Test
  void otherAddedTokensKeepTheirIds() throws IOException {
    write(
        "["
            + added(2, "<a>", true)
            + ","
            + added(3, "<b>", false)
            + ","
            + added(4, "<c>", true)
            + "]",
        "'type': 'WordLevel', 'unk_token': 'u', 'vocab': {'u': 0, 'x': 1}");
    assertThat(load(SpecialTokens.TOKEN).encode("x <a> <b> <c> x")).containsExactly(1, 2, 3, 4, 1);
    assertThat(load(SpecialTokens.TEXT).encode("x <b> x <a> <b>"))
        .startsWith(1, 3, 1)
        .endsWith(3)
        .doesNotContain(2, 4);
  }

  @Test
  void aWordOfTheVocabularyIsNoSpecialToken() throws IOException {
    write(
        "[" + added(1, "x", true) + "," + added(0, "u", true) + "]",
        "'type': 'WordLevel', 'unk_token': 'u', 'vocab': {'u': 0, 'x': 1, 'y': 2}");
    assertThat(load(SpecialTokens.TOKEN).encode("y x z")).containsExactly(2, 1, 0);
    assertThat(load(SpecialTokens.TEXT).encode("y x z u")).containsExactly(2, 0, 0, 0);
  }

  @Test
  void dropoutIsLeftOff() throws IOException {
    write("[]", bpe("'dropout': 0.5, 'unk_token': 'a'"));
    Tokenizer tokenizer = load(SpecialTokens.TEXT);
    String text = "the ".repeat(100).strip();
    assertThat(tokenizer.encode(text)).hasSize(100).containsOnly(4);
    assertThat(tokenizer.remarks())
        .singleElement()
        .asString()
        .isEqualTo(
            folder.resolve("tokenizer.json")
                + ": the dropout of 0.5 is left off, so that a text always has the same tokens");
    write("[]", bpe("'dropout': 0, 'unk_token': 'a'"));
    assertThat(load(SpecialTokens.TEXT).remarks()).isEmpty();
  }

  @Test
  void aCharacterWithoutTokenIsNotLost() throws IOException {
    // The added token's id follows the model's.
    write(
        "[" + added(6, "<s>", true) + "," + added(7, "<b>", false) + "]", bpe("'unk_token': null"));
    Tokenizer tokenizer = load(SpecialTokens.TEXT);
    assertThat(tokenizer.vocabularySize()).isEqualTo(8);
    assertThat(load(SpecialTokens.TOKEN).encode("the <s><b> hat"))
        .containsExactly(4, 6, 7, 2, 0, 1);
    assertThat(tokenizer.encode("the <b> hat")).containsExactly(4, 7, 2, 0, 1);
    for (String text : new String[] {"the cat", "the <s>"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tokenizer.encode(text))
          .withMessage(
              folder.resolve("tokenizer.json")
                  + ": cannot tokenize \""
                  + text
                  + "\": its vocabulary has no token for one of the characters, and none for what"
                  + " is unknown");
    }
  }

  @Test
  void bytesAsCharactersLoseNothing() throws IOException {
    Path file = TestTokenizers.folder("bpe").resolve("tokenizer.json");
    assertThat(Files.readString(file)).contains("\"unk_token\":null");
    assertThat(TestTokenizers.load("bpe").encode("\u6a21\u0000")).hasSize(4);
  }

  private Tokenizer load(SpecialTokens policy) {
    return HuggingFaceTokenizers.load(folder, policy);
  }

  private static String bpe(String settings) {
    return "'type': 'BPE', "
        + settings
        + ", 'vocab': {'a': 0, 't': 1, 'h': 2, 'e': 3, 'the': 4, 'th': 5},"
        + " 'merges': ['t h', 'th e']";
  }

  private static String added(int id, String content, boolean special) {
    return "{'id': %d, 'content': '%s', 'single_word': false, 'lstrip': false, 'rstrip': false,"
            .formatted(id, content)
        + " 'normalized': false, 'special': "
        + special
        + "}";
  }

  private void write(String added, String model) throws IOException {
    String json =
        "{'version': '1.0', 'added_tokens': %s, 'pre_tokenizer': {'type': 'WhitespaceSplit'},"
                .formatted(added)
            + " 'model': {"
            + model
            + "}}";
    Files.writeString(folder.resolve("tokenizer.json"), json.replace('\'', '"'));
  }
}
