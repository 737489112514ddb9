package dev.icp.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.spark.internal.base.Partitions;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionsTest {
  /** As Spark itself hashes: no version may do it in another way. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 40})
  void eachRowIsWhereItSays(int partitions) {
    Dataset<Row> rows =
        LocalSpark.open()
            .range(0, 3L * partitions, 1, 2)
            .select(col("id").mod(partitions).cast("int").as("wanted"));
    List<Row> sent =
        Partitions.byId(rows, partitions, "wanted")
            .select(col("wanted"), spark_partition_id())
            .collectAsList();
    assertThat(sent).hasSize(3 * partitions).allMatch(row -> row.getInt(0) == row.getInt(1));
  }
}
