package dev.icp.internal.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
  @TempDir private Path classes;

  @Test
  void anotherClassIsAnotherBuildAndTheVersionIsOfNoInterest() throws IOException {
    Path file = Files.write(classes.resolve("A.class"), new byte[] {1, 2, 3});
    String before = Build.of(classes);
    assertThat(Build.of(classes)).isEqualTo(before).hasSize(32);
    Files.write(file, new byte[] {1, 2, 4});
    assertThat(Build.of(classes)).isNotEqualTo(before);
    Files.move(file, classes.resolve("B.class"));
    assertThat(Build.of(classes)).isNotEqualTo(before);
    assertThat(StageKey.start().text()).isEqualTo("icp: " + Build.fingerprint() + "\n");
    assertThat(Build.fingerprint()).matches("[0-9a-f]{32}");
  }
}
