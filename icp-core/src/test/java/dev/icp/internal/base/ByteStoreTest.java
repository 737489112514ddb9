package dev.icp.internal.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteStoreTest {
  private static final int CHUNK = 1 << 20;

  @TempDir private Path folder;

  /** Budgets of no chunk, one, almost two, three, all. */
  @ParameterizedTest
  @ValueSource(longs = {0, CHUNK - 1, CHUNK, 2 * CHUNK - 1, 3 * CHUNK, Long.MAX_VALUE / 2})
  void givesBackWhatWasAppended(long budget) {
    SplittableRandom random = new SplittableRandom(budget);
    byte[] expected = new byte[5 * CHUNK + 17];
    random.nextBytes(expected);
    CountingStorage storage = new CountingStorage(folder, budget);
    try (ByteStore store = new ByteStore(storage, "bytes")) {
      int at = 0;
      while (at < expected.length) {
        int most = random.nextInt(4) == 0 ? 3 * CHUNK : 300_000;
        int count = Math.min(expected.length - at, random.nextInt(most));
        // The store takes part of the array only.
        byte[] source = Arrays.copyOfRange(expected, Math.max(0, at - 3), at + count);
        assertThat(store.append(source, source.length - count, count)).isEqualTo(at);
        at += count;
      }
      assertThat(store.size()).isEqualTo(expected.length);
      assertRead(store, expected, 0, expected.length);
      for (int border = CHUNK; border < expected.length; border += CHUNK) {
        assertRead(store, expected, border - 1, border + 1);
        assertRead(store, expected, border, border + 1);
        assertRead(store, expected, border - 1, border);
        assertRead(store, expected, border, border);
      }
      for (int run = 0; run < 200; run++) {
        int from = random.nextInt(expected.length);
        assertRead(store, expected, from, random.nextInt(from, expected.length + 1));
      }
      assertThat(storage.mostHeld()).isLessThanOrEqualTo(budget);
      long inMemory = Math.min(6L, budget / CHUNK) * CHUNK;
      assertThat(storage.bytesInFiles()).isEqualTo(Math.max(0, expected.length - inMemory));
    }
    storage.assertNothingHeld();
    assertThat(folder).isEmptyDirectory();
  }

  private static void assertRead(ByteStore store, byte[] expected, int from, int to) {
    byte[] target = new byte[to - from + 4];
    store.read(from, target, 2, to - from);
    assertThat(store.view(from, to - from))
        .isEqualTo(ByteBuffer.wrap(expected, from, to - from).slice());
    assertThat(Arrays.equals(target, 2, 2 + to - from, expected, from, to)).isTrue();
    assertThat(new byte[] {target[0], target[1], target[to - from + 2], target[to - from + 3]})
        .as("around what was asked for")
        .containsOnly(0);
  }

  /** What another store gives back in between must not be taken: the file has begun. */
  @Test
  void staysInTheFileOnceThere() {
    CountingStorage storage = new CountingStorage(folder, CHUNK);
    byte[] source = new byte[CHUNK];
    Arrays.fill(source, (byte) 7);
    try (ByteStore store = new ByteStore(storage, "bytes")) {
      try (ByteStore other = new ByteStore(storage, "other")) {
        other.append(source, 0, 1);
        store.append(source, 0, 10);
      }
      source[0] = 9;
      store.append(source, 0, CHUNK);
      byte[] target = new byte[12];
      store.read(0, target, 0, 12);
      assertThat(target).containsExactly(7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 9, 7);
    }
    storage.assertNothingHeld();
  }

  @Test
  void closingTwiceGivesBackOnce() {
    CountingStorage storage = new CountingStorage(folder, CHUNK);
    ByteStore store = new ByteStore(storage, "bytes");
    store.append(new byte[CHUNK + 1], 0, CHUNK + 1);
    store.close();
    store.close();
    storage.assertNothingHeld();
  }

  @Test
  void fullDiskIsOneClearError() {
    FullDisk disk = new FullDisk();
    try (ByteStore store = new ByteStore(disk, "tokens")) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatExceptionOfType(UncheckedIOException.class)
            .isThrownBy(() -> store.append(new byte[10], 0, 10))
            .withMessageStartingWith("cannot write temporary file (tokens): ");
      }
    }
    assertThat(disk.letGo()).isTrue();
  }
}
