package dev.icp.formats.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedTest {
  @TempDir private Path folder;

  @Test
  void filesThatHaveTheirNamesOrAreThrownAwayAreForgotten() throws IOException {
    int before = Unfinished.count();
    try (TemporaryFile kept = new TemporaryFile(folder.resolve("kept"));
        TemporaryFile thrown = new TemporaryFile(folder.resolve("thrown"))) {
      assertThat(Unfinished.count()).isEqualTo(before + 2);
      kept.write(ByteBuffer.wrap(new byte[] {1}));
      kept.commit();
      assertThat(Unfinished.count()).isEqualTo(before + 1);
      assertThat(thrown.size()).isZero();
    }
    assertThat(Unfinished.count()).isEqualTo(before);
    assertThat(folder.toFile().list()).containsExactly("kept");
  }
}
