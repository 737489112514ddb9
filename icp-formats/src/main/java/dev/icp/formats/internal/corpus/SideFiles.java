package dev.icp.formats.internal.corpus;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files and folders that hold no documents, as their names say. */
final class SideFiles {
  /** What Spark, Hadoop, Hive, Databricks and Delta Lake leave beside data. */
  private static final Pattern BESIDE_DATA =
      Pattern.compile(
          "_SUCCESS|_committed_.*|_started_.*|_metadata|_common_metadata|_temporary"
              + "|_spark_metadata|_delta_log|_change_data|_orc_acid_version|_impala_insert_staging");

  private SideFiles() {}

  /**
   * Returns why what has this name is left out of a folder; null if it is not. Other names that
   * begin with an underscore are of documents, as {@code __init__.py} is.
   */
  static @Nullable String reason(String last) {
    return last.startsWith(".") ? "hidden" : besideData(last);
  }

  /** Returns why what has this name is left out wherever it stands; null if it is not. */
  static @Nullable String besideData(String last) {
    return BESIDE_DATA.matcher(last).matches() ? "written beside data by Spark or Hadoop" : null;
  }
}
