package dev.icp.formats.internal.format.megatron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.formats.internal.files.TemporaryFile;
import dev.icp.formats.internal.format.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MegatronFormatTest {
  /** What Megatron-LM's own builder wrote for two documents of 3 and 2 tokens, uint16. */
  private static final String GOLDEN =
      "4d4d494449445800000100000000000000080200000000000000030000000000000003000000020000000000"
          + "00000000000006000000000000000000000000000000010000000000000002000000000000"
          + "00";

  @TempDir Path folder;

  @Test
  void theIndexIsMegatronsOwn() throws IOException {
    Path file = folder.resolve("x.idx");
    try (TemporaryFile temporary = new TemporaryFile(file)) {
      TokenFile index = new TokenFile(temporary);
      MegatronFormat.putIndex(index, 2, 2, s -> s == 0 ? 3 : 2);
      index.flush();
      temporary.commit();
    }
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(file))).isEqualTo(GOLDEN);
  }
}
