package dev.icp.spark;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads option values of {@link Main}; each says what it expects when it gets something else. */
final class SubmitValues {
  private SubmitValues() {}

  /** What becomes of special tokens that are written out in a text. */
  enum Policy {
    TEXT,
    TOKEN,
    REFUSE
  }

  static final class PolicyOfSpecialTokens implements ITypeConverter<Policy> {
    @Override
    public Policy convert(String value) {
      return switch (value) {
        case "text" -> Policy.TEXT;
        case "token" -> Policy.TOKEN;
        case "refuse" -> Policy.REFUSE;
        default ->
            throw new TypeConversionException(
                "expected text, token or refuse, not '" + value + "'");
      };
    }
  }
}

