package dev.icp.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.icp.formats.internal.files.JsonTree;
import dev.icp.formats.internal.files.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionPageTest {
  @TempDir Path folder;

  private static String inner(String page, String element) {
    String name = element.split(" ", 2)[0];
    Matcher found =
        Pattern.compile("<" + element + ">(.*?)</" + name + ">", Pattern.DOTALL).matcher(page);
    assertThat(found.find()).as(element).isTrue();
    return found.group(1);
  }

  private static String hash(String source) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }

  @Test
  void holdsTheInspectionWhateverIsInIt() throws IOException {
    OutputInspection inspection = HostileOutput.inspect(folder.resolve("out"));

    String page = HostileOutput.page(inspection, folder.resolve("page.html"));

    String data = inner(page, "script type=\"application/json\" id=\"data\"");
    assertThat(data).doesNotContain("<", ">", "&");
    assertThat(JsonTree.object(data.getBytes(UTF_8)))
        .isEqualTo(JsonTree.object(RecordJson.bytes(inspection)));
    assertThat(data).contains("\\u003c/script\\u003e\\u003cscript\\u003e");
  }

  @Test
  void onlyItsOwnScriptMayRunAndNothingBeLoaded() throws Exception {
    String page =
        HostileOutput.page(
            HostileOutput.inspect(folder.resolve("out")), folder.resolve("page.html"));

    String data = inner(page, "script type=\"application/json\" id=\"data\"");
    assertThat(page.replace(data, ""))
        .contains(
            "content=\"default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'\""
                .formatted(hash(inner(page, "style")), hash(inner(page, "script"))))
        .doesNotContain("{{")
        .doesNotContainPattern("(?i)\\s(src|href)\\s*=")
        .doesNotContain("innerHTML", "document.write", "eval(", "fetch(", "@import", "url(");
  }

  @Test
  void replacesAnOlderPageWhenComplete() throws IOException {
    Path file = folder.resolve("page.html");
    OutputInspection inspection = HostileOutput.inspect(folder.resolve("out"));
    HostileOutput.page(inspection, file);
    String old = Files.readString(file) + "old";
    Files.writeString(file, old);

    try (InspectionPage page = InspectionPage.open(file)) {
      page.write(inspection);
    }

    assertThat(file).hasContent(old);
    HostileOutput.page(inspection, file);
    assertThat(Files.readString(file)).startsWith("<!doctype html>").isNotEqualTo(old);
    Files.writeString(file, "<!doctype html>theirs");
    assertThatIOException()
        .isThrownBy(() -> InspectionPage.open(file))
        .withMessageStartingWith(file + ": is there already");
  }

  @Test
  void aNewOutputTakesTheOldOnesPageAway() throws IOException {
    Path output = folder.resolve("out");
    HostileOutput.page(HostileOutput.inspect(output), output.resolve("report.html"));
    assertThat(output.resolve("report.html")).exists();

    HostileOutput.inspect(output);

    assertThat(output.resolve("report.html")).doesNotExist();
  }
}
