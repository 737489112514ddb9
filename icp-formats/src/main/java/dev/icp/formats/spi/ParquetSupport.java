package dev.icp.formats.spi;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes Parquet. icp-formats has none of its own, since every library for it brings
 * classes that others on the class path may have as well; icp-parquet has, and is found by {@link
 * ServiceLoader}. Thread-safe; what it returns is not.
 */
public interface ParquetSupport {
  /** What to say where there is none. */
  String MISSING = "Parquet needs icp-parquet on the class path";

  /** Returns the first that is on the class path. */
  static Optional<ParquetSupport> find() {
    return ServiceLoader.load(ParquetSupport.class, ParquetSupport.class.getClassLoader())
        .findFirst();
  }

  /**
   * Begins to read documents, row group by row group.
   *
   * @param name what the file is called in ids and messages
   * @param textColumn a column of strings; a dot leads into a struct, where no column is called by
   *     the whole name
   * @param tokenized whether that is a column of lists of tokens' ids instead, integers of 32 or 64
   *     bits
   * @param idColumn a column of strings, integers, decimals, dates, times or UUIDs, likewise; where
   *     there is none, or null in it, documents are called by file and row, counted from 1; null
   *     where they always are
   * @param metadataColumns columns of strings, numbers, dates, times, UUIDs or booleans, likewise;
   *     what is null or not there is unknown
   * @throws dev.icp.formats.CorpusException if the file has no such columns
   * @throws IOException if the file cannot be read
   */
  DocumentSource documents(
      Path file,
      String name,
      String textColumn,
      boolean tokenized,
      @Nullable String idColumn,
      List<String> metadataColumns)
      throws IOException;

  /**
   * Begins to read columns that are lists of int32.
   *
   * @throws IOException if the file cannot be read, or has no such columns
   */
  IntLists lists(Path file, List<String> columns) throws IOException;

  /**
   * Begins to write columns that are lists of int32.
   *
   * @param out gets the file; is not closed
   */
  IntListsWriter write(OutputStream out, List<String> columns) throws IOException;

  /**
   * Begins to read a column of strings and columns that are lists of int32.
   *
   * @throws IOException if the file cannot be read, or has no such columns
   */
  TextRows texts(Path file, String textColumn, List<String> listColumns) throws IOException;

  /**
   * Begins to write such columns.
   *
   * @param out gets the file; is not closed
   */
  TextRowsWriter writeTexts(OutputStream out, String textColumn, List<String> listColumns)
      throws IOException;

  /** A row with a text. */
  final class TextRow {
    private final String text;
    private final List<int[]> lists;

    /**
     * A row.
     *
     * @param lists one for each column of lists
     */
    public TextRow(String text, List<int[]> lists) {
      this.text = text;
      this.lists = List.copyOf(lists);
    }

    /** Returns the text. */
    public String text() {
      return text;
    }

    /** Returns a list for each column of lists. */
    public List<int[]> lists() {
      return lists;
    }
  }

  /** Rows with a text that are read. */
  interface TextRows extends Closeable {
    /** Returns the next row; null when there are no more. */
    @Nullable TextRow next() throws IOException;
  }

  /** Rows with a text that are written; closing ends the file. */
  interface TextRowsWriter extends Closeable {
    /** Writes a row. */
    void write(TextRow row) throws IOException;
  }

  /** Rows that are read. */
  interface IntLists extends Closeable {
    /** Returns the next row, a list for each column; null when there are no more. */
    @Nullable List<int[]> next() throws IOException;
  }

  /** Rows that are written; closing ends the file. */
  interface IntListsWriter extends Closeable {
    /** Writes a row, a list for each column. */
    void write(int[]... lists) throws IOException;
  }
}
