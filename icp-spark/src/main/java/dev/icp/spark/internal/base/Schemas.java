package dev.icp.spark.internal.base;

import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What the rows between the steps hold. */
public final class Schemas {
  /**
   * A numbered document: ordinal, id, number of tokens, tokens, features, metadata (see {@link
   * MetadataJson}), the number of what it may share contexts with, how often it stands.
   */
  public static final StructType NUMBERED =
      new StructType()
          .add("ordinal", DataTypes.IntegerType, false)
          .add("id", DataTypes.StringType, false)
          .add("count", DataTypes.IntegerType, false)
          .add("tokens", DataTypes.BinaryType, false)
          .add("features", DataTypes.BinaryType, false)
          .add("metadata", DataTypes.StringType)
          .add("value", DataTypes.IntegerType, false)
          .add("copies", DataTypes.IntegerType, false);

  /** A document on its way to a join: home is −1 where it is no member, only a visitor. */
  public static final StructType SENT =
      new StructType()
          .add("task", DataTypes.IntegerType, false)
          .add("ordinal", DataTypes.IntegerType, false)
          .add("home", DataTypes.IntegerType, false)
          .add("visits", DataTypes.BinaryType, false)
          .add("payload", DataTypes.BinaryType, false)
          .add("value", DataTypes.IntegerType, false);

  /**
   * A document's neighbours, found in one task or in all; part is where the document is numbered.
   */
  public static final StructType LISTED =
      new StructType()
          .add("part", DataTypes.IntegerType, false)
          .add("ordinal", DataTypes.IntegerType, false)
          .add("home", DataTypes.IntegerType, false)
          .add("list", DataTypes.BinaryType, false);

  /** A document on its way to its group. */
  public static final StructType GROUPED =
      new StructType()
          .add("group", DataTypes.IntegerType, false)
          .add("ordinal", DataTypes.IntegerType, false)
          .add("id", DataTypes.StringType, false)
          .add("tokens", DataTypes.BinaryType, false)
          .add("metadata", DataTypes.StringType);

  /** A document's neighbours on their way to its group. */
  public static final StructType RELATED =
      new StructType()
          .add("group", DataTypes.IntegerType, false)
          .add("ordinal", DataTypes.IntegerType, false)
          .add("id", DataTypes.StringType, false)
          .add("count", DataTypes.IntegerType, false)
          .add("list", DataTypes.BinaryType, false)
          .add("metadata", DataTypes.StringType)
          .add("value", DataTypes.IntegerType, false)
          .add("copies", DataTypes.IntegerType, false);

  /** Where the documents of a group stand in its contexts. */
  public static final StructType LAID_OUT =
      new StructType()
          .add("group", DataTypes.IntegerType, false)
          .add("documents", DataTypes.IntegerType, false)
          .add("layout", DataTypes.BinaryType, false);

  /** A piece of a document in a context. */
  static final StructType SEGMENT =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("ordinal", DataTypes.IntegerType, false)
          .add("from", DataTypes.IntegerType, false)
          .add("to", DataTypes.IntegerType, false)
          .add("at", DataTypes.IntegerType, false)
          .add("metadata", DataTypes.StringType);

  /**
   * A part of a context, mostly all of it; file is the partition that it leaves in. A short context
   * is not filled up.
   */
  public static final StructType PART =
      new StructType()
          .add("file", DataTypes.IntegerType, false)
          .add("context", DataTypes.LongType, false)
          .add("at", DataTypes.IntegerType, false)
          .add("turn", DataTypes.IntegerType, false)
          .add("tokens", DataTypes.BinaryType, false)
          .add("segments", DataTypes.createArrayType(SEGMENT, false), false)
          .add("short", DataTypes.BooleanType, false);

  /** A finished context. */
  public static final StructType CONTEXT =
      new StructType()
          .add("context", DataTypes.LongType, false)
          .add("tokens", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
          .add("segments", DataTypes.createArrayType(SEGMENT, false), false)
          .add("padding", DataTypes.IntegerType, false);

  private Schemas() {}

  /** What documents become when they are tokenized and embedded. */
  public static StructType encoded(DataType order) {
    return new StructType()
        .add("id", DataTypes.StringType)
        .add("order", order)
        .add("count", DataTypes.IntegerType)
        .add("tokens", DataTypes.BinaryType)
        .add("features", DataTypes.BinaryType)
        .add("special", DataTypes.BinaryType)
        .add("problem", DataTypes.StringType)
        .add("metadata", DataTypes.StringType);
  }

  public static Encoder<Row> encoder(StructType schema) {
    return Encoders.row(schema);
  }
}
