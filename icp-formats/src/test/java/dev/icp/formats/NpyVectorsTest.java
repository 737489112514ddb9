package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.icp.contract.DenseSamples;
import dev.icp.spi.DenseVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyVectorsTest {
  @TempDir Path folder;

  /** A file as NumPy writes it, from its parts. */
  private Path npy(int version, String dictionary, byte[] numbers) {
    byte[] text = dictionary.getBytes(StandardCharsets.UTF_8);
    ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    start.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    start.put((byte) version).put((byte) 0);
    if (version == 1) {
      start.putShort((short) text.length);
    } else {
      start.putInt(text.length);
    }
    byte[] prelude = Arrays.copyOf(start.array(), start.position());
    return TestFiles.write(folder.resolve("v.npy"), TestFiles.joined(prelude, text, numbers));
  }

  private Path npy(String type, String order, String shape, byte[] numbers) {
    return npy(
        1,
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n".formatted(type, order, shape),
        numbers);
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static byte[] halves(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putShort(Float.floatToFloat16(value));
    }
    return bytes.array();
  }

  private static float[] row(DenseVectors vectors, int row) {
    float[] values = new float[vectors.dimension()];
    vectors.read(row, 1, values, 0);
    return values;
  }

  private void refused(Path file, String reason) {
    assertThatIOException()
        .isThrownBy(() -> NpyVectors.open(file))
        .withMessage(file + ": " + reason);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 20, 1 << 30})
  void rowsAreTheSameFromTheHeapAndFromTheFile(long budget) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    float[][] rows = new float[3000][200];
    Path file = folder.resolve("v.npy");
    try (NpyWriter writer = NpyWriter.float32(file, rows.length, 200)) {
      for (float[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          row[i] = (float) random.nextGaussian();
        }
        writer.write(row);
      }
      writer.commit();
    }
    DenseVectors expected = DenseVectors.of(rows);
    float[] all = new float[3000 * 200 + 7];
    float[] wanted = new float[3000 * 200 + 7];

    try (NpyVectors vectors = NpyVectors.open(file, budget)) {
      assertThat(vectors.size()).isEqualTo(3000);
      assertThat(vectors.dimension()).isEqualTo(200);
      vectors.read(0, 3000, all, 7);
      expected.read(0, 3000, wanted, 7);
      assertThat(all).isEqualTo(wanted);
      IntStream.range(0, 3000)
          .parallel()
          .forEach(i -> assertThat(row(vectors, i)).isEqualTo(row(expected, i)));
    }
  }

  @Test
  void float16IsReadAsWhatItIs() throws IOException {
    Path file = npy("<f2", "False", "(2, 2)", halves(3, -4, 1e-7f, 0));

    try (NpyVectors vectors = NpyVectors.open(file)) {
      assertThat(row(vectors, 0)).containsExactly(0.6f, -0.8f);
      assertThat(row(vectors, 1)).containsExactly(1, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyVersionIsRead(int version) throws IOException {
    String header = "{\"shape\": (1L, 2L), \"fortran_order\": False, \"descr\": \"<f4\"}   ";

    try (NpyVectors vectors = NpyVectors.open(npy(version, header, floats(0, 5)))) {
      assertThat(row(vectors, 0)).containsExactly(0, 1);
    }
  }

  @Test
  void veryLargeAndVerySmallRowsHaveLengthOne() throws IOException {
    byte[] numbers = floats(Float.MAX_VALUE, Float.MAX_VALUE, Float.MIN_VALUE, 0);

    try (NpyVectors vectors = NpyVectors.open(npy("<f4", "False", "(2, 2)", numbers))) {
      assertThat(row(vectors, 0)[0]).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
      assertThat(row(vectors, 1)).containsExactly(1, 0);
    }
  }

  @Test
  void noRowsAreNoVectors() throws IOException {
    try (NpyVectors vectors = NpyVectors.open(npy("<f4", "False", "(0, 8)", new byte[0]))) {
      assertThat(vectors.size()).isZero();
      assertThat(vectors.dimension()).isEqualTo(8);
    }
  }

  @Test
  void readsThatReachTooFarAreRefused() throws IOException {
    try (NpyVectors vectors = NpyVectors.open(npy("<f4", "False", "(1, 2)", floats(1, 2)), 0)) {
      assertThatThrownBy(() -> vectors.read(1, 1, new float[2], 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> vectors.read(0, 1, new float[2], 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void rowsWithoutDirectionAreNamed() throws IOException {
    refused(
        npy("<f4", "False", "(3, 2)", floats(1, 2, 0, -0f, 1, 1)),
        "row 1 (counted from 0) is zero");
    String notFinite = " (counted from 0) has a value that is not a finite number";
    refused(npy("<f4", "False", "(2, 2)", floats(1, 2, 3, Float.NaN)), "row 1" + notFinite);
    float infinite = Float.NEGATIVE_INFINITY;
    refused(npy("<f4", "False", "(2, 2)", floats(1, infinite, 3, 4)), "row 0" + notFinite);
    refused(npy("<f2", "False", "(2, 2)", halves(1, 2, 3, 1e6f)), "row 1" + notFinite);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">f4 | False | (2, 2) | big-endian numbers (>f4), expected <f4 or <f2",
        "<f8 | False | (1, 2) | numbers of type <f8, expected <f4 or <f2",
        "<i4 | False | (2, 2) | numbers of type <i4, expected <f4 or <f2",
        "<f4 | True | (2, 2) | in Fortran order, expected C order (numpy.ascontiguousarray)",
        "<f4 | False | (4,) | 1 dimensions, expected 2: a row of numbers for each document",
        "<f4 | False | (2, 1, 2) | 3 dimensions, expected 2: a row of numbers for each document",
        "<f4 | False | () | 0 dimensions, expected 2: a row of numbers for each document",
        "<f4 | False | (2, 0) | rows of 0 numbers, expected 1 to 4096",
        "<f4 | False | (2, 4097) | rows of 4097 numbers, expected 1 to 4096",
        "<f4 | False | (3000000000, 2) | a shape of (3000000000, 2), expected less than 2^31 rows",
      })
  void whatCannotBeUsedIsSaid(String type, String order, String shape, String reason) {
    refused(npy(type, order, shape, floats(1, 2, 3, 4)), reason);
  }

  @Test
  void filesOfAnotherLengthThanTheySayAreRefused() throws IOException {
    Path file = npy("<f4", "False", "(2, 2)", floats(1, 2, 3));
    long length = Files.size(file);
    refused(
        file,
        "ends too early: %d bytes, expected %d for 2 rows of 2 numbers"
            .formatted(length, length + 4));
    refused(
        npy("<f4", "False", "(1, 2)", floats(1, 2, 3)),
        "goes on after its last row: %d bytes, expected %d for 1 rows of 2 numbers"
            .formatted(length, length - 4));
  }

  @Test
  void whatIsNoNpyFileIsSaid() throws IOException {
    refused(
        TestFiles.write(folder.resolve("a.npy"), "{\"text\": \"a\"}\n"),
        "not a .npy file: it does not begin as one");
    refused(
        TestFiles.write(folder.resolve("a.npy"), ""), "not a .npy file: it does not begin as one");
    refused(npy(4, "{}", new byte[0]), ".npy format version 4.0, expected 1 to 3");
    refused(npy(1, "what\never", new byte[0]), "not a .npy file: its header says what ever");
    refused(
        npy(2, "x".repeat(20_000), new byte[0]),
        "not a .npy file: it claims a header of 20000 bytes");
    refused(
        npy(1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", new byte[8]),
        "records of several fields, expected a matrix of numbers");
    refused(folder.resolve("none.npy"), "cannot be read: no such file or folder");
  }

  @Test
  void everyTruncationIsAnError() throws IOException {
    byte[] whole = Files.readAllBytes(npy("<f4", "False", "(2, 2)", floats(1, 2, 3, 4)));
    for (int length = 0; length < whole.length; length++) {
      Path file = TestFiles.write(folder.resolve("t.npy"), Arrays.copyOf(whole, length));
      assertThatIOException()
          .as("%d bytes", length)
          .isThrownBy(() -> NpyVectors.open(file))
          .withMessageStartingWith(file + ": ");
    }
  }

  @Test
  void aFileThatShrinksLaterIsNamed() throws IOException {
    Path file = npy("<f4", "False", "(2, 2)", floats(1, 2, 3, 4));
    try (NpyVectors vectors = NpyVectors.open(file, 0)) {
      Files.write(file, new byte[10]);
      assertThatThrownBy(() -> vectors.read(0, 1, new float[2], 0))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage(file + ": cannot be read: has become shorter since it was opened");
    }
  }

  @Test
  void cosinesAreThoseOfTheRows() throws IOException {
    DenseVectors made = DenseSamples.clustered(50, 9, 5, 1, 4);
    Path file = folder.resolve("v.npy");
    try (NpyWriter writer = NpyWriter.float32(file, 50, 9)) {
      for (int i = 0; i < 50; i++) {
        writer.write(row(made, i));
      }
      writer.commit();
    }
    try (NpyVectors vectors = NpyVectors.open(file)) {
      assertThat(vectors.cosine(3, 7)).isCloseTo(made.cosine(3, 7), within(1e-6f));
    }
  }
}
