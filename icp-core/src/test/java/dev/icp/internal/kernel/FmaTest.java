package dev.icp.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmaTest {
  @TempDir private Path folder;

  @Test
  void isThereUnlessTheJvmOrTheProcessorSayOtherwise() throws IOException {
    Path old = Files.writeString(folder.resolve("old"), "flags\t\t: fpu sse4_2 avx\n");
    Path modern = Files.writeString(folder.resolve("new"), "flags\t\t: fpu avx2 fma bmi2\n");
    Path missing = folder.resolve("missing");
    assertThat(Fma.isFast(List.of(), "amd64", old)).isFalse();
    assertThat(Fma.isFast(List.of(), "aarch64", old)).isTrue();
    assertThat(Fma.isFast(List.of(), "amd64", modern)).isTrue();
    assertThat(Fma.isFast(List.of(), "amd64", missing)).isTrue();
    assertThat(Fma.isFast(List.of("-XX:-UseFMA"), "aarch64", modern)).isFalse();
  }

  @Test
  void withoutItTheSumsAreNearlyTheSame() {
    int dimension = 37;
    float[] rows = new float[BlockKernel.ROWS * dimension];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    float[] fused = scores(new PlainKernel(true), rows, dimension);
    float[] unfused = scores(new PlainKernel(false), rows, dimension);
    for (int i = 0; i < fused.length; i++) {
      assertThat(unfused[i]).isCloseTo(fused[i], org.assertj.core.data.Offset.offset(1e-4f));
    }
    assertThat(new PlainKernel(false).isFused()).isFalse();
    assertThat(new PlainKernel().isFused()).isTrue();
  }

  private static float[] scores(BlockKernel kernel, float[] rows, int dimension) {
    BlockKernel.Columns columns = kernel.newColumns(dimension, BlockKernel.ROWS);
    columns.fill(rows, 0, BlockKernel.ROWS);
    float[] scores = new float[BlockKernel.ROWS * columns.stride()];
    kernel.score(rows, 0, columns, scores);
    return scores;
  }
}
