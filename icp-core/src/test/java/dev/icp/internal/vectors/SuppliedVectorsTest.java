package dev.icp.internal.vectors;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.ContextBuilder;
import dev.icp.NeighbourIndexes;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuppliedVectorsTest {
  private static final int SIZE = 2000;
  private static final int BAD = 1700;

  @ParameterizedTest
  @CsvSource({
    "NaN, 0, ' has a value that is not a finite number'",
    "0, Infinity, ' has a value that is not a finite number'",
    "0, -Infinity, ' has a value that is not a finite number'",
    "0, 0, ' has length 0.0, expected 1'",
    "3, 4, ' has length 5.0, expected 1'",
    "0.6, 0.5, ' has length 0.78'",
  })
  void refuses(float x, float y, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SuppliedVectors.check(new Dense(x, y)))
        .withMessageStartingWith("vector of document " + BAD + problem);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SuppliedVectors.check(new Sparse(new int[] {3, 7}, new float[] {x, y})))
        .withMessageStartingWith("vector of document " + BAD + problem);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 4, term -1 after -1",
    "4, 4, term 4 after 4",
    "5, 4, term 4 after 5",
    "5, 10, term 10 of 10",
  })
  void refusesTerms(int first, int second, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SuppliedVectors.check(
                    new Sparse(new int[] {first, second}, new float[] {0.6f, 0.8f})))
        .withMessage("vector of document " + BAD + ": " + problem);
  }

  @Test
  void acceptsRoundedAndEmptyOnes() {
    assertThatCode(() -> SuppliedVectors.check(new Dense(0.61f, 0.8f))).doesNotThrowAnyException();
    assertThatCode(() -> SuppliedVectors.check(new Sparse(new int[0], new float[0])))
        .doesNotThrowAnyException();
    assertThatCode(() -> SuppliedVectors.check(DenseVectors.of(new float[0][])))
        .doesNotThrowAnyException();
  }

  @Test
  void whatWasCheckedIsNotReadAgain() {
    DenseVectors unreadable =
        new DenseVectors() {
          @Override
          public int size() {
            return SIZE;
          }

          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public void read(int first, int count, float[] target, int offset) {
            throw new AssertionError("read");
          }

          @Override
          public boolean checked() {
            return true;
          }
        };
    assertThatCode(() -> SuppliedVectors.check(unreadable)).doesNotThrowAnyException();
  }

  @Test
  void packRefuses() {
    ContextBuilder builder =
        ContextBuilder.ofTexts(Collections.nCopies(SIZE, "text"))
            .vectors(new Dense(Float.NaN, 1), NeighbourIndexes.exact(), 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.pack(64))
        .withMessage("vector of document 1700 has a value that is not a finite number");
  }

  @Test
  void ofNamesTheRow() {
    for (float[] bad :
        List.of(
            new float[] {0, 0},
            new float[] {1},
            new float[] {Float.NaN, 1},
            new float[] {1, Float.NEGATIVE_INFINITY})) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DenseVectors.of(new float[][] {{1, 2}, bad}))
          .withMessageStartingWith("vector of document 1");
    }
  }

  /** All vectors are (1, 0), but one. */
  private record Dense(float x, float y) implements DenseVectors {
    @Override
    public int size() {
      return SIZE;
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public void read(int first, int count, float[] target, int offset) {
      Objects.checkFromIndexSize(first, count, SIZE);
      for (int i = 0; i < count; i++) {
        target[offset + 2 * i] = first + i == BAD ? x : 1;
        target[offset + 2 * i + 1] = first + i == BAD ? y : 0;
      }
    }
  }

  /** All vectors have weight 1 at term 0, but one. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Sparse(int[] bad, float[] weights) implements SparseVectors {
    @Override
    public int size() {
      return SIZE;
    }

    @Override
    public int terms() {
      return 10;
    }

    @Override
    public void read(int first, int count, SparseRows target) {
      Objects.checkFromIndexSize(first, count, SIZE);
      target.clear();
      for (int i = first; i < first + count; i++) {
        if (i == BAD) {
          target.add(bad, weights, 0, bad.length);
        } else {
          target.add(new int[] {0}, new float[] {1}, 0, 1);
        }
      }
    }
  }
}
