package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.PackedContexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same names and bytes wherever icp runs. */
class LocaleTest {
  private static final Locale BEFORE = Locale.getDefault();

  @TempDir private Path folder;

  @AfterEach
  void asBefore() {
    Locale.setDefault(BEFORE);
  }

  /** In shards, which have numbers in their names. */
  private Map<String, String> packed(Locale locale) throws IOException {
    Locale.setDefault(locale);
    Path out = folder.resolve(locale.toLanguageTag());
    OutputOptions options = OutputOptions.defaults().shardBytes(1024);
    try (OutputFolder output = OutputFolder.open(out);
        PackedContexts contexts = Samples.padded().keepTexts().pack(64)) {
      for (OutputFormat format : OutputFormat.values()) {
        if (!format.label().endsWith("parquet")) {
          contexts.writeTo(output.contexts(format, options));
        }
      }
      output.commit(contexts.report());
    }
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = out.relativize(file).toString();
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        // How long it took differs.
        content.put(name, name.equals(OutputFolder.REPORT) ? "" : bytes);
      }
    }
    return content;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "ar-EG-u-nu-arab", "fa-IR", "tr-TR", "th-TH-u-nu-thai"})
  void makesNoDifference(String tag) throws IOException {
    Map<String, String> expected = packed(Locale.ROOT);
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(packed(Locale.forLanguageTag(tag))).isEqualTo(expected);
  }

  /** The test can fail: here the digits are others. */
  @Test
  void aLocaleHasDigitsOfItsOwn() {
    assertThat(String.format(Locale.forLanguageTag("ar-EG-u-nu-arab"), "%05d", 7))
        .isNotEqualTo("00007");
  }
}
