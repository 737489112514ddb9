package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of Spark's own catalog, queries, and files that Spark's readers read. */
class TableInputTest {
  private static final String TABLE = "spark_catalog.corpora.docs";

  @TempDir private static Path files;
  @TempDir private Path folder;
  private String error = "";

  @BeforeAll
  static void makeTable() {
    SparkSession spark = LocalSpark.open();
    Dataset<Row> documents = Samples.dataset(spark, Samples.documents(120, 4), 2);
    spark.sql("CREATE DATABASE IF NOT EXISTS corpora");
    documents.write().mode(SaveMode.Overwrite).format("orc").saveAsTable("corpora.docs");
    documents.write().orc(files.resolve("orc").toString());
    documents.write().parquet(files.resolve("parquet").toString());
  }

  @AfterAll
  static void dropTable() {
    LocalSpark.open().sql("DROP DATABASE corpora CASCADE");
  }

  private int run(List<String> args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    int code = Main.run(args.toArray(String[]::new), out, errors);
    error = err.toString(StandardCharsets.UTF_8).strip();
    return code;
  }

  private OutputManifest packed(String... input) throws IOException {
    List<String> args = new ArrayList<>(List.of(input));
    Path out = folder.resolve("out");
    args.addAll(List.of("-o", out.toString(), "--context-length=128", "--overwrite"));
    assertThat(run(args)).as(error).isZero();
    return OutputVerifier.verify(out);
  }

  private String refused(String... input) {
    List<String> args = new ArrayList<>(List.of(input));
    Path out = folder.resolve("refused");
    args.addAll(List.of("-o", out.toString()));
    assertThat(run(args)).isEqualTo(2);
    assertThat(out).doesNotExist();
    assertThat(error).startsWith("icp-spark: ").endsWith(" (see --help)").doesNotContain("\n");
    return error.substring("icp-spark: ".length(), error.length() - " (see --help)".length());
  }

  @Test
  void theSameDocumentsFromAnywhere() throws IOException {
    OutputManifest expected =
        packed(files.resolve("parquet").toString(), "--order-by", "id", "--seed", "3");
    String[][] inputs = {
      {"--table", TABLE},
      {"--table", "corpora.docs", "--read-option", "mergeSchema=true"},
      {"--sql", "-- all of them\nSELECT id, text FROM " + TABLE},
      {
        "--sql",
        "SELECT id AS name, text AS body FROM " + TABLE,
        "--id-field=name",
        "--text-field=body"
      },
      {"--read-format", "orc", files.resolve("orc").toString()},
      {
        "--read-format=orc",
        files.resolve("orc").toString(),
        "--read-option=pathGlobFilter=*.orc",
        "--read-option",
        "mergeSchema=true"
      },
    };
    for (String[] input : inputs) {
      List<String> words = new ArrayList<>(List.of(input));
      words.addAll(List.of("--seed", "3"));
      OutputManifest manifest = packed(words.toArray(String[]::new));
      assertThat(manifest.contents()).as("%s", words).isEqualTo(expected.contents());
      assertThat(manifest.layout()).as("%s", words).isEqualTo(expected.layout());
      assertThat(manifest.command())
          .contains(input[0].contains("=") ? input[0] : input[0] + "=" + input[1]);
    }
    assertThat(
            packed("--sql", "SELECT * FROM " + TABLE + " WHERE id <> 'doc-000005'")
                .corpus()
                .documents())
        .isEqualTo(119);
  }

  @Test
  void saysWhatIsNotThere() {
    assertThat(refused("--table", "corpora.nothing"))
        .startsWith("--table corpora.nothing: [TABLE_OR_VIEW_NOT_FOUND] The table or view");
    assertThat(refused("--sql", "SELECT nothing FROM " + TABLE))
        .startsWith("--sql: [UNRESOLVED_COLUMN.WITH_SUGGESTION]")
        .contains("nothing");
    assertThat(refused("--sql", "SELECT FROM WHERE")).startsWith("--sql: [");
    assertThat(refused("--read-format", "delta", "some/folder"))
        .startsWith("--read-format delta: ")
        .contains("delta");
    assertThat(refused("--read-format", "orc", files.resolve("nowhere").toString()))
        .startsWith("--read-format orc: [PATH_NOT_FOUND]")
        .contains("nowhere");
    assertThat(refused("--table", TABLE, "--text-field", "body"))
        .startsWith("no column \"body\" among the columns of the documents: id, text");
  }

  @Test
  void saysWhatDoesNotGoTogether() {
    assertThat(refused()).isEqualTo("INPUT, --table or --sql is missing");
    assertThat(refused("a.jsonl", "--table", "t"))
        .isEqualTo("--table t and a.jsonl: only one of them is read");
    assertThat(refused("a.jsonl", "--sql", "SELECT 1"))
        .isEqualTo("--sql and a.jsonl: only one of them is read");
    assertThat(refused("--sql", "SELECT 1", "--table", "t"))
        .isEqualTo("--table t and --sql: only one of them is read");
    assertThat(refused("--table", "t", "--read-format", "orc"))
        .isEqualTo("--read-format orc is for files, not for --table t");
    assertThat(refused("a.jsonl", "--read-option", "a=b"))
        .startsWith("--read-option a=b needs --table or --read-format");
    assertThat(refused("--table", "t", "--read-option", "version"))
        .isEqualTo("--read-option: \"version\", expected KEY=VALUE");
    assertThat(refused("--table", "t", "--id-field", "none"))
        .startsWith("--id-field none is for files that icp reads");
    assertThat(refused("--sql", "DROP TABLE " + TABLE))
        .isEqualTo(
            "--sql: \"DROP TABLE "
                + TABLE
                + "\", expected a query that begins with SELECT, WITH, FROM, TABLE or VALUES");
    assertThat(LocalSpark.open().catalog().tableExists("corpora.docs")).isTrue();
  }
}
