package dev.icp.spark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Documents that Spark's own readers read, as rows with any columns. */
final class RowInput {
  /** What a query begins with, behind comments; all else would be done rather than read. */
  private static final Pattern QUERY =
      Pattern.compile(
          "(\\s|--[^\\n]*\\n|/\\*.*?\\*/|\\()*(select|with|from|table|values)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern JSON =
      Pattern.compile(".*\\.(jsonl|ndjson|json)(\\.gz|\\.zst)?", Pattern.CASE_INSENSITIVE);

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "A table or view instead of INPUT, as in catalog.database.table.")
  @Nullable String table;

  @Option(
      names = "--sql",
      paramLabel = "QUERY",
      description = "What a query of Spark's SQL returns, instead of INPUT.")
  @Nullable String sql;

  @Option(
      names = "--read-format",
      paramLabel = "FORMAT",
      description =
          "Reads INPUT by one of Spark's readers, such as orc, avro, delta or iceberg. Default:"
              + " what icp pack reads.")
  @Nullable String format;

  @Option(
      names = "--read-option",
      paramLabel = "KEY=VALUE",
      description =
          "An option of the reader of --table or --read-format; may be given several times. Stands"
              + " in the manifest: secrets belong into Spark's configuration.")
  private List<String> options = List.of();

  /** Returns whether something of this was asked for. */
  boolean isGiven() {
    return table != null || sql != null || format != null;
  }

  /**
   * Returns what does not go together.
   *
   * @param inputs files and folders
   * @param id the field of the ids
   */
  Optional<String> wrong(List<String> inputs, String id) {
    if (table != null && sql != null) {
      return Optional.of("--table " + table + " and --sql: only one of them is read");
    }
    String instead = table != null ? "--table " + table : "--sql";
    if (inputs.isEmpty() && table == null && sql == null) {
      return Optional.of("INPUT, --table or --sql is missing");
    }
    if (!inputs.isEmpty() && (table != null || sql != null)) {
      return Optional.of(instead + " and " + inputs.get(0) + ": only one of them is read");
    }
    if (format != null && inputs.isEmpty()) {
      return Optional.of("--read-format " + format + " is for files, not for " + instead);
    }
    if (!options.isEmpty() && table == null && format == null) {
      return Optional.of(
          "--read-option "
              + options.get(0)
              + " needs --table or --read-format, whose reader it is"
              + " for");
    }
    if (isGiven() && id.equals("none")) {
      return Optional.of(
          "--id-field none is for files that icp reads: rows of Spark's have no places to be called"
              + " by");
    }
    if (sql != null && !QUERY.matcher(sql).matches()) {
      return Optional.of(
          "--sql: \""
              + sql.lines().findFirst().orElse("")
              + "\", expected a query that begins with"
              + " SELECT, WITH, FROM, TABLE or VALUES");
    }
    return options.stream()
        .filter(option -> option.indexOf('=') < 1)
        .findFirst()
        .map(option -> "--read-option: \"" + option + "\", expected KEY=VALUE");
  }

  /**
   * Returns the rows.
   *
   * @param inputs files and folders, where no table is given; JSON Lines or Parquet unless another
   *     format is
   * @throws IllegalArgumentException saying what Spark does not find or understand
   */
  Dataset<Row> rows(SparkSession session, List<String> inputs) {
    try {
      if (sql != null) {
        return session.sql(sql);
      }
      DataFrameReader reader = session.read().options(options());
      if (table != null) {
        return reader.table(table);
      }
      String given = format;
      if (given == null) {
        given = JSON.matcher(inputs.get(0)).matches() ? "json" : "parquet";
      }
      return reader.format(given).load(inputs.toArray(String[]::new));
    } catch (Exception e) {
      if (format == null && table == null && sql == null) {
        throw e;
      }
      // Spark's, some of which are checked and none of which is declared.
      boolean theirs =
          e instanceof AnalysisException || e.getClass().getName().startsWith("org.apache.spark.");
      if (!theirs) {
        throw e;
      }
      String what =
          sql != null ? "--sql" : table != null ? "--table " + table : "--read-format " + format;
      throw new IllegalArgumentException(what + ": " + firstLine(e), e);
    }
  }

  /** Returns the first of the lines that have something. */
  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse(e.toString());
  }

  private Map<String, String> options() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String option : options) {
      int at = option.indexOf('=');
      all.put(option.substring(0, at), option.substring(at + 1));
    }
    return all;
  }
}
