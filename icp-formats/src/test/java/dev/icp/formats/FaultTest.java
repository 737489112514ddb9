package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.ContextBuilder;
import dev.icp.PackedContexts;
import dev.icp.formats.FaultyFileSystem.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whichever single operation on files goes wrong, the next run gives the same bytes, and nothing
 * that is not ours has changed. With {@code -Pfaults} every operation, in each way; else some.
 */
class FaultTest {
  private static final int STEP = "all".equals(System.getProperty("icp.faults")) ? 1 : 7;
  private static final List<String> COMMAND = List.of("--a=1");

  @TempDir private Path temporary;

  private record Places(Path output, Path work) {
    static Places below(Path folder) {
      return new Places(folder.resolve("out"), folder.resolve("work"));
    }
  }

  private static void pack(Places places, int length) throws IOException {
    ContextBuilder builder =
        Samples.padded().threads(1).memoryBudget(0).workDirectory(places.work());
    try (OutputFolder output = OutputFolder.open(places.output(), COMMAND, false);
        PackedContexts contexts = builder.pack(length)) {
      boolean written = false;
      try {
        for (OutputFormat format : new OutputFormat[] {OutputFormat.JSONL, OutputFormat.MDS}) {
          contexts.writeTo(output.contexts(format, OutputOptions.defaults().shardBytes(3000)));
        }
        output.commit(contexts.report());
        written = true;
      } finally {
        if (!written) {
          contexts.keepWork();
        }
      }
    }
  }

  private static Map<String, String> content(Path below) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(below)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("report.json")) {
          content.put(
              below.relativize(file).toString(),
              Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return content;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /**
   * Runs with each fault in turn, over an older output or none.
   *
   * @return how many operations there are
   */
  private int survives(Fault fault, boolean older) throws IOException {
    Path folder = temporary.resolve(fault + "-" + older);
    Places plain = Places.below(folder);
    Path whole = temporary.resolve("whole");
    pack(Places.below(whole), 64);
    Map<String, String> expected = content(whole.resolve("out"));
    int operations = Integer.MAX_VALUE;
    for (int wrong = 1; wrong <= operations; wrong += STEP) {
      delete(folder);
      Path theirs = TestFiles.write(folder.resolve("out/notes.txt"), "theirs");
      Path page = TestFiles.write(folder.resolve("out/report.html"), "theirs");
      if (older) {
        pack(plain, 64);
      }
      FaultyFileSystem files = new FaultyFileSystem(wrong, fault);
      boolean failed = false;
      try {
        pack(new Places(files.wrap(plain.output()), files.wrap(plain.work())), 64);
      } catch (IOException | RuntimeException e) {
        failed = true;
        assertThat(e).as("operation %d", wrong).message().isNotBlank();
      }
      files.end();
      if (!failed && files.operations() < wrong) {
        operations = files.operations();
        break;
      }
      if (Files.exists(plain.output().resolve(OutputManifest.NAME))) {
        OutputVerifier.verify(plain.output());
      }
      pack(plain, 64);
      assertThat(content(plain.output()))
          .as("%s operation %d", fault, wrong)
          .containsAllEntriesOf(expected)
          .hasSize(expected.size() + 2);
      assertThat(theirs).hasContent("theirs");
      assertThat(page).hasContent("theirs");
      assertThat(plain.work()).as("%s operation %d", fault, wrong).isEmptyDirectory();
    }
    delete(folder);
    delete(whole);
    return operations;
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whereThereWasNothing(Fault fault) throws IOException {
    assertThat(survives(fault, false)).isBetween(20, 10_000);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void overAnOlderOutput(Fault fault) throws IOException {
    assertThat(survives(fault, true)).isBetween(20, 10_000);
  }

  @Test
  void withoutAFaultItIsTheMachinesOwn() throws IOException {
    FaultyFileSystem files = new FaultyFileSystem(Integer.MAX_VALUE, Fault.FAILS);
    Places wrapped = Places.below(files.wrap(temporary.resolve("wrapped")));
    pack(wrapped, 64);
    pack(Places.below(temporary.resolve("plain")), 64);
    assertThat(content(temporary.resolve("wrapped/out")))
        .isEqualTo(content(temporary.resolve("plain/out")));
    assertThat(files.operations()).isGreaterThan(20);
  }
}
