package dev.icp.spark.internal.input;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.icp.PackingReport.SpecialTokenCount;
import dev.icp.distributed.DocumentCopies;
import dev.icp.distributed.SpecialTokensInTexts;
import dev.icp.settings.PackingSettings;
import dev.icp.spark.DocumentException;
import dev.icp.spark.internal.base.Bytes;
import dev.icp.spark.internal.base.Jobs;
import dev.icp.spark.internal.base.MetadataJson;
import dev.icp.spark.internal.base.Schemas;
import dev.icp.spark.internal.base.SparkSettings;
import dev.icp.spark.internal.steps.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Encodes documents, refuses or skips the bad ones, and numbers the others. */
public final class NumberDocuments {
  private final SparkSettings settings;
  private final Jobs jobs;
  private final @Nullable LongFunction<String> locations;
  private long skipped;

  /**
   * @param locations finds the file and line of a value of the ordering column; null where
   *     documents come of no files
   */
  public NumberDocuments(
      SparkSettings settings, Jobs jobs, @Nullable LongFunction<String> locations) {
    this.settings = settings;
    this.jobs = jobs;
    this.locations = locations;
  }

  /**
   * @throws DocumentException naming the id if a document is bad and none may be skipped
   */
  public Corpus number(Dataset<Row> documents) {
    Dataset<Row> encoded = jobs.keep(encode(documents));
    try {
      Dataset<Row> unproblematic = withoutProblems(encoded);
      jobs.begin(Step.NUMBER);
      Dataset<Row> good = withoutDuplicates(unproblematic);
      String groupBy = settings.packing().get(PackingSettings.GROUP_BY);
      Values values =
          groupBy.isEmpty() || good.isEmpty()
              ? Values.ONE
              : Values.of(good, groupBy, jobs.context());
      DocumentCopies copies =
          settings.packing().get(PackingSettings.WEIGHT_BY).isEmpty()
              ? null
              : new DocumentCopies(settings.packing());
      JavaRDD<Row> numbered =
          good.sort(col("order"), col("id"))
              .select("id", "count", "tokens", "features", "metadata")
              .toJavaRDD()
              .zipWithIndex()
              .map(document -> numbered(document, values, copies));
      Corpus corpus =
          new Corpus(
              jobs.keep(documents.sparkSession().createDataFrame(numbered, Schemas.NUMBERED)),
              skipped,
              specialTokens(good),
              values);
      if (copies != null && corpus.size() > 0) {
        requireWeights(corpus, copies);
      }
      return corpus;
    } finally {
      jobs.letGo(encoded);
    }
  }

  /** Adds up the special tokens that are written in documents. */
  private List<SpecialTokenCount> specialTokens(Dataset<Row> good) {
    Map<String, Integer> special = settings.tokenizer().get().specialTokens();
    if (special.isEmpty()) {
      return List.of();
    }
    SpecialTokensInTexts all = new SpecialTokensInTexts(special);
    Map<Integer, long[]> sums =
        good.where(col("special").isNotNull())
            .select("special")
            .toJavaRDD()
            .flatMapToPair(row -> pairs(Bytes.tokens(row.getAs(0))).iterator())
            .reduceByKey((a, b) -> new long[] {a[0] + b[0], a[1] + b[1]})
            .collectAsMap();
    sums.forEach((token, sum) -> all.add(token, sum[0], sum[1]));
    return all.counts();
  }

  /** Returns for each token of a document how often it is written, and in how many documents. */
  private static List<Tuple2<Integer, long[]>> pairs(int[] written) {
    List<Tuple2<Integer, long[]>> pairs = new ArrayList<>();
    for (int i = 0; i < written.length; i += 2) {
      pairs.add(new Tuple2<>(written[i], new long[] {written[i + 1], 1}));
    }
    return pairs;
  }

  private static void requireWeights(Corpus corpus, DocumentCopies copies) {
    List<Row> wrong =
        corpus
            .rows()
            .where(col("copies").equalTo(DocumentCopies.WRONG))
            .select("id", "metadata", "ordinal")
            .sort("ordinal")
            .limit(1)
            .collectAsList();
    if (!wrong.isEmpty()) {
      Row first = wrong.get(0);
      throw new IllegalArgumentException(
          copies.wrong(first.getString(0), MetadataJson.read(first.getString(1))));
    }
    boolean unknown =
        corpus
            .rows()
            .select("metadata")
            .toJavaRDD()
            .filter(row -> copies.isSaidBy(MetadataJson.read(row.getString(0))))
            .isEmpty();
    if (unknown) {
      throw new IllegalArgumentException(copies.unknown());
    }
  }

  private static Row numbered(
      Tuple2<Row, Long> numbered, Values values, @Nullable DocumentCopies copies) {
    Row document = numbered._1();
    int ordinal = Math.toIntExact(numbered._2());
    String metadata = document.getString(4);
    return RowFactory.create(
        ordinal,
        document.get(0),
        document.get(1),
        document.get(2),
        document.get(3),
        metadata,
        values.number(metadata),
        copies == null ? 1 : copies.of(ordinal, document.getInt(1), MetadataJson.read(metadata)));
  }

