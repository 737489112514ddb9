package dev.icp.cli.shared;

import com.sun.management.OperatingSystemMXBean;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.TrainerPreset;
import dev.icp.models.LongDocuments;
import dev.icp.models.Pooling;
import java.lang.management.ManagementFactory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads option values; each says what it expects when it gets something else. */
public final class OptionValues {
  private OptionValues() {}

  private static TypeConversionException expected(String what, String value) {
    return new TypeConversionException("expected " + what + ", not '" + value + "'");
  }

  private static int wholeNumber(String value, int least, String what) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw expected(what, value);
  }

  public static final class NonEmptyPath implements ITypeConverter<Path> {
    @Override
    public Path convert(String value) {
      // Java takes it for the current folder; on a command line it is a variable that is not set.
      if (value.isEmpty()) {
        throw expected("a path", value);
      }
      try {
        return Path.of(value);
      } catch (InvalidPathException e) {
        throw expected("a path", value);
      }
    }
  }

  public static final class PositiveNumber implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return wholeNumber(value, 1, "a whole number of 1 or more");
    }
  }

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

  public static final class NumberOrNone implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return wholeNumber(value, 0, "a whole number of 0 or more");
    }
  }

  static final class Method implements ITypeConverter<DenseMethod> {
    @Override
    public DenseMethod convert(String value) {
      return switch (value) {
        // The blocked index itself compares all with all where that is cheaper.
        case "auto", "blocked" -> DenseMethod.BLOCKED;
        case "exact" -> DenseMethod.EXACT;
        case "hnsw" -> DenseMethod.HNSW;
        case "hnsw-plain" -> DenseMethod.HNSW_PLAIN;
        default -> throw expected("auto, blocked, exact, hnsw or hnsw-plain", value);
      };
    }
  }

  static final class PoolingKind implements ITypeConverter<Pooling> {
    @Override
    public Pooling convert(String value) {
      return switch (value) {
        case "mean" -> Pooling.MEAN;
        case "cls" -> Pooling.CLS;
        case "last-token" -> Pooling.LAST_TOKEN;
        default -> throw expected("mean, cls or last-token", value);
      };
    }
  }

  static final class LongDocumentsPolicy implements ITypeConverter<LongDocuments> {
    @Override
    public LongDocuments convert(String value) {
      return switch (value) {
        case "first-window" -> LongDocuments.FIRST_WINDOW;
        case "mean-of-windows" -> LongDocuments.MEAN_OF_WINDOWS;
        case "head-and-tail" -> LongDocuments.HEAD_AND_TAIL;
        default -> throw expected("first-window, mean-of-windows or head-and-tail", value);
      };
    }
  }

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

  public static final class Trainer implements ITypeConverter<TrainerPreset> {
    @Override
    public TrainerPreset convert(String value) {
      try {
        return TrainerPreset.byLabel(value);
      } catch (IllegalArgumentException e) {
        throw expected("one of " + TrainerPreset.labels(), value);
      }
    }
  }

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

  public static final class TokenBytes implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      if (value.equals("2") || value.equals("4")) {
        return Integer.valueOf(value);
      }
      throw expected("2 or 4", value);
    }
  }

  /** The script {@code icp} gives Java the same sizes, and nothing else. */
  public static final class HeapSize implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (value.matches("[1-9][0-9]{0,6}[gGmM]")) {
        boolean gigabytes = value.endsWith("g") || value.endsWith("G");
        long number = Long.parseLong(value.substring(0, value.length() - 1));
        long megabytes = gigabytes ? number * 1024 : number;
        if (megabytes >= 100 && megabytes <= machineMegabytes()) {
          return value;
        }
      }
      throw expected("a size from 100m to this machine's memory, as in 2g or 900m", value);
    }

    private static long machineMegabytes() {
      return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
          >> 20;
    }
  }
}
