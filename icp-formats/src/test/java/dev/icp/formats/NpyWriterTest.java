package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyWriterTest {
  @TempDir Path folder;

  @Test
  void writesWhatNumPyWrites() throws IOException {
    Path file = folder.resolve("below/a.npy");
    try (NpyWriter writer = NpyWriter.int32(file, 2, 3)) {
      writer.write(new int[] {1, -1, 70_000});
      writer.write(new int[] {4, 5, 6});
      assertThat(file).doesNotExist();
      writer.commit();
    }

    byte[] bytes = Files.readAllBytes(file);
    // numpy.save(numpy.array([[1, -1, 70000], [4, 5, 6]], '<i4')): 118 bytes of dictionary.
    String start = "\u0093NUMPY\u0001\u0000v\u0000";
    String dictionary = "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }";
    assertThat(new String(bytes, 0, 128, StandardCharsets.ISO_8859_1))
        .isEqualTo(start + dictionary + " ".repeat(117 - dictionary.length()) + "\n");
    int[] numbers = new int[6];
    ByteBuffer.wrap(bytes, 128, 24).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(numbers);
    assertThat(numbers).containsExactly(1, -1, 70_000, 4, 5, 6);
    assertThat(bytes).hasSize(128 + 24);
  }

  @Test
  void rowsLongerThanTheBufferAreWhole() throws IOException {
    Path file = folder.resolve("a.npy");
    int[] row = new int[200_000];
    Arrays.setAll(row, i -> i);
    try (NpyWriter writer = NpyWriter.int32(file, 1, row.length)) {
      writer.write(row);
      writer.commit();
    }

    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int[] back = new int[row.length];
    bytes.position(128).asIntBuffer().get(back);
    assertThat(back).isEqualTo(row);
  }

  @Test
  void whatIsNotCommittedLeavesNothing() throws IOException {
    Path file = TestFiles.write(folder.resolve("a.npy"), "old");
    assertThatIOException()
        .isThrownBy(() -> NpyWriter.float32(file, 1, 1))
        .withMessageStartingWith(file + ": is there already");
    try (NpyWriter writer = NpyWriter.float32(file, 1, 1, IfExists.REPLACE)) {
      writer.write(new float[] {1});
    }

    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("a.npy");
  }

  @Test
  void rowsThatDoNotFitAreRefused() throws IOException {
    try (NpyWriter writer = NpyWriter.float32(folder.resolve("a.npy"), 1, 2)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.write(new float[3]))
          .withMessage("row 0: 3 numbers, expected 2");
      assertThatIllegalStateException()
          .isThrownBy(() -> writer.write(new int[2]))
          .withMessage("a row of <i4 for a matrix of <f4");
      assertThatIllegalStateException()
          .isThrownBy(writer::commit)
          .withMessage("0 rows written of 1");
      writer.write(new float[2]);
      assertThatIllegalStateException()
          .isThrownBy(() -> writer.write(new float[2]))
          .withMessage("all 1 rows have been written");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NpyWriter.int32(folder.resolve("b.npy"), -1, 2))
        .withMessage("shape: (-1, 2)");
  }
}
