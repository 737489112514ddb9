package dev.icp.spark.internal.input;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * The columns of rows that come from outside, by their whole names: a dot in one is no path.
 *
 * @param rows where they are
 * @param what the rows are, for messages
 */
public record InputColumns(Dataset<Row> rows, String what) {
  /** Returns a column. */
  static Column of(Dataset<Row> rows, String name) {
    return rows.col("`" + name.replace("`", "``") + "`");
  }

  /** Returns the name of a column of strings. */
  public String text(String name) {
    require(name, type(name) instanceof StringType, "a string");
    return name;
  }

  /** Returns the name of a column that can stand for a document as a string. */
  public String id(String name) {
    DataType type = type(name);
    boolean one =
        type instanceof StringType
            || type instanceof NumericType
            || type instanceof DateType
            || type instanceof TimestampType
            || type instanceof TimestampNTZType;
    require(name, one, "a string, a number, a date or a timestamp");
    return name;
  }

  /** Returns the name of a column that rows can be sorted by. */
  public String order(String name) {
    type(name);
    boolean sortable = true;
    try {
      rows.sort(of(rows, name));
    } catch (Exception e) {
      if (!(e instanceof AnalysisException)) {
        throw e;
      }
      sortable = false;
    }
    require(name, sortable, "something that can be sorted");
    return name;
  }

  /** Returns the name of a column of numbers. */
  public String number(String name) {
    require(name, type(name) instanceof NumericType, "a number");
    return name;
  }

  /** Returns the name of a column of arrays of numbers. */
  public String vector(String name) {
    boolean numbers =
        type(name) instanceof ArrayType array && array.elementType() instanceof NumericType;
    require(name, numbers, "an array of numbers");
    return name;
  }

  /** Returns the name of a column that can go with documents. */
  public String metadata(String name) {
    DataType type = type(name);
    boolean one =
        type instanceof StringType
            || type instanceof NumericType
            || type instanceof BooleanType
            || type instanceof DateType
            || type instanceof TimestampType
            || type instanceof TimestampNTZType;
    require(name, one, "a string, a number, a boolean, a date or a timestamp");
    return name;
  }

  /**
   * Returns what columns say as {@link dev.icp.spark.internal.base.MetadataJson}: numbers as such,
   * everything else as a string, and what is null not at all.
   */
  Column asMetadata(List<String> names) {
    if (names.isEmpty()) {
      return lit(null).cast("string");
    }
    Column[] values = new Column[names.size()];
    for (int i = 0; i < values.length; i++) {
      DataType type = type(names.get(i));
      String as = type instanceof NumericType ? (isWhole(type) ? "bigint" : "double") : "string";
      values[i] = of(rows, names.get(i)).cast(as).as(names.get(i));
    }
    return to_json(struct(values), Map.of("ignoreNullFields", "true"));
  }

  private static boolean isWhole(DataType type) {
    return type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType;
  }

  private DataType type(String name) {
    long found = Arrays.stream(rows.columns()).filter(name::equals).count();
    if (found != 1) {
      throw new IllegalArgumentException(
          (found == 0 ? "no" : "more than one")
              + " column \""
              + name
              + "\" among the columns of the "
              + what
              + ": "
              + String.join(", ", rows.columns()));
    }
    return rows.schema().apply(name).dataType();
  }

  private void require(String name, boolean fits, String expected) {
    if (!fits) {
      throw new IllegalArgumentException(
          "column \""
              + name
              + "\" of the "
              + what
              + ": "
              + type(name).simpleString()
              + ", expected "
              + expected);
    }
  }
}
