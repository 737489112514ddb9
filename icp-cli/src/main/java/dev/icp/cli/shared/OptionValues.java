package dev.icp.cli.shared;

import static dev.icp.options.CommonValues.expected;

import com.sun.management.OperatingSystemMXBean;
import dev.icp.models.LongDocuments;
import dev.icp.models.Pooling;
import java.lang.management.ManagementFactory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;

/** Reads option values; each says what it expects when it gets something else. */
public final class OptionValues {
  private OptionValues() {}

  private static int wholeNumber(String value, int least, String what) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    boolean large = value.matches("\\+?[1-9][0-9]{9,}");
    throw expected(large ? "a whole number of at most " + Integer.MAX_VALUE : what, value);
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

  public static final class TwoOrMore implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return wholeNumber(value, 2, "a whole number of 2 or more");
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

  /** Empty is the processor. */
  static final class CudaDevice implements ITypeConverter<OptionalInt> {
    @Override
    public OptionalInt convert(String value) {
      return switch (value) {
        case "cpu" -> OptionalInt.empty();
        case "cuda" -> OptionalInt.of(0);
        default -> {
          if (!value.matches("cuda:[0-9]{1,4}")) {
            throw expected("cpu, cuda or cuda with the number of a GPU, as in cuda:1", value);
          }
          yield OptionalInt.of(Integer.parseInt(value.substring("cuda:".length())));
        }
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
