package dev.icp.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Values in words: numbers as they are counted, dates and times as ISO 8601 writes them, rather
 * than as they are stored. Of what is stored under which logical type: the Parquet format's
 * LogicalTypes.md.
 */
final class ParquetValues {
  private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;
  private static final int INT96_BYTES = 12;
  private static final int UUID_BYTES = 16;

  private ParquetValues() {}

  /** Reads the value at which a column stands: bytes of text, or anything else as a string. */
  interface Reading {
    @Nullable Object read(ColumnReader values);
  }

  /** Returns whether the values are text. */
  static boolean isText(PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
        && (logical == null
            || logical instanceof StringLogicalTypeAnnotation
            || logical instanceof EnumLogicalTypeAnnotation
            || logical instanceof JsonLogicalTypeAnnotation);
  }

  /** Returns how to read values that can be ids; null for others. */
  static @Nullable Reading inWords(PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    if (isText(type)) {
      return values -> values.getBinary().getBytes();
    }
    if (logical == null) {
      return plain(type);
    }
    if (logical instanceof IntLogicalTypeAnnotation number) {
      return number.isSigned() ? plain(type) : unsigned(type);
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(type, decimal.getScale());
    }
    if (logical instanceof DateLogicalTypeAnnotation) {
      return values -> LocalDate.ofEpochDay(values.getInteger()).toString();
    }
    if (logical instanceof TimestampLogicalTypeAnnotation time) {
      return values -> timestamp(values.getLong(), time.getUnit(), time.isAdjustedToUTC());
    }
    if (logical instanceof TimeLogicalTypeAnnotation time) {
      return time(type, time.getUnit());
    }
    return logical instanceof UUIDLogicalTypeAnnotation ? uuid(type) : null;
  }

  /**
   * Returns how to read values that can be metadata: Long, Double, bytes of text or a string, which
   * may be null for what is no number; null for others.
   */
  static @Nullable Reading asMetadata(PrimitiveType type) {
    if (type.getLogicalTypeAnnotation() != null) {
      return inWords(type);
    }
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> values -> (long) values.getInteger();
      case INT64 -> values -> values.getLong();
      case FLOAT -> values -> finite(values.getFloat());
      case DOUBLE -> values -> finite(values.getDouble());
      case BOOLEAN -> values -> Boolean.toString(values.getBoolean());
      default -> inWords(type);
    };
  }

  private static @Nullable Double finite(double number) {
    return Double.isFinite(number) ? number : null;
  }

  private static @Nullable Reading plain(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> values -> Integer.toString(values.getInteger());
      case INT64 -> values -> Long.toString(values.getLong());
      case INT96 -> values -> int96(values.getBinary().toByteBuffer());
      default -> null;
    };
  }

  private static Reading unsigned(PrimitiveType type) {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.INT32
        ? values -> Integer.toUnsignedString(values.getInteger())
        : values -> Long.toUnsignedString(values.getLong());
  }

  private static Reading decimal(PrimitiveType type, int scale) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> values -> BigDecimal.valueOf(values.getInteger(), scale).toPlainString();
      case INT64 -> values -> BigDecimal.valueOf(values.getLong(), scale).toPlainString();
      default ->
          values ->
              new BigDecimal(new BigInteger(values.getBinary().getBytes()), scale).toPlainString();
    };
  }

  private static Reading time(PrimitiveType type, TimeUnit unit) {
    return values ->
        LocalTime.MIDNIGHT
            .plus(
                type.getPrimitiveTypeName() == PrimitiveTypeName.INT32
                    ? values.getInteger()
                    : values.getLong(),
                chrono(unit))
            .toString();
  }

  private static ChronoUnit chrono(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS -> ChronoUnit.MICROS;
      case NANOS -> ChronoUnit.NANOS;
    };
  }

  private static String timestamp(long value, TimeUnit unit, boolean utc) {
    Instant instant = Instant.EPOCH.plus(value, chrono(unit));
    return utc ? instant.toString() : instant.atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
  }

  /** Nanoseconds of the day, and the Julian day: how Spark, Hive and Impala used to write times. */
  private static String int96(ByteBuffer stored) {
    if (stored.remaining() != INT96_BYTES) {
      throw new IllegalArgumentException("an int96 of " + stored.remaining() + " bytes");
    }
    ByteBuffer bytes = stored.slice().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    long day = Integer.toUnsignedLong(bytes.getInt()) - JULIAN_DAY_OF_EPOCH;
    return Instant.EPOCH.plus(day, ChronoUnit.DAYS).plusNanos(nanos).toString();
  }

  private static @Nullable Reading uuid(PrimitiveType type) {
    return type.getTypeLength() != UUID_BYTES
        ? null
        : values -> {
          ByteBuffer bytes = values.getBinary().toByteBuffer().slice();
          return new UUID(bytes.getLong(), bytes.getLong()).toString();
        };
  }
}
