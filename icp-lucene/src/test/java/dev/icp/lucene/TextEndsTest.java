package dev.icp.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tokens that end and begin a document. */
class TextEndsTest {
  @TempDir private Path folder;

  /** Special tokens as in the tokenizers of the families; what their files name, as chat models. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "<s> </s> <unk>                                   ~ </s>          ~ <s> ~ </s>      ~ <s>",
        "<|begin_of_text|> <|end_of_text|> <|eot_id|>     ~ <|eot_id|> ~ <|begin_of_text|>"
            + " ~ <|end_of_text|> ~ <|begin_of_text|>",
        "<|begin_of_text|> <|end_of_text|> <|im_end|>     ~ ~ ~ <|end_of_text|>"
            + " ~ <|begin_of_text|>",
        "<|endoftext|> <|im_start|> <|im_end|>            ~ <|im_end|>    ~     ~ <|endoftext|> ~",
        "<|endoftext|> <|im_start|> <|im_end|>            ~ <|im_end|>    ~ <|im_start|>"
            + " ~ <|endoftext|> ~",
        "<|endoftext|> <|im_start|> <|im_end|>            ~ <|endoftext|> ~     ~ <|endoftext|> ~",
        "<pad> <eos> <bos> <end_of_turn>                  ~ <end_of_turn> ~ <bos> ~ <eos>   ~"
            + " <bos>",
        "<pad> <eos> <bos> <end_of_turn>                  ~ ~                     ~ <eos>   ~"
            + " <bos>",
        "<s> </s> [INST] [/INST]                          ~ </s>          ~ <s> ~ </s>      ~ <s>",
        "<|startoftext|> <|endoftext|> <|return|>         ~ <|return|>    ~ <|startoftext|>"
            + " ~ <|endoftext|> ~ <|startoftext|>",
        "<|endoftext|>                                    ~ <|endoftext|> ~ <|endoftext|>"
            + " ~ <|endoftext|> ~ <|endoftext|>",
        "|||IP_ADDRESS||| <|endoftext|>                   ~ ~ ~ <|endoftext|> ~",
      })
  void ofTheBaseModel(String special, String eos, String bos, String separator, String begin)
      throws IOException {
    tokenizer(special.split(" +"));
    config("'eos_token': %s, 'bos_token': %s".formatted(quoted(eos), quoted(bos)));
    Tokenizer tokenizer = HuggingFaceTokenizers.load(folder);

    assertThat(tokenizer.tokenText(tokenizer.separator().orElseThrow())).isEqualTo(separator);
    if (begin == null) {
      assertThat(tokenizer.begin()).isEmpty();
    } else {
      assertThat(tokenizer.tokenText(tokenizer.begin().orElseThrow())).isEqualTo(begin);
    }
    assertThat(tokenizer.remarks()).hasSize(eos == null || eos.equals(separator) ? 0 : 1);
  }

  @Test
  void anEndOfTurnThatIsNotTakenIsSaid() throws IOException {
    tokenizer("<|endoftext|>", "<|im_start|>", "<|im_end|>");
    config("'eos_token': '<|im_end|>'");
    assertThat(HuggingFaceTokenizers.load(folder).remarks())
        .containsExactly(
            folder.resolve("tokenizer_config.json")
                + ": eos_token <|im_end|> (5) ends the turn of a chat; <|endoftext|> (3), the base"
                + " model's end of text, is used instead");
  }

  @Test
  void anEndOfTurnWithoutBetterIsSaid() throws IOException {
    tokenizer("<|im_end|>");
    config("'eos_token': '<|im_end|>'");
    Tokenizer tokenizer = HuggingFaceTokenizers.load(folder);
    assertThat(tokenizer.separator()).hasValue(3);
    assertThat(tokenizer.remarks())
        .containsExactly(
            folder.resolve("tokenizer_config.json")
                + ": eos_token <|im_end|> (3) ends the turn of a chat; no other end of text is"
                + " known, so it is used");
  }

  @Test
  void anEndOfTextThatIsNoTokenIsNotReplacedInSilence() throws IOException {
    tokenizer("</s>");
    config("'eos_token': '<|im_end|>', 'sep_token': '</s>'");
    Tokenizer tokenizer = HuggingFaceTokenizers.load(folder);
    assertThat(tokenizer.separator()).isEmpty();
    assertThat(tokenizer.remarks())
        .containsExactly(
            folder.resolve("tokenizer_config.json")
                + ": eos_token <|im_end|> is not in the tokenizer's vocabulary");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tokenizer_config.json | {'eos_token': '[E]', 'added_tokens_decoder': {'5': {'content':"
            + " '[F]', 'special': false}, '4': {'content': '[E]', 'special': true}}}",
        "added_tokens.json     | {'[F]': 5, '[E]': 4}",
      })
  void tokensThatOnlyAFileBesideKnows(String file, String json) throws IOException {
    tokenizer("</s>");
    config("'eos_token': '[E]'");
    Files.writeString(folder.resolve(file), json.replace('\'', '"'));
    Tokenizer tokenizer = HuggingFaceTokenizers.load(folder, SpecialTokens.TOKEN);
    assertThat(tokenizer.separator()).hasValue(4);
    assertThat(tokenizer.vocabularySize()).isEqualTo(6);
    assertThat(tokenizer.decode(new int[] {4})).isEqualTo("[E]");
    assertThat(tokenizer.encode("x[E]y [F]")).containsExactly(1, 4, 2, 5);
    assertThat(HuggingFaceTokenizers.load(folder).encode("x[E]y")).doesNotContain(4);
  }

  @Test
  void aFileBesideThatIsWrongIsNamed() throws IOException {
    tokenizer("</s>");
    Path beside = Files.writeString(folder.resolve("added_tokens.json"), "{\"[F]\": \"four\"}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HuggingFaceTokenizers.load(folder))
        .withMessage(beside + ": [F]: \"four\" is no token id");
  }

  @Test
  void aTokenBesideThatTheLibraryWouldNumberOtherwiseIsLeftOut() throws IOException {
    tokenizer("</s>");
    config("'eos_token': '[E]', 'added_tokens_decoder': {'9': {'content': '[E]'}}");
    Tokenizer tokenizer = HuggingFaceTokenizers.load(folder);
    assertThat(tokenizer.separator()).isEmpty();
    assertThat(tokenizer.vocabularySize()).isEqualTo(4);
    assertThat(tokenizer.remarks()).hasSize(1);
  }

  private static String quoted(String token) {
    return token == null ? "null" : "'" + token + "'";
  }

  /** Writes a tokenizer of three words and special tokens, with ids from 3 on. */
  private void tokenizer(String... special) throws IOException {
    String added =
        IntStream.range(0, special.length)
            .mapToObj(
                i ->
                    "{'id': %d, 'content': '%s', 'single_word': false, 'lstrip': false,"
                            .formatted(3 + i, special[i])
                        + " 'rstrip': false, 'normalized': false, 'special': true}")
            .collect(Collectors.joining(", "));
    String json =
        "{'version': '1.0', 'added_tokens': ["
            + added
            + "], 'pre_tokenizer': {'type': 'Whitespace'}, 'model': {'type': 'WordLevel',"
            + " 'unk_token': 'u', 'vocab': {'u': 0, 'x': 1, 'y': 2}}}";
    Files.writeString(folder.resolve("tokenizer.json"), json.replace('\'', '"'));
  }

  private void config(String settings) throws IOException {
    Files.writeString(
        folder.resolve("tokenizer_config.json"), ("{" + settings + "}").replace('\'', '"'));
  }
}
