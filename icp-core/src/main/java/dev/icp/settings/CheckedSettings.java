package dev.icp.settings;

import dev.icp.Begin;
import dev.icp.Boundary;
import dev.icp.NearDuplicates;
import dev.icp.Tail;
import dev.icp.spi.Tokenizer;
import java.io.Serializable;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Settings that go together, and the tokens that they mean: what packing goes by.
 *
 * @param settings as they were set
 * @param separator the token after each document; −1 for none
 * @param beginToken the token that begins documents or contexts; −1 for none
 * @param padding the token that fills contexts up; −1 where none is needed
 */
public record CheckedSettings(PackingSettings settings, int separator, int beginToken, int padding)
    implements Serializable {
  /** How {@link #cutting} ends where the order says which parts of documents stand in contexts. */
  public static final String AS_THE_ORDER_SAYS = ", as the order says";

  static CheckedSettings of(PackingSettings settings, Tokenizer tokenizer) {
    Begin begin = settings.get(PackingSettings.BEGIN);
    if (settings.get(PackingSettings.CONTEXT_LENGTH) == 1 && begin != Begin.NONE) {
      throw new WrongSettingException(
          PackingSettings.CONTEXT_LENGTH,
          "1, expected 2 or more: begin(" + begin + ") needs a token of its own");
    }
    int separator = separator(settings, tokenizer);
    int beginToken = begin == Begin.NONE ? -1 : beginToken(settings, tokenizer);
    int padding =
        settings
            .get(PackingSettings.PADDING)
            .resolve(PackingSettings.PADDING, tokenizer, separator);
    CheckedSettings checked = new CheckedSettings(settings, separator, beginToken, padding);
    checked.requirePadding();
    if (!settings.get(PackingSettings.GROUP_BY).isEmpty() && checked.tail() == Tail.DROP) {
      throw new IllegalStateException(
          "tail(DROP) does not go with groupBy: it would drop the end of every group");
    }
    if (!settings.get(PackingSettings.WEIGHT_BY).isEmpty()) {
      if (checked.tail() == Tail.DROP) {
        throw new IllegalStateException(
            "tail(DROP) does not go with weightBy: it would drop the end of every round");
      }
      if (settings.get(PackingSettings.ORDERER).mayRepeat()) {
        throw new IllegalStateException(
            "weightBy does not go with the order "
                + settings.get(PackingSettings.ORDERER)
                + ", which repeats documents itself");
      }
    }
    if (checked.boundary() != Boundary.KEEP_WHOLE && settings.isSet(PackingSettings.LOOK_AHEAD)) {
      throw new IllegalStateException("lookAhead goes with boundary(KEEP_WHOLE) only");
    }
    checked.requireForPieces();
    checked.requireForCuts();
    return checked;
  }

  private void requireForPieces() {
    if (get(PackingSettings.ORDERER).pieceCharacters() == 0) {
      return;
    }
    NearDuplicates nearDuplicates = get(PackingSettings.NEAR_DUPLICATES);
    String problem =
        boundary() == Boundary.KEEP_WHOLE
            ? "and so does not go with boundary(KEEP_WHOLE)"
            : nearDuplicates.drops() || nearDuplicates.separates()
                ? "and so goes with nearDuplicates(keep()) only"
                : limitsDocuments()
                    ? "and so does not go with maxDocuments"
                    : get(PackingSettings.WEIGHT_BY).isEmpty()
                        ? ""
                        : "and so does not go with weightBy";
    if (!problem.isEmpty()) {
      throw new IllegalStateException(
          "the order " + get(PackingSettings.ORDERER) + " goes by pieces of documents, " + problem);
    }
  }

  private void requireForCuts() {
    if (!get(PackingSettings.ORDERER).cutsDocuments()) {
      return;
    }
    String other =
        boundary() == Boundary.KEEP_WHOLE
            ? "boundary(KEEP_WHOLE)"
            : get(PackingSettings.NEAR_DUPLICATES).separates()
                ? "nearDuplicates(separate())"
                : limitsDocuments()
                    ? "maxDocuments"
                    : get(PackingSettings.WEIGHT_BY).isEmpty() ? "" : "weightBy";
    if (!other.isEmpty()) {
      throw new IllegalStateException(
          "the order "
              + get(PackingSettings.ORDERER)
              + " says where contexts are cut, and so does not go with "
              + other);
    }
  }

  private void requirePadding() {
    if (padding >= 0) {
      return;
    }
    if (tail() == Tail.PAD) {
      throw new IllegalStateException("tail(PAD) without a separator needs padding(token)");
    }
    if (boundary() == Boundary.KEEP_WHOLE) {
      throw new IllegalStateException(
          "boundary(KEEP_WHOLE) without a separator needs padding(token)");
    }
    if (limitsDocuments()) {
      throw new IllegalStateException("maxDocuments without a separator needs padding(token)");
    }
    if (startAtDocument() && begin() == Begin.DOCUMENT) {
      throw new IllegalStateException(
          "begin(DOCUMENT) without a separator needs padding(token) or startAnywhere()");
    }
  }

  private static int separator(PackingSettings settings, Tokenizer tokenizer) {
    TokenChoice choice = settings.get(PackingSettings.SEPARATOR);
    if (choice.isNone()) {
      return -1;
    }
    int own =
        choice.isUsual()
            ? own(
                tokenizer,
                "separator",
                tokenizer.separator(),
                "set separator(token) or noSeparator()")
            : -1;
    return choice.resolve(PackingSettings.SEPARATOR, tokenizer, own);
  }

  private static int beginToken(PackingSettings settings, Tokenizer tokenizer) {
    TokenChoice choice = settings.get(PackingSettings.BEGIN_TOKEN);
    int own =
        choice.isUsual()
            ? own(tokenizer, "begin token", tokenizer.begin(), "set begin(where, token)")
            : -1;
    return choice.resolve(PackingSettings.BEGIN_TOKEN, tokenizer, own);
  }

  private static int own(Tokenizer tokenizer, String what, OptionalInt token, String otherwise) {
    int own =
        token.orElseThrow(
            () -> new IllegalStateException("the tokenizer names no " + what + ": " + otherwise));
    if (own < 0 || own >= tokenizer.vocabularySize()) {
      throw new IllegalArgumentException(
          "the tokenizer's "
              + what
              + " is token "
              + own
              + ", its vocabularySize() is "
              + tokenizer.vocabularySize());
    }
    return own;
  }

  /** Returns the value of a setting. */
  public <T> T get(Setting<T> setting) {
    return settings.get(setting);
  }

  public int contextLength() {
    return get(PackingSettings.CONTEXT_LENGTH);
  }

  public Begin begin() {
    return get(PackingSettings.BEGIN);
  }

  public Boundary boundary() {
    return get(PackingSettings.BOUNDARY);
  }

  /** Returns whether a context may have something of so many documents and no more. */
  public boolean limitsDocuments() {
    return get(PackingSettings.MAX_DOCUMENTS) < Integer.MAX_VALUE;
  }

  public boolean startAtDocument() {
    return get(PackingSettings.START_AT_DOCUMENT);
  }

  public Tail tail() {
    return get(PackingSettings.TAIL);
  }

  public long seed() {
    return get(PackingSettings.SEED);
  }

  /** Returns the seed of what is drawn anew in each epoch: in epoch 0 the seed itself. */
  public long epochSeed() {
    return seed() + get(PackingSettings.EPOCH) * 0x9E3779B97F4A7C15L;
  }

  /** Returns whether contexts leave along the path. */
  public boolean pathOrder() {
    return get(PackingSettings.KEEP_PATH_ORDER);
  }

  /** Returns the number of tokens that begin each document: 0 or 1. */
  public int beginTokens() {
    return begin() == Begin.DOCUMENT ? 1 : 0;
  }

  /** Returns the number of tokens written after each document: 0 or 1. */
  public int separatorTokens() {
    return separator < 0 ? 0 : 1;
  }

  /** Returns how many tokens of a context are for documents, separators and padding. */
  public int room() {
    return begin() == Begin.CONTEXT ? contextLength() - 1 : contextLength();
  }

  /** Returns the documents' tokens with those that begin them. */
  public int[] withBegins(int[] counts) {
    return begin() == Begin.DOCUMENT
        ? IntStream.of(counts).map(count -> Math.addExact(count, 1)).toArray()
        : counts;
  }

  /** Returns how contexts are cut, as reports say it. */
  public String cutting() {
    String name =
        boundary() == Boundary.KEEP_WHOLE
            ? boundary() + " looking ahead " + get(PackingSettings.LOOK_AHEAD)
            : boundary().toString();
    int characters = get(PackingSettings.ORDERER).pieceCharacters();
    return name
        + (get(PackingSettings.ORDERER).cutsDocuments()
            ? AS_THE_ORDER_SAYS
            : startAtDocument() ? ", starting at documents" : "")
        + (limitsDocuments() ? ", at most " + get(PackingSettings.MAX_DOCUMENTS) + " of them" : "")
        + (characters > 0 ? ", pieces of " + characters + " characters" : "");
  }
}
