package dev.icp.spark;

import dev.icp.formats.OutputFormat;
import dev.icp.formats.TrainerPreset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads option values of {@link Main}; each says what it expects when it gets something else. */
final class SubmitValues {
  private SubmitValues() {}

  static final class Format implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String value) {
      try {
        return OutputFormat.byLabel(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "expected " + OutputFormat.labels("or", one -> true) + ", not '" + value + "'");
      }
    }
  }

  static final class Trainer implements ITypeConverter<TrainerPreset> {
    @Override
    public TrainerPreset convert(String value) {
      try {
        return TrainerPreset.byLabel(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "expected one of " + TrainerPreset.labels() + ", not '" + value + "'");
      }
    }
  }

  static final class TokenBytes implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return switch (value) {
        case "2" -> Short.BYTES;
        case "4" -> Integer.BYTES;
        default -> throw new TypeConversionException("expected 2 or 4, not '" + value + "'");
      };
    }
  }

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
