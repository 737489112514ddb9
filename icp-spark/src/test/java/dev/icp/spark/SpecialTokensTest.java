package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.PackedContexts;
import dev.icp.PackingReport.SpecialTokenCount;
import dev.icp.Tokenizers;
import dev.icp.spi.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Special tokens that are written in texts are counted as on one machine, or refused. */
class SpecialTokensTest {
  private final SparkSession spark = LocalSpark.open();

  /** Bytes, of which some are special. */
  private static final class Special implements Tokenizer {
    private final Tokenizer bytes = Tokenizers.utf8Bytes();

    @Override
    public int[] encode(String text) {
      return bytes.encode(text);
    }

    @Override
    public String decode(int[] tokens) {
      return bytes.decode(tokens);
    }

    @Override
    public int vocabularySize() {
      return bytes.vocabularySize();
    }

    @Override
    public OptionalInt separator() {
      return bytes.separator();
    }

    @Override
    public Map<String, Integer> specialTokens() {
      Map<String, Integer> special = new LinkedHashMap<>();
      special.put("<s>", 1);
      special.put("<|end|>", 2);
      special.put("never", 3);
      return special;
    }

    @Override
    public String fingerprint() {
      return "special";
    }
  }

  private static List<Document> documents() {
    List<Document> documents = new ArrayList<>(Samples.documents(120, 4));
    for (int i = 0; i < documents.size(); i += 7) {
      Document plain = documents.get(i);
      documents.set(
          i, new Document(plain.id(), plain.text() + "<s>".repeat(i % 4) + "<|end|> <s>"));
    }
    return documents;
  }

  private List<SpecialTokenCount> counted(SparkContexts packing) {
    List<SparkReport> reports = new ArrayList<>();
    try (packing) {
      packing.tokenizer(Special::new).onReport(reports::add).pack(64);
    }
    return reports.getFirst().input().specialTokens();
  }

  @Test
  void areCountedAsOnOneMachine() {
    List<SpecialTokenCount> expected;
    try (PackedContexts contexts =
        ContextBuilder.of(documents()).tokenizer(new Special()).pack(64)) {
      expected = contexts.report().input().specialTokens();
    }
    assertThat(expected).hasSize(2);
    for (int partitions : new int[] {1, 5}) {
      assertThat(counted(SparkContexts.of(Samples.dataset(spark, documents(), partitions))))
          .isEqualTo(expected);
    }
  }

  @Test
  void areRefused() {
    assertThatThrownBy(
            () ->
                counted(
                    SparkContexts.of(Samples.dataset(spark, documents(), 3)).refuseSpecialTokens()))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("the text has the special token ");
    assertThat(
            counted(
                SparkContexts.of(Samples.dataset(spark, documents(), 3))
                    .refuseSpecialTokens()
                    .skipBadDocuments()))
        .isEmpty();
  }
}