  private Dataset<Row> encode(Dataset<Row> documents) {
    Column id = InputColumns.of(documents, settings.idColumn());
    Column order =
        settings.orderColumn() == null ? id : InputColumns.of(documents, settings.orderColumn());
    Column text = InputColumns.of(documents, settings.textColumn());
    List<Column> columns = new ArrayList<>();
    // As bytes, or what is not UTF-8 could not be told.
    columns.add(id.cast("string").cast("binary").as("id"));
    columns.add(order.as("order"));
    columns.add(text.cast("string").cast("binary").as("text"));
    if (settings.vectorColumn() != null) {
      columns.add(
          InputColumns.of(documents, settings.vectorColumn()).cast("array<float>").as("vector"));
    }
    columns.add(metadata(documents).as("metadata"));
    if (locations != null) {
      columns.add(InputColumns.of(documents, CorpusFiles.PROBLEM).as("problem"));
    }
    Dataset<Row> input = documents.select(columns.toArray(Column[]::new));
    return input.mapPartitions(
        new EncodeDocuments(settings, locations == null ? -1 : columns.size() - 1, jobs.done()),
        Schemas.encoder(Schemas.encoded(input.schema().apply("order").dataType())));
  }

  private Column metadata(Dataset<Row> documents) {
    return locations != null
        ? InputColumns.of(documents, CorpusFiles.METADATA)
        : new InputColumns(documents, "documents").asMetadata(settings.metadata());
  }

  private Dataset<Row> withoutProblems(Dataset<Row> encoded) {
    Column problem = col("problem");
    if (settings.vectorColumn() != null) {
      int width = usualWidth(encoded);
      Column given = length(col("features")).divide(Float.BYTES).cast("int");
      problem =
          when(problem.isNotNull(), problem)
              .when(
                  given.notEqual(width),
                  org.apache.spark.sql.functions.concat(
                      lit("vector: "), given.cast("string"), lit(" values, expected " + width)));
    }
    Dataset<Row> judged = encoded.withColumn("problem", problem);
    Row bad =
        judged
            .where(col("problem").isNotNull())
            .agg(
                count(lit(1)),
                locations == null
                    ? min(struct(col("id"), col("problem")))
                    : min(struct(col("order"), col("id"), col("problem"))))
            .first();
    if (bad.getLong(0) == 0) {
      return encoded;
    }
    if (!settings.skipBadDocuments()) {
      Row first = bad.getStruct(1);
      LongFunction<String> places = locations;
      if (places != null) {
        // Whoever could not read a document has said where it stands.
        String where = first.isNullAt(1) ? "" : places.apply(first.getLong(0)) + ": ";
        throw new DocumentException(where + first.getString(2) + others(bad.getLong(0)));
      }
      throw new DocumentException(
          (first.isNullAt(0) ? "a document" : "document \"" + first.getString(0) + "\"")
              + ": "
              + first.getString(1)
              + others(bad.getLong(0)));
    }
    skipped += bad.getLong(0);
    return judged.where(col("problem").isNull());
  }

  private static String others(long all) {
    return all == 1 ? "" : " (and " + (all - 1) + " more bad " + (all == 2 ? "one)" : "ones)");
  }

  /** Vectors are as wide as most of them are; of equally many the narrower ones have it. */
  private static int usualWidth(Dataset<Row> encoded) {
    return encoded
        .where(col("problem").isNull())
        .groupBy(length(col("features")).as("bytes"))
        .agg(count(lit(1)).as("documents"))
        .sort(col("documents").desc(), col("bytes"))
        .limit(1)
        .collectAsList()
        .stream()
        .mapToInt(row -> row.getInt(0) / Float.BYTES)
        .findFirst()
        .orElse(0);
  }

  private Dataset<Row> withoutDuplicates(Dataset<Row> good) {
    Row repeated =
        good.groupBy("id")
            .agg(count(lit(1)).as("times"))
            .where(col("times").gt(1))
            .agg(
                count(lit(1)),
                min(col("id")),
                org.apache.spark.sql.functions.sum(col("times").minus(1)))
            .first();
    if (repeated.getLong(0) == 0) {
      return good;
    }
    LongFunction<String> places = locations;
    if (!settings.skipBadDocuments() && places != null) {
      Row second =
          good.withColumn("time", row_number().over(Window.partitionBy("id").orderBy(col("order"))))
              .where(col("time").equalTo(2))
              .agg(min(struct(col("order"), col("id"))))
              .first()
              .getStruct(0);
      throw new DocumentException(
          places.apply(second.getLong(0))
              + ": duplicate id \""
              + second.getString(1)
              + "\""
              + others(repeated.getLong(2)));
    }
    if (!settings.skipBadDocuments()) {
      throw new DocumentException(
          "duplicate id \"" + repeated.getString(1) + "\"" + others(repeated.getLong(2)));
    }
    skipped += repeated.getLong(2);
    // Documents that agree in id and order as well have no first one but by what is in them.
    return good.withColumn(
            "place",
            row_number()
                .over(
                    Window.partitionBy("id")
                        .orderBy(
                            col("order"), xxhash64(col("tokens"), col("features")), col("tokens"))))
        .where(col("place").equalTo(1))
        .drop("place");
  }
}
