package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.icp.internal.report.ZipfExponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class RepetitionTest {
  private static List<String> texts() {
    SplittableRandom random = new SplittableRandom(4);
    List<String> texts = new ArrayList<>();
    for (int d = 0; d < 400; d++) {
      StringBuilder text = new StringBuilder();
      int topic = random.nextInt(20);
      for (int w = 5 + random.nextInt(60); w > 0; w--) {
        text.append((char) ('a' + topic)).append(random.nextInt(40)).append("word ");
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** Against the contexts themselves, all of which are in the sample. */
  @Test
  void isWhatTheContextsSay() {
    try (PackedContexts contexts = ContextBuilder.ofTexts(texts()).pack(2000)) {
      long raw = 0;
      long left = 0;
      double exponents = 0;
      for (PackedContext context : contexts) {
        List<Integer> tokens = new ArrayList<>();
        int[] all = context.tokens();
        for (Segment segment : context.segments()) {
          for (int i = 0; i < segment.length(); i++) {
            tokens.add(all[segment.at() + i]);
          }
        }
        byte[] bytes = new byte[tokens.size()];
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = tokens.get(i).byteValue();
          counts.merge(tokens.get(i), 1, Integer::sum);
        }
        raw += bytes.length;
        left += deflated(bytes);
        exponents +=
            ZipfExponent.of(
                counts.values().stream().mapToDouble(Math::log).average().orElseThrow());
      }
      Repetition repetition = contexts.report().contexts().repetition();
      assertThat(repetition.contextsMeasured()).isEqualTo(contexts.size());
      assertThat(repetition.compressedSize()).isCloseTo(left / (double) raw, within(1e-12));
      assertThat(repetition.burstiness()).isCloseTo(exponents / contexts.size(), within(1e-9));
      assertThat(repetition.randomCompressedSize()).isGreaterThan(repetition.compressedSize());
    }
  }

  private static int deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(bytes);
    deflater.finish();
    int size = deflater.deflate(new byte[2 * bytes.length + 100]);
    deflater.end();
    return size;
  }

  @Test
  void theSameWithAnyThreads() {
    Repetition one = repetition(ContextBuilder.ofTexts(texts()).threads(1));
    assertThat(repetition(ContextBuilder.ofTexts(texts()).threads(3))).isEqualTo(one);
    assertThat(repetition(ContextBuilder.ofTexts(texts()).seed(1))).isNotEqualTo(one);
  }

  private static Repetition repetition(ContextBuilder builder) {
    try (PackedContexts contexts = builder.pack(500)) {
      return contexts.report().contexts().repetition();
    }
  }

  @Test
  void ofNothingNothingIsKnown() {
    for (List<String> texts : List.of(List.<String>of(), List.of("", ""))) {
      try (PackedContexts contexts = ContextBuilder.ofTexts(texts).pack(10)) {
        Repetition repetition = contexts.report().contexts().repetition();
        assertThat(repetition.contextsMeasured()).isZero();
        assertThat(repetition.burstiness()).isNaN();
      }
    }
  }
}
