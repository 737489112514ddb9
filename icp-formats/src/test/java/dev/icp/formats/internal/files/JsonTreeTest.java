package dev.icp.formats.internal.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.Tail;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTreeTest {
  record Inner(String name, List<Long> numbers) {}

  record Outer(
      int small,
      long large,
      double share,
      double none,
      boolean yes,
      Tail tail,
      List<Inner> inner) {}

  @Test
  void recordsComeBack() {
    Outer outer =
        new Outer(
            -1,
            1L << 40,
            0.5,
            Double.NaN,
            true,
            Tail.SHORT,
            List.of(new Inner("é\n", List.of(1L)), new Inner("", List.of())));

    assertThat(JsonTree.record(Outer.class, RecordJson.bytes(outer))).isEqualTo(outer);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "[] | not a JSON object",
        "{\"name\": \"a\"} | field \"numbers\" is missing or wrong",
        "{\"name\": 1, \"numbers\": []} | field \"name\" is missing or wrong",
        "{\"name\": \"a\", \"numbers\": [\"1\"]} | field \"numbers\" is missing or wrong",
        "{\"name\": \"a\", \"numbers\": []} 1 | something follows the JSON object",
      })
  void refusesWhatIsNoSuchRecord(String json, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonTree.record(Inner.class, json.getBytes(UTF_8)))
        .withMessage(message);
  }

  @Test
  void refusesWhatItHasNoJsonFor() {
    record Odd(Object value) {}
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordJson.bytes(new Odd(new long[0])))
        .withMessage("no JSON for [J");
  }

  @Test
  void arraysAreTheBase64OfTheirNumbersLowestByteFirst() {
    @SuppressWarnings("ArrayRecordComponent")
    record Numbers(int[] ints, short[] shorts) {}
    byte[] json =
        RecordJson.bytes(new Numbers(new int[] {1, -2}, new short[] {258, Short.MIN_VALUE}));
    assertThat(JsonTree.object(json))
        .containsEntry("ints", "AQAAAP7///8=")
        .containsEntry("shorts", "AgEAgA==");
  }
}
