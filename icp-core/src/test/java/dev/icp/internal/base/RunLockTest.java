package dev.icp.internal.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has a folder keeps it, whatever others in this process do. */
class RunLockTest {
  private static final String IN_USE = "in use";

  @TempDir private Path folder;

  /** Tries to lock a file from another process, for which this one's registry is nothing. */
  public static final class OtherProcess {
    private OtherProcess() {}

    public static void main(String[] arguments) throws IOException {
      try (FileChannel file = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
        FileLock lock = file.tryLock();
        System.exit(lock == null ? 3 : 4);
      }
    }
  }

  private boolean freeForOtherProcesses() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                folder.resolve("lock").toString())
            .redirectErrorStream(true)
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isBetween(3, 4);
    return process.exitValue() == 4;
  }

  @Test
  void anotherClassLoaderNeitherGetsTheFolderNorFreesIt() throws Exception {
    URL[] classes = {RunLock.class.getProtectionDomain().getCodeSource().getLocation()};
    try (RunLock held = RunLock.ofFolder(folder, "lock", IN_USE);
        URLClassLoader other = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = other.loadClass(RunLock.class.getName());
      assertThat(type).isNotSameAs(RunLock.class);
      assertThatExceptionOfType(InvocationTargetException.class)
          .isThrownBy(
              () ->
                  type.getMethod("ofFolder", Path.class, String.class, String.class)
                      .invoke(null, folder, "lock", IN_USE))
          .satisfies(e -> assertThat(e.getCause()).isInstanceOf(IOException.class))
          .satisfies(e -> assertThat(e.getCause()).hasMessage(IN_USE));
      assertThat(held.channel().isOpen()).isTrue();
      assertThat(freeForOtherProcesses()).isFalse();
    }
    assertThat(folder).isEmptyDirectory();
    RunLock.ofFolder(folder, "lock", IN_USE).close();
  }

  @Test
  void aLockOfSomeoneElseInThisProcessIsNotFreed() throws Exception {
    try (FileChannel theirs =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = theirs.lock()) {
      assertThatIOException()
          .isThrownBy(() -> RunLock.ofFolder(folder, "lock", IN_USE))
          .withMessage(IN_USE);
      assertThat(lock.isValid()).isTrue();
      assertThat(freeForOtherProcesses()).isFalse();
    }
  }

  @Test
  void aFileIsLockedOnceAndStaysWhenItIsClosed() throws IOException {
    Path file = folder.resolve("kept");
    try (RunLock held = RunLock.ofFile(file, IN_USE)) {
      assertThat(held.channel().size()).isZero();
      assertThatIOException().isThrownBy(() -> RunLock.ofFile(file, IN_USE)).withMessage(IN_USE);
    }
    assertThat(file).exists();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "theirs");
    Path link = Files.createSymbolicLink(folder.resolve("lock"), victim);
    assertThatIOException().isThrownBy(() -> RunLock.ofFolder(folder, "lock", IN_USE));
    assertThatIOException().isThrownBy(() -> RunLock.ofFile(link, IN_USE));
    assertThat(victim).hasContent("theirs");
  }

  @Test
  void resultsOfStagesAreNobodyElses() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path work = Files.createDirectory(folder.resolve("work"));
    Path stages = Files.createSymbolicLink(work.resolve(StageFolder.NAME), elsewhere);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> StageFolder.open(work))
        .withMessageEndingWith(
            stages + ": cannot be written: a symbolic link, which is not followed");
    assertThat(elsewhere).isEmptyDirectory();
    Files.delete(stages);

    Files.createDirectory(stages);
    Files.setPosixFilePermissions(stages, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path victim = Files.writeString(folder.resolve("victim"), "theirs");
    Files.createSymbolicLink(stages.resolve("tokens.new"), victim);
    StageKey key = StageKey.start();
    try (StageFolder results = StageFolder.open(work)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stages)))
          .isEqualTo("rwx------");
      results.keep("tokens", key, output -> output.putInt(17));
      assertThat(results.find("tokens", key, StageInput::nextInt)).isEqualTo(17);
    }
    assertThat(victim).hasContent("theirs");
  }
}
