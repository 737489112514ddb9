package dev.icp.settings;

import dev.icp.spi.Tokenizer;
import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Which token a setting means, chosen before the tokenizer is known. Immutable.
 *
 * <p>Written as an option it is {@code none}, the id of a token, or what is written in the
 * tokenizer's vocabulary.
 */
public final class TokenChoice implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final TokenChoice USUAL = new TokenChoice(0, "usual", null);
  private static final TokenChoice NONE = new TokenChoice(-1, "none", null);

  private final int id;
  private final String name;
  private final @Nullable String written;

  private TokenChoice(int id, String name, @Nullable String written) {
    this.id = id;
    this.name = name;
    this.written = written;
  }

  /** Returns the choice of nothing special: the tokenizer's own token, say. */
  public static TokenChoice usual() {
    return USUAL;
  }

  /** Returns the choice of no token. */
  public static TokenChoice none() {
    return NONE;
  }

  /** Returns the choice of a token by its id; negative ones no setting takes. */
  public static TokenChoice id(int id) {
    return new TokenChoice(id, "id", null);
  }

  /** Returns the choice of a token as it is written in the vocabulary. */
  public static TokenChoice written(String token) {
    return new TokenChoice(0, "written", Objects.requireNonNull(token, "token"));
  }

  /** Returns whether nothing special was chosen. */
  public boolean isUsual() {
    return equals(USUAL);
  }

  /** Returns whether there is to be no token. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** Refuses what no tokenizer has. */
  void require(Setting<TokenChoice> setting) {
    if (id < 0) {
      throw new WrongSettingException(setting, this + ", expected 0 or more");
    }
  }

  /**
   * Returns the token's id.
   *
   * @param usual what is meant where nothing special was chosen
   * @return −1 for none
   * @throws WrongSettingException if the tokenizer has no such token, or says that it is one beyond
   *     its vocabulary
   */
  int resolve(Setting<TokenChoice> setting, Tokenizer tokenizer, int usual) {
    if (isUsual()) {
      return usual;
    }
    int last = tokenizer.vocabularySize() - 1;
    if (written != null) {
      OptionalInt found = tokenizer.tokenId(written);
      if (found.isEmpty()) {
        throw new WrongSettingException(
            setting,
            "'"
                + written
                + "', expected one of the tokenizer's tokens, by its id, 0 to "
                + last
                + ", or as its vocabulary has it");
      }
      int token = found.getAsInt();
      if (token < 0 || token > last) {
        throw new WrongSettingException(
            setting,
            "'"
                + written
                + "', which the tokenizer says is token "
                + token
                + ", but its tokens are 0 to "
                + last);
      }
      return token;
    }
    if (id > last) {
      throw new WrongSettingException(
          setting, id + ", expected one of the tokenizer's tokens, 0 to " + last);
    }
    return id;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenChoice choice
        && id == choice.id
        && name.equals(choice.name)
        && Objects.equals(written, choice.written);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, name, written);
  }

  @Override
  public String toString() {
    return written != null ? written : name.equals("id") ? Integer.toString(id) : name;
  }
}
