package dev.icp.formats.internal.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberFileTest {
  @TempDir Path folder;

  /** The file has a hole of 6 GiB, which takes no room where the file system knows holes. */
  @Test
  void beyondWhatAnArrayHolds() throws IOException {
    Path file = folder.resolve("large");
    long last = 3L << 30;
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      ByteBuffer number =
          ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(0, (short) 0xFFFE);
      channel.write(number, 2 * last);
    }
    try (NumberFile numbers = new NumberFile(file, 0, NumberType.UINT16, last + 1)) {
      assertThat(numbers.get(0)).isZero();
      assertThat(numbers.get(last)).isEqualTo(0xFFFE);
      assertThat(numbers.get(last - 1)).isZero();
    }
    try (NumberFile numbers = new NumberFile(file, 0, NumberType.UINT16, last + 3)) {
      assertThatExceptionOfType(EOFException.class).isThrownBy(() -> numbers.get(last + 2));
    }
  }

  @Test
  void numbersThatHaveASign() throws IOException {
    Path file = folder.resolve("small");
    Files.write(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
    for (NumberType type : NumberType.values()) {
      try (NumberFile numbers = new NumberFile(file, 0, type, 1)) {
        boolean signed = type.name().startsWith("I") || type == NumberType.UINT64;
        long expected = signed ? -1 : (1L << (8 * type.bytes())) - 1;
        assertThat(numbers.get(0)).as(type.name()).isEqualTo(expected);
      }
    }
    assertThat(NumberType.UINT64.shown(-1)).isEqualTo("18446744073709551615");
  }
}
