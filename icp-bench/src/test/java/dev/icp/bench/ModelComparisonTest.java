package dev.icp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ModelComparisonTest {
  /** Otherwise they would not be measured on the same work. */
  @Test
  void everyWayMakesTheSameVectorsInEveryRound() throws IOException {
    List<String> texts =
        List.of(
            "A short text.",
            "What stands in a text of many words, some of which are never read. ".repeat(5)
                + "Another subject altogether: the price of fish in the harbour. ".repeat(50));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      new ModelComparison(texts, 2, 2, print).run();
    }
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("at most 128 tokens: 134,", "at most 256 tokens: 262,");
    List<MatchResult> lines =
        Pattern.compile("round \\d {2}(\\w+).* cosine (\\S+)").matcher(text).results().toList();
    assertThat(lines)
        .extracting(line -> line.group(1))
        .containsExactly(
            "icp",
            "ONNX",
            "LangChain4j",
            "icp",
            "ONNX",
            "LangChain4j",
            "icp",
            "ONNX",
            "icp",
            "ONNX");
    assertThat(lines).allMatch(line -> Double.parseDouble(line.group(2)) > 0.97);
  }
}
