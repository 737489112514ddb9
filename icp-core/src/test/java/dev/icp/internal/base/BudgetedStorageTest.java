package dev.icp.internal.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetedStorageTest {
  @TempDir private Path folder;

  @Test
  void grantsWhatIsLeft() {
    BudgetedStorage storage = new BudgetedStorage(folder, 10);
    assertThat(storage.tryReserve(11)).isFalse();
    assertThat(storage.tryReserve(6)).isTrue();
    assertThat(storage.tryReserve(5)).isFalse();
    assertThat(storage.tryReserve(4)).isTrue();
    storage.release(3);
    assertThat(storage.tryReserve(4)).isFalse();
    assertThat(storage.tryReserve(3)).isTrue();
  }

  @Test
  void zeroBytesAreAlwaysThere() {
    assertThat(new BudgetedStorage(folder, 0).tryReserve(0)).isTrue();
    assertThat(new BudgetedStorage(folder, 0).tryReserve(1)).isFalse();
  }

  @Test
  void makesTheFolderWithTheFirstFileAndKeepsIt() throws IOException {
    Path deep = folder.resolve("a/b");
    BudgetedStorage storage = new BudgetedStorage(deep, 0);
    assertThat(deep).doesNotExist();
    try (FileChannel one = storage.temporaryFile("x");
        FileChannel other = storage.temporaryFile("x")) {
      assertThat(one.size() + other.size()).isZero();
      assertThat(deep).isDirectory();
    }
    assertThat(deep).isEmptyDirectory();
  }

  @Test
  void namesTheFolderThatCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    BudgetedStorage storage = new BudgetedStorage(file, 0);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> storage.temporaryFile("x"))
        .withMessageContaining(file.toString());
  }
}
