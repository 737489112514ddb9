package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs in JVMs that were started in other languages: the same names, bytes and words. */
class LocaleProcessTest {
  private static final List<String> PLACES = List.of("ar-EG-u-nu-arab", "tr-TR", "th-TH-u-nu-thai");

  @TempDir private Path folder;

  private List<String> command(Locale locale, Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Duser.language=" + locale.getLanguage(),
                "-Duser.country=" + locale.getCountry(),
                "-Duser.extensions=" + extensions(locale),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  private static String extensions(Locale locale) {
    String digits = locale.getUnicodeLocaleType("nu");
    return digits == null ? "" : "u-nu-" + digits;
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Path printed = folder.resolve("printed");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    int code = process.waitFor();
    String output = Files.readString(printed, StandardCharsets.UTF_8);
    assertThat(code).as(output).isZero();
    // How long it took differs.
    return output.replaceAll("[0-9]+\\.[0-9]+ s", "some s");
  }

  /** Returns what the run left, by name, and what is printed of it. */
  private Map<String, String> packed(Path corpus, Locale locale)
      throws IOException, InterruptedException {
    Path output = folder.resolve("out");
    run(
        command(
            locale,
            "pack",
            corpus,
            "--context-length=256",
            "--near-duplicates=drop:0.95",
            "--shard-size=1m",
            "--format=jsonl,megatron,mds,npy,datatrove,parquet,litdata",
            "--overwrite",
            "--output=" + output));
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = output.relativize(file).toString();
        // How long it took differs.
        String bytes =
            name.equals("report.json")
                ? ""
                : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        content.put(name, bytes);
      }
    }
    content.put("verify", run(command(locale, "verify", output)));
    content.put("inspect", run(command(locale, "inspect", output)));
    return content;
  }

  @Test
  void makeNoDifference() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      String text = ("TITLE I " + i % 7 + ": the wind, the title and island " + i + ". ").repeat(9);
      lines.append("{\"id\": \"ID-").append(i).append("\", \"text\": \"").append(text);
      lines.append("\"}\n");
    }
    Path corpus = Cli.write(folder.resolve("corpus.jsonl"), lines.toString());

    Map<String, String> expected = packed(corpus, Locale.ROOT);

    assertThat(expected).hasSizeGreaterThan(20);
    for (String place : PLACES) {
      Map<String, String> there = packed(corpus, Locale.forLanguageTag(place));
      assertThat(there.keySet()).as(place).isEqualTo(expected.keySet());
      assertThat(there.keySet())
          .as(place)
          .allMatch(name -> Objects.equals(there.get(name), expected.get(name)));
    }
  }
}
