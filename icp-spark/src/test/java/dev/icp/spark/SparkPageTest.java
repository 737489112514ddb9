package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Document;
import dev.icp.formats.OutputVerifier;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.ToolProvider;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/spark.md} says is so: its examples run, and its jars go together. */
class SparkPageTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("^```java spark\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern OURS =
      Pattern.compile("(fastutil|picocli|lucene-|tokenizers-|api-0\\.).*\\.jar");

  @TempDir private Path folder;

  @Test
  void examplesRun() throws Exception {
    List<String> lines = new ArrayList<>();
    for (Document document : Samples.documents(60, 3)) {
      lines.add(
          "{\"id\": \"%s\", \"text\": \"%s\"}"
              .formatted(document.id(), document.text().replace("\n", "\\n")));
    }
    Files.write(folder.resolve("corpus.jsonl"), lines);
    Matcher block = EXAMPLE.matcher(Files.readString(Path.of("../docs/spark.md")));
    for (int i = 0; block.find(); i++) {
      run("Example" + i, block.group(1));
    }
    assertThat(folder.resolve("contexts/_SUCCESS")).exists();
    assertThat(OutputVerifier.verify(folder.resolve("files")).outputs().getFirst().format())
        .isEqualTo("megatron");
  }

  private void run(String name, String example) throws Exception {
    Path source = folder.resolve(name + ".java");
    Files.writeString(
        source,
        """
        import dev.icp.*;
        import dev.icp.formats.*;
        import dev.icp.spark.*;
        import java.nio.file.Path;
        import org.apache.spark.sql.*;

        public class NAME {
          public static void run(SparkSession spark) throws Exception {
        BODY
          }
        }
        """
            .replace("NAME", name)
            .replace(
                "BODY",
                example.replaceAll("\"(corpus.jsonl|contexts|files)\"", "\"" + folder + "/$1\"")));
    // Where Spark's tasks find it too.
    Path classes =
        Path.of(SparkPageTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(
                    null,
                    null,
                    null,
                    "-proc:none",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    classes.toString(),
                    source.toString()))
        .isZero();
    try {
      Class.forName(name).getMethod("run", SparkSession.class).invoke(null, LocalSpark.open());
    } finally {
      Files.delete(classes.resolve(name + ".class"));
    }
  }

  @Test
  void noClassIsInOursAndInSparksJars() throws IOException {
    Set<String> ours = new HashSet<>();
    List<Path> others = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry);
      if (OURS.matcher(String.valueOf(jar.getFileName())).matches()) {
        ours.addAll(classes(jar));
      } else if (entry.endsWith(".jar")) {
        others.add(jar);
      }
    }
    assertThat(ours).hasSizeGreaterThan(1000);
    assertThat(others).hasSizeGreaterThan(100);
    for (Path jar : others) {
      assertThat(classes(jar).stream().filter(ours::contains)).as("%s", jar).isEmpty();
      assertThat(jar.toString()).doesNotContain("parquet-floor");
    }
  }

  private static List<String> classes(Path jar) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile());
        Stream<? extends ZipEntry> entries = file.stream()) {
      return entries
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
          .toList();
    }
  }
}
