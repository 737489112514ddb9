package dev.icp.options;

import dev.icp.formats.OutputFormat;
import dev.icp.formats.TrainerPreset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads option values; each says what it expects when it gets something else. */
public final class CommonValues {
  private CommonValues() {}

  /** Returns what is said when something else was expected. */
  public static TypeConversionException expected(String what, String value) {
    return new TypeConversionException("expected " + what + ", not '" + value + "'");
  }

  /** A format, by its label. */
  public static final class Format implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String value) {
      try {
        return OutputFormat.byLabel(value);
      } catch (IllegalArgumentException e) {
        throw expected(OutputFormat.labels("or", format -> true), value);
      }
    }
  }

  static final class Trainer implements ITypeConverter<TrainerPreset> {
    @Override
    public TrainerPreset convert(String value) {
      try {
        return TrainerPreset.byLabel(value);
      } catch (IllegalArgumentException e) {
        throw expected("one of " + TrainerPreset.labels(), value);
      }
    }
  }

  static final class TokenBytes implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      if (value.equals("2") || value.equals("4")) {
        return Integer.valueOf(value);
      }
      throw expected("2 or 4", value);
    }
  }

  /** A size in bytes, as in 64m. */
  public static final class ShardSize implements ITypeConverter<Size> {
    @Override
    public Size convert(String value) {
      if (value.matches("[1-9][0-9]{0,8}[kKmMgG]")) {
        int unit = 1 + Size.UNITS.indexOf(Character.toLowerCase(value.charAt(value.length() - 1)));
        return new Size(Long.parseLong(value.substring(0, value.length() - 1)) << (10 * unit));
      }
      throw expected("a size as in 64m or 2g", value);
    }
  }

  /** What becomes of special tokens in texts. */
  public static final class SpecialTokensPolicy implements ITypeConverter<WrittenSpecialTokens> {
    @Override
    public WrittenSpecialTokens convert(String value) {
      return switch (value) {
        case "text" -> WrittenSpecialTokens.TEXT;
        case "token" -> WrittenSpecialTokens.TOKEN;
        case "refuse" -> WrittenSpecialTokens.REFUSE;
        default -> throw expected("text, token or refuse", value);
      };
    }
  }
}
