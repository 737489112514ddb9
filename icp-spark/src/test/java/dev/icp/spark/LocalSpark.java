package dev.icp.spark;

import org.apache.spark.sql.SparkSession;

/** Spark in this JVM, which all tests share. */
final class LocalSpark {
  private LocalSpark() {}

  /** Returns Spark with two threads, started if it is not there. */
  static SparkSession open() {
    return configured().master("local[2]").getOrCreate();
  }

  /** Ends Spark if it is there: a JVM has one. */
  static void close() {
    open().stop();
  }

  static SparkSession.Builder configured() {
    return SparkSession.builder()
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", 3)
        .config("spark.sql.warehouse.dir", "target/warehouse")
        // So few rows are not worth a compiler.
        .config("spark.sql.codegen.wholeStage", false)
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN");
  }
}
