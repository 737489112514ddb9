package dev.icp.internal.kernel;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether this JVM has an instruction for {@link Math#fma(float, float, float)}. Without one (old
 * processors, hypervisors that hide it, {@code -XX:-UseFMA}) Java computes it with BigDecimal, a
 * thousand times slower.
 */
final class Fma {
  private static final boolean FAST =
      isFast(
          ManagementFactory.getRuntimeMXBean().getInputArguments(),
          System.getProperty("os.arch", ""),
          Path.of("/proc/cpuinfo"));

  private Fma() {}

  static boolean isFast() {
    return FAST;
  }

  /**
   * @param arguments of the JVM
   * @param processors what Linux says of them; only x86-64 is without it now and then
   */
  static boolean isFast(List<String> arguments, String architecture, Path processors) {
    if (arguments.contains("-XX:-UseFMA")) {
      return false;
    }
    if (!architecture.equals("amd64") && !architecture.equals("x86_64")) {
      return true;
    }
    try (Stream<String> lines = Files.lines(processors, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> List.of(line.split("\\s+")).contains("fma"))
          .orElse(true);
    } catch (IOException | RuntimeException e) {
      // Another system: nothing is known, and nearly all have it.
      return true;
    }
  }
}
