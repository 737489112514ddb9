package dev.icp.spark;

import dev.icp.spark.internal.input.CorpusFields;
import dev.icp.spark.internal.input.CorpusFiles;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Documents in files, read on Spark by the same reader as on one machine: {@link
 * dev.icp.formats.CorpusReader} says what may stand there and what documents are called. Files are
 * in any file system that Spark knows; large ones of plain JSON Lines are divided among tasks.
 * Immutable.
 *
 * <pre>{@code
 * SparkCorpus corpus = SparkCorpus.of(spark, List.of("corpus.jsonl"), "text", "id");
 * Dataset<Row> contexts = SparkContexts.of(corpus).pack(8192);
 * }</pre>
 */
public final class SparkCorpus {
  private final CorpusFiles files;

  private SparkCorpus(CorpusFiles files) {
    this.files = files;
  }

  /**
   * Finds the files.
   *
   * @param inputs files, folders and patterns
   * @param textField holds the text; a dot leads into an object
   * @param idField holds the id, likewise; null where documents are called by their places
   * @throws IOException if an input is no location of a file
   * @throws dev.icp.formats.CorpusException if one does not exist or cannot be read
   * @throws IllegalStateException if text and id have the same field
   */
  public static SparkCorpus of(
      SparkSession session, List<String> inputs, String textField, @Nullable String idField)
      throws IOException {
    return new SparkCorpus(
        new CorpusFiles(
            session, inputs, new CorpusFields(textField, idField, List.of(), List.of())));
  }

  /**
   * Returns the documents as rows, which are read each time they are asked for.
   *
   * @param metadata names of fields that go with them
   */
  Dataset<Row> rows(List<String> metadata) {
    return files.rows(metadata);
  }

  /** Returns the file and the line of a place. */
  String location(long place) {
    return files.location(place);
  }
}
