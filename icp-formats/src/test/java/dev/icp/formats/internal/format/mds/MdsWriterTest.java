package dev.icp.formats.internal.format.mds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MdsWriterTest {
  private static String head(int... sizes) {
    return HexFormat.of().formatHex(MdsWriter.head(sizes));
  }

  /** The bytes of MosaicML's own encoder. */
  @Test
  void arraysBeginWithTheirShape() {
    assertThat(head(3)).isEqualTo("0403");
    assertThat(head(8192)).isEqualTo("050020");
    assertThat(head(255)).isEqualTo("04ff");
    assertThat(head(256)).isEqualTo("050001");
    assertThat(head(65536)).isEqualTo("0600000100");
    assertThat(head(1, 2)).isEqualTo("080102");
    assertThat(head(300, 2)).isEqualTo("092c010200");
  }
}
