package dev.icp;

import dev.icp.internal.base.StageInput;
import dev.icp.internal.base.StageOutput;
import dev.icp.spi.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What is known of a tokenizer where its tokens have been made: everything but how. Of other tokens
 * than its special ones it does not know how they are written.
 *
 * @param separatorId −1 for none
 * @param beginId −1 for none
 */
record RecordedTokenizer(
    String fingerprint,
    int vocabularySize,
    int separatorId,
    int beginId,
    Map<String, Integer> specialTokens,
    Map<Integer, String> texts,
    List<String> remarks)
    implements Tokenizer {
  /** Notes what is known of a tokenizer. */
  static RecordedTokenizer of(Tokenizer tokenizer) {
    int separator = tokenizer.separator().orElse(-1);
    int begin = tokenizer.begin().orElse(-1);
    Map<Integer, String> texts = new TreeMap<>();
    for (int token : new int[] {separator, begin}) {
      if (token >= 0) {
        texts.put(token, tokenizer.tokenText(token));
      }
    }
    tokenizer.specialTokens().values().forEach(id -> texts.put(id, tokenizer.tokenText(id)));
    return new RecordedTokenizer(
        tokenizer.fingerprint(),
        tokenizer.vocabularySize(),
        separator,
        begin,
        new TreeMap<>(tokenizer.specialTokens()),
        texts,
        List.copyOf(tokenizer.remarks()));
  }

  /** Writes it. */
  void writeTo(StageOutput output) {
    output.putText(fingerprint);
    output.putInt(vocabularySize);
    output.putInt(separatorId);
    output.putInt(beginId);
    output.putInt(specialTokens.size());
    specialTokens.forEach(
        (token, id) -> {
          output.putText(token);
          output.putInt(id);
        });
    output.putInt(texts.size());
    texts.forEach(
        (id, text) -> {
          output.putInt(id);
          output.putText(text);
        });
    output.putInt(remarks.size());
    remarks.forEach(output::putText);
  }

  /** Reads what was written. */
  static RecordedTokenizer readFrom(StageInput input) {
    String fingerprint = input.nextText();
    int vocabulary = input.nextInt();
    int separator = input.nextInt();
    int begin = input.nextInt();
    Map<String, Integer> special = new TreeMap<>();
    for (int left = input.nextInt(); left > 0; left--) {
      special.put(input.nextText(), input.nextInt());
    }
    Map<Integer, String> texts = new TreeMap<>();
    for (int left = input.nextInt(); left > 0; left--) {
      texts.put(input.nextInt(), input.nextText());
    }
    List<String> remarks = new ArrayList<>();
    for (int left = input.nextInt(); left > 0; left--) {
      remarks.add(input.nextText());
    }
    return new RecordedTokenizer(
        fingerprint, vocabulary, separator, begin, special, texts, remarks);
  }

  @Override
  public OptionalInt separator() {
    return separatorId < 0 ? OptionalInt.empty() : OptionalInt.of(separatorId);
  }

  @Override
  public OptionalInt begin() {
    return beginId < 0 ? OptionalInt.empty() : OptionalInt.of(beginId);
  }

  @Override
  public OptionalInt tokenId(String token) {
    Integer id = specialTokens.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  @Override
  public String tokenText(int token) {
    return texts.getOrDefault(token, "");
  }

  @Override
  public int[] encode(String text) {
    throw missing();
  }

  @Override
  public String decode(int[] tokens) {
    throw missing();
  }

  private static IllegalStateException missing() {
    return new IllegalStateException("an index holds tokens, and not the tokenizer: give it");
  }
}
