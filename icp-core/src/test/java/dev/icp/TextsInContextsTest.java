package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.spi.ContextWriter;
import dev.icp.spi.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contexts with the texts of their segments: each character of a document once, in its place. */
class TextsInContextsTest {
  private static final List<String> ODD =
      List.of(
          "",
          "\u0000",
          "plain",
          "CRLF\r\nand\rCR\n",
          "combining e\u0301 a\u0308\u0323",
          "😀👩‍👩‍👧‍👦🇩🇪👍🏽".repeat(20),
          "\ufeff\ufffd\uffff\uDBFF\uDFFF",
          "zero \u0000 inside \u0000",
          "日本語の文章です。".repeat(9),
          "one enormous document 😀 of many contexts. ".repeat(100));

  @TempDir Path folder;

  /** As a tokenizer of words that drops spaces, and says what ends where. */
  private record Words(UnaryOperator<int[]> change) implements Tokenizer {
    private static final int WORDS = 1000;

    @Override
    public int[] encode(String text) {
      return locate(text).tokens();
    }

    @Override
    public Located locate(String text) {
      List<Integer> tokens = new ArrayList<>();
      List<Integer> ends = new ArrayList<>();
      for (int at = 0; at < text.length(); ) {
        int end = at;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
          end++;
        }
        if (end > at) {
          tokens.add(Math.floorMod(text.substring(at, end).hashCode(), WORDS));
          ends.add(end);
        }
        at = Math.max(end, at + 1);
      }
      int[] found = ends.stream().mapToInt(e -> e).toArray();
      return new Located(tokens.stream().mapToInt(t -> t).toArray(), change.apply(found));
    }

    @Override
    public String decode(int[] tokens) {
      return "";
    }

    @Override
    public int vocabularySize() {
      return WORDS + 1;
    }

    @Override
    public OptionalInt separator() {
      return OptionalInt.of(WORDS);
    }

