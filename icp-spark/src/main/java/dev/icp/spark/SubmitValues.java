package dev.icp.spark;

import dev.icp.Begin;
import dev.icp.NearDuplicates;
import dev.icp.Tail;
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

  static final class NearDuplicatePolicy implements ITypeConverter<NearDuplicates> {
    @Override
    public NearDuplicates convert(String value) {
      try {
        return NearDuplicates.byName(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
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

  static final class BeginPolicy implements ITypeConverter<Begin> {
    @Override
    public Begin convert(String value) {
      return switch (value) {
        case "none" -> Begin.NONE;
        case "document" -> Begin.DOCUMENT;
        case "context" -> Begin.CONTEXT;
        default ->
            throw new TypeConversionException(
                "expected document, context or none, not '" + value + "'");
      };
    }
  }

  static final class TailPolicy implements ITypeConverter<Tail> {
    @Override
    public Tail convert(String value) {
      return switch (value) {
        case "short" -> Tail.SHORT;
        case "pad" -> Tail.PAD;
        case "drop" -> Tail.DROP;
        default ->
            throw new TypeConversionException("expected short, pad or drop, not '" + value + "'");
      };
    }
  }
}
