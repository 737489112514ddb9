package dev.icp.lucene;

import dev.icp.lucene.internal.tokenizer.NativeTokenizer;
import dev.icp.lucene.internal.tokenizer.TokenizerFiles;
import dev.icp.spi.Tokenizer;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Tokenizers in the format of the Hugging Face tokenizers library ({@code tokenizer.json}), run by
 * that library itself (Rust, by way of DJL).
 *
 * <p>What a tokenizer.json says about truncation and padding, and the special tokens it would put
 * around a text, are left aside: every token of a text comes out, and none besides. So is dropout.
 * A special token that is written out in a text ({@code <|endoftext|>}) is text: see {@link
 * SpecialTokens}.
 *
 * <p>Nothing is downloaded. The native library, which the jar brings for Linux (x86-64, aarch64),
 * macOS (aarch64) and Windows (x86-64), is unpacked to a folder of this JVM's own, which is gone
 * once it is loaded: in the folder that the system property {@code icp.native.dir} names, else in
 * the one for temporary files, or another in which libraries can be loaded. Unless they are set
 * already, the system properties {@code OPT_OUT_TRACKING} and {@code ai.djl.offline} become {@code
 * true}: otherwise DJL asks cloud metadata services where it runs. It logs through SLF4J. A JVM
 * that warns of native access wants {@code --enable-native-access=ALL-UNNAMED}.
 */
public final class HuggingFaceTokenizers {
  private HuggingFaceTokenizers() {}

  /**
   * Loads a tokenizer for which special tokens that are written out in a text are {@linkplain
   * SpecialTokens#TEXT text}.
   *
   * @see #load(Path, SpecialTokens)
   */
  public static Tokenizer load(Path path) {
    return load(path, SpecialTokens.TEXT);
  }

  /**
   * Loads a tokenizer. It is thread-safe, and its native memory is freed when it is garbage. While
   * a text is encoded, it takes some 300 bytes of native memory for each of its tokens. A second
   * native tokenizer is made for the first text that has special tokens written out, if they are to
   * be text.
   *
   * <p>Its separator is what tokenizer_config.json or special_tokens_map.json beside it call {@code
   * eos_token}, unless that ends the turn of a chat ({@code <|im_end|>}, {@code <end_of_turn>},
   * {@code <|eot_id|>}, …) and the end of text of the base model is known: then it is that one, and
   * {@link Tokenizer#remarks} says so. Where no {@code eos_token} is named, it is {@code
   * sep_token}; without that the family's, where the tokenizer is one of a known family; else
   * {@code </s>}, {@code <|endoftext|>} or {@code [SEP]}, the first that is a special token. An
   * {@code eos_token} that is no token leaves it without separator, and with a remark.
   *
   * <p>Its begin token is {@code bos_token}, or the family's. Tokens that only {@code
   * added_tokens_decoder} in tokenizer_config.json, or added_tokens.json, knows are its own as
   * well, if they follow on those of tokenizer.json. Its vocabulary size is the highest id, added
   * tokens included, and one. Its fingerprint is the SHA-256 of tokenizer.json, and whether special
   * tokens come from texts.
   *
   * <p>A vocabulary without a token for what is unknown may not do for every text: {@code encode}
   * then throws an IllegalArgumentException that names the file and shows the text's beginning.
   *
   * @param path a tokenizer.json, under this or another name, or a folder that holds one
   * @param specialTokens what becomes of special tokens that are written out in a text
   * @throws IllegalArgumentException naming the path if there is nothing, if it is a folder without
   *     tokenizer.json, or if a file is not what it should be
   * @throws NullPointerException if an argument is null
   * @throws java.io.UncheckedIOException naming the path if a file cannot be read
   * @throws IllegalStateException if the native library cannot be loaded on this machine
   */
  public static Tokenizer load(Path path, SpecialTokens specialTokens) {
    Objects.requireNonNull(specialTokens, "specialTokens");
    return NativeTokenizer.of(TokenizerFiles.at(path), specialTokens);
  }
}