    @Override
    public String fingerprint() {
      return "words";
    }
  }

  private static List<Document> documents() {
    List<Document> documents = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int d = 0; d < 60; d++) {
      String text =
          d < ODD.size()
              ? ODD.get(d)
              : random
                  .ints(random.nextInt(120), 0, 30)
                  .mapToObj(w -> "wörd" + w + (w % 3 == 0 ? "😀 " : "\n"))
                  .collect(Collectors.joining());
      documents.add(new Document("d" + d, text));
    }
    return documents;
  }

  /** Puts the texts of pieces together by where their tokens stand in documents. */
  private static Map<String, String> together(PackedContexts contexts) {
    Map<String, Map<Integer, String>> pieces = new HashMap<>();
    for (PackedContext context : contexts) {
      assertThat(context.texts()).hasSameSizeAs(context.segments());
      for (int s = 0; s < context.segments().size(); s++) {
        Segment segment = context.segments().get(s);
        pieces
            .computeIfAbsent(segment.id(), id -> new TreeMap<>())
            .put(segment.from(), context.texts().get(s));
      }
    }
    Map<String, String> texts = new TreeMap<>();
    pieces.forEach((id, all) -> texts.put(id, String.join("", all.values())));
    return texts;
  }

  private static Map<String, String> expected() {
    return documents().stream()
        .collect(Collectors.toMap(Document::id, Document::text, (a, b) -> a, TreeMap::new));
  }

  @Test
  void everyCharacterOnce() {
    for (Tokenizer tokenizer : List.of(Tokenizers.utf8Bytes(), new Words(ends -> ends))) {
      for (int length : new int[] {3, 300, 100_000}) {
        ContextBuilder builder =
            ContextBuilder.of(documents())
                .tokenizer(tokenizer)
                .memoryBudget(length % 2 == 0 ? 0 : 1 << 20)
                .keepTexts();
        assertComplete(builder.orderer(ContextOrderers.random()), length);
        assertComplete(builder.boundary(Boundary.KEEP_WHOLE), length);
        assertComplete(
            builder.boundary(Boundary.SPLIT).orderer(ContextOrderers.nextLong(100)), length);
      }
    }
  }

  private static void assertComplete(ContextBuilder builder, int length) {
    try (PackedContexts contexts = builder.pack(length)) {
      assertThat(together(contexts)).as("%s %d", builder, length).isEqualTo(expected());
    }
  }

  /** A piece has the text that its tokens are. */
  @Test
  void textsAreOfTheTokens() {
    try (PackedContexts contexts = ContextBuilder.of(documents()).keepTexts().pack(50)) {
      for (PackedContext context : contexts) {
        for (int s = 0; s < context.segments().size(); s++) {
          Segment segment = context.segments().get(s);
          int bytes = context.texts().get(s).getBytes(StandardCharsets.UTF_8).length;
          // Up to three bytes of a character that is cut belong to the other piece.
          assertThat(Math.abs(bytes - segment.length())).isLessThan(4);
        }
      }
    }
  }

  /** Ends within a character, or before earlier ones, are put right. */
  @Test
  void unevenEnds() {
    Tokenizer uneven =
        new Words(
            ends ->
                IntStream.range(0, ends.length)
                    .map(i -> i % 3 == 0 ? Math.max(0, ends[i] - 4) : ends[i])
                    .toArray());
    try (PackedContexts contexts =
        ContextBuilder.of(documents()).tokenizer(uneven).keepTexts().pack(5)) {
      assertThat(together(contexts)).isEqualTo(expected());
    }
  }

  @Test
  void impossibleEndsAreRefused() {
    for (UnaryOperator<int[]> change :
        List.<UnaryOperator<int[]>>of(
            ends -> new int[ends.length + 1],
            ends -> IntStream.of(ends).map(e -> e + 1000).toArray(),
            ends -> IntStream.of(ends).map(e -> -1).toArray())) {
      ContextBuilder builder =
          ContextBuilder.ofTexts(List.of("", "some words"))
              .tokenizer(new Words(change))
              .keepTexts();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.pack(8))
          .withMessageMatching("document [01]: the tokenizer says .* end where none can");
    }
  }

  @Test
  void tokenizerThatCannotSay() {
    ContextBuilder builder =
        ContextBuilder.of(documents()).tokenizer(new LetterTokenizer(0)).noSeparator().keepTexts();
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.pack(8))
        .withMessage(
            "keepTexts: the tokenizer letters:0 does not say where in a text its tokens end");
  }

  /** Kept for writers that want them, and else gone. */
  @Test
  void onlyWhereWanted() {
    ContextWriter wants =
        new ContextWriter() {
          @Override
          public boolean wantsTexts() {
            return true;
          }

          @Override
          public void write(PackedContext context) {}

          @Override
          public void commit() {}

          @Override
          public void close() {}
        };
    try (PackedContexts with = ContextBuilder.of(documents()).writers(wants).pack(300);
        PackedContexts without = ContextBuilder.of(documents()).pack(300)) {
      assertThat(together(with)).isEqualTo(expected());
      assertThat(without.stream()).allMatch(context -> context.texts().isEmpty());
      List<int[]> tokens = without.stream().map(PackedContext::tokens).toList();
      assertThat(with.stream().map(PackedContext::tokens)).containsExactlyElementsOf(tokens);
    }
  }

  /** A run that was killed goes on with its tokens and where they end. */
  @Test
  void goesOn() throws Exception {
    CountingParts parts = new CountingParts();
    Tokenizer counting = parts.new CountingTokenizer("t");
    List<PackedContext> whole = packed(counting, true);
    assertThat(parts.tokenized.getAndSet(0)).isEqualTo(59);

    leave(counting, true);
    assertThat(folder.resolve(".icp-stages/token-ends")).exists();
    parts.tokenized.set(0);
    assertThat(packed(counting, true)).isEqualTo(whole);
    assertThat(parts.tokenized.getAndSet(0)).isZero();

    // Tokens of a run that wanted no texts are not enough.
    leave(counting, false);
    assertThat(folder.resolve(".icp-stages/token-ends")).doesNotExist();
    parts.tokenized.set(0);
    assertThat(packed(counting, true)).isEqualTo(whole);
    assertThat(parts.tokenized.getAndSet(0)).isEqualTo(59);

    // One of the two is damaged.
    for (String damaged : List.of("tokens", "token-ends")) {
      leave(counting, true);
      Path file = folder.resolve(".icp-stages/" + damaged);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes);
      assertThat(packed(counting, true)).isEqualTo(whole);
    }
  }

  private ContextBuilder builder(Tokenizer tokenizer, boolean texts) {
    ContextBuilder builder =
        ContextBuilder.of(documents()).tokenizer(tokenizer).workDirectory(folder);
    return texts ? builder.keepTexts() : builder;
  }

  private List<PackedContext> packed(Tokenizer tokenizer, boolean texts) {
    try (PackedContexts contexts = builder(tokenizer, texts).pack(300)) {
      return contexts.stream().toList();
    }
  }

  /** Runs up to the order and leaves it there, as a run that is killed would. */
  private void leave(Tokenizer tokenizer, boolean texts) {
    builder(tokenizer, texts).pack(300).close();
  }
}
