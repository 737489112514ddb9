package dev.icp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.cli.faults.FaultyProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link FaultSuite}: of each command one operation goes wrong in each way, the same every time;
 * with {@code -Pfaults} a hundred of each command in each way.
 */
class FaultTest {
  private static final String OPERATIONS = System.getProperty("icp.faults", "1");

  @TempDir private Path folder;

  @Test
  @Timeout(value = 4, unit = TimeUnit.HOURS)
  void afterAnyFaultTheNextRunGivesTheSame() throws Exception {
    Path tmp = Files.createDirectories(folder.resolve("run/tmp"));
    Path out = folder.resolve("stdout");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx400m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Djava.nio.file.spi.DefaultFileSystemProvider="
                        + FaultyProvider.class.getName(),
                    "-Djava.io.tmpdir=" + tmp,
                    "-Duser.home=" + tmp,
                    "-cp",
                    System.getProperty("java.class.path"),
                    FaultSuite.class.getName(),
                    folder.toString(),
                    OPERATIONS))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = process.waitFor(210, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(out, UTF_8);
    System.out.println(said);
    assertThat(ended).isTrue();
    assertThat(said).containsPattern("(\\d+) made to go wrong, \\1 survived");
    assertThat(said).contains("without locks: 13 commands gave the same");
    assertThat(process.exitValue()).isZero();
  }
}
