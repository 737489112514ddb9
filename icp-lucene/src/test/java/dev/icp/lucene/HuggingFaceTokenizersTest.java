package dev.icp.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceTokenizersTest {
  private static final int BPE_END_OF_TEXT = 556;

  @TempDir private Path folder;

  @Test
  void loadsAFileOrItsFolder() {
    Tokenizer byFolder = TestTokenizers.load("bpe");
    Tokenizer byFile =
        HuggingFaceTokenizers.load(TestTokenizers.folder("bpe").resolve("tokenizer.json"));
    assertThat(byFile.encode("the Licensor")).isEqualTo(byFolder.encode("the Licensor"));
    assertThat(byFile.fingerprint()).isEqualTo(byFolder.fingerprint());
  }

  @Test
  void loadsAFileOfAnotherName() throws IOException {
    Path file = folder.resolve("mine.json");
    Files.copy(TestTokenizers.folder("bpe").resolve("tokenizer.json"), file);
    assertThat(HuggingFaceTokenizers.load(file).encode("copyright")).isNotEmpty();
  }

  @Test
  void truncationAndPaddingOfTheFileAreLeftAside() {
    Tokenizer plain = TestTokenizers.load("bpe");
    Tokenizer truncating = TestTokenizers.load("bpe-truncating");
    String text = "one two three four ".repeat(1000);
    assertThat(truncating.encode(text)).isEqualTo(plain.encode(text)).hasSizeGreaterThan(4000);
    assertThat(truncating.encode("one")).isEqualTo(plain.encode("one")).hasSizeLessThan(4);
  }

  @Test
  void textOfFiveMegabytes() {
    Tokenizer tokenizer = TestTokenizers.load("bpe");
    String text =
        "Each Contributor grants 42 rights; \ud83d\ude00 e\u0301 \u0000\n".repeat(120_000);
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(5_000_000);
    int[] tokens = tokenizer.encode(text);
    // Not by assertThat, which would write both out.
    assertThat(tokenizer.decode(tokens).equals(text)).as("decodes to the same text").isTrue();
  }

  @ParameterizedTest
  @CsvSource({"bpe,<|endoftext|>", "wordpiece,[CLS]", "wordpiece,[SEP]", "unigram,</s>"})
  void addsNoSpecialTokens(String name, String special) {
    Tokenizer tokenizer = TestTokenizers.load(name);
    assertThat(tokenizer.decode(tokenizer.encode("the license"))).doesNotContain(special);
  }

  @Test
  void vocabularyCoversAddedTokens() {
    // 256 bytes, 300 merges, <|endoftext|> and <|pad|>.
    assertThat(TestTokenizers.load("bpe").vocabularySize()).isEqualTo(558);
    assertThat(TestTokenizers.load("unigram").encode("\u00e9")).isNotEmpty();
  }

  @Test
  void decodesOnlyWhatIsInTheVocabulary() throws IOException {
    write("tokenizer.json", wordLevel("{\"a\": 0, \"b\": 7}", "[]"));
    Tokenizer tokenizer = HuggingFaceTokenizers.load(folder);
    assertThat(tokenizer.vocabularySize()).isEqualTo(8);
    assertThat(tokenizer.encode("b")).containsExactly(7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokenizer.decode(new int[] {3}))
        .withMessage("token 3 is not in the vocabulary");
  }

  @Test
  void separatorIsTheCommonSpecialToken() {
    assertThat(TestTokenizers.load("bpe").separator()).hasValue(BPE_END_OF_TEXT);
    assertThat(TestTokenizers.load("wordpiece").separator()).hasValue(3);
    assertThat(TestTokenizers.load("unigram").separator()).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tokenizer_config.json   | {'eos_token': 'b'}",
        "tokenizer_config.json   | {'eos_token': {'content': 'b', 'lstrip': false}}",
        "tokenizer_config.json   | {'sep_token': 'b', 'cls_token': 'a'}",
        "tokenizer_config.json   | {'eos_token': null, 'sep_token': 'b'}",
        "tokenizer_config.json   | {'sep_token': 'a', 'eos_token': 'b'}",
        "special_tokens_map.json | {'eos_token': 'b'}",
        "special_tokens_map.json | {'eos_token': {'content': 'b'}}",
      })
  void separatorIsReadFromBeside(String file, String json) throws IOException {
    write("tokenizer.json", wordLevel("{'a': 0, 'b': 1, '</s>': 2}", "[" + special(2) + "]"));
    write(file, json);
    assertThat(HuggingFaceTokenizers.load(folder).separator()).hasValue(1);
  }

  @Test
  void tokensByHowTheyAreWritten() {
    Tokenizer bpe = TestTokenizers.load("bpe");
    assertThat(bpe.tokenId("<|pad|>")).hasValue(BPE_END_OF_TEXT + 1);
    assertThat(bpe.tokenId("<|im_end|>")).isEmpty();
    assertThat(bpe.tokenText(BPE_END_OF_TEXT)).isEqualTo("<|endoftext|>");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bpe.tokenText(558))
        .withMessage("token 558 is not in the vocabulary");
  }

  @Test
  void separatorIsNoOrdinaryToken() throws IOException {
    write("tokenizer.json", wordLevel("{'a': 0, '</s>': 1}", "[]"));
    assertThat(HuggingFaceTokenizers.load(folder).separator()).isEmpty();
  }

  @Test
  void fingerprintIsTheHashOfTheFile() throws Exception {
    byte[] json = Files.readAllBytes(TestTokenizers.folder("bpe").resolve("tokenizer.json"));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(json);
    assertThat(TestTokenizers.load("bpe").fingerprint()).endsWith(HexFormat.of().formatHex(hash));
    assertThat(TestTokenizers.load("bpe-truncating").fingerprint())
        .isNotEqualTo(TestTokenizers.load("bpe").fingerprint());
  }

  @Test
  void asksNoServices() {
    TestTokenizers.load("bpe");
    assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
  }

  @Test
  void refusesWhatIsNotThere() {
    Path missing = folder.resolve("missing");
    refuses(missing, missing + ": no such file or folder");
    refuses(folder, folder + ": no tokenizer.json in this folder");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "[]",
        "{}",
        "{'model': 1}",
        "{'model': {'vocab': {'a': 'x'}}}",
        "{'model': {'vocab': {'a': -1}}}",
        "{'model': {'vocab': {'a': 0}}",
        "{'model': {'type': 'WordLevel', 'vocab': {'a': 0}}}",
        "{'model': {'type': 'Unheard', 'vocab': {'a': 0}}}",
      })
  void refusesWhatIsNoTokenizer(String json) throws IOException {
    Path file = write("tokenizer.json", json);
    refuses(file, file + ": not a tokenizer.json");
  }

  @Test
  void aTextThatTheVocabularyHasNoTokenForIsShown() throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Path wordpiece = TestTokenizers.folder("wordpiece").resolve("tokenizer.json");
    Files.writeString(
        file,
        Files.readString(wordpiece)
            .replaceAll("\"unk_token\": *\"[^\"]*\"", "\"unk_token\":\"none\""));
    Tokenizer tokenizer = HuggingFaceTokenizers.load(file);
    assertThat(tokenizer.encode("a license")).isNotEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokenizer.encode("\u6a21 license".repeat(100)))
        .withMessageStartingWith(file + ": cannot tokenize \"\u6a21 license")
        .withMessageContaining("Missing [UNK] token")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
  }

  @Test
  void refusesAnIdThatLeavesNoRoomForItsSuccessor() throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, "{\"model\":{\"vocab\":{\"a\":2147483647}}}");
    refuses(file, file + ": not a tokenizer.json");
  }

  @Test
  void refusesBrokenSettings() throws IOException {
    write("tokenizer.json", wordLevel("{'a': 0}", "[]"));
    Path file = write("tokenizer_config.json", "{'eos_token'");
    refuses(folder, file + ": not a JSON object");
  }

  @Test
  void refusesBytesThatAreNoText() throws IOException {
    byte[] bytes = new byte[100];
    Arrays.fill(bytes, (byte) 0xff);
    Path file = Files.write(folder.resolve("tokenizer.json"), bytes);
    refuses(file, file + ": not a tokenizer.json");
  }

  private static void refuses(Path path, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HuggingFaceTokenizers.load(path))
        .withMessageStartingWith(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  private Path write(String name, String json) throws IOException {
    return Files.writeString(folder.resolve(name), json.replace('\'', '"'));
  }

  private static String wordLevel(String vocabulary, String added) {
    return "{'version': '1.0', 'added_tokens': "
        + added
        + ", 'pre_tokenizer': {'type': 'Whitespace'},"
        + " 'model': {'type': 'WordLevel', 'unk_token': 'a', 'vocab': "
        + vocabulary
        + "}}";
  }

  private static String special(int id) {
    return "{'id': "
        + id
        + ", 'content': '</s>', 'single_word': false, 'lstrip': false, 'rstrip': false,"
        + " 'normalized': false, 'special': true}";
  }
}
