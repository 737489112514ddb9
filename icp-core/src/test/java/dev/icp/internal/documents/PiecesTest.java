package dev.icp.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Tokenizers;
import dev.icp.spi.StageResources;
import dev.icp.spi.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PiecesTest {
  @Test
  void cutsWhereTheAuthorsFunctionDoes() {
    assertThat(TextPieces.cut("", 3)).containsExactly("");
    assertThat(TextPieces.cut("ab\ncd\nef", 4)).containsExactly("ab\ncd\n", "ef");
    assertThat(TextPieces.cut("ab\ncd\n", 4)).containsExactly("ab\ncd\n");
    assertThat(TextPieces.cut("abcdefgh\nab\n\ncde", 4))
        .containsExactly("abcdefgh\n", "ab\n\n", "cde");
    // That one drops the blank lines.
    assertThat(TextPieces.cut("\n\nabcdefgh", 4)).containsExactly("\n\nabcdefgh");
    assertThat(TextPieces.cut("\ud83d\ude00\ud83d\ude00\n\ud83d\ude00", 2))
        .containsExactly("\ud83d\ude00\ud83d\ude00\n", "\ud83d\ude00");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      String text = text(random, random.nextInt(200));
      int characters = 1 + random.nextInt(40);
      List<String> pieces = TextPieces.cut(text, characters);
      assertThat(String.join("", pieces)).isEqualTo(text);
      assertThat(
              pieces.stream().map(PiecesTest::withoutLineEnds).filter(p -> !p.isEmpty()).toList())
          .isEqualTo(
              theAuthors(text, characters).stream()
                  .map(PiecesTest::withoutLineEnds)
                  .filter(p -> !p.isEmpty())
                  .toList());
    }
  }

  /** The released function, line by line; no text has a character of two chars. */
  private static List<String> theAuthors(String text, int most) {
    List<String> groups = new ArrayList<>();
    List<String> group = new ArrayList<>();
    int length = 0;
    for (String line : text.split("\n", -1)) {
      if (length + line.length() > most) {
        if (length != 0) {
          groups.add(String.join("\n", group));
        }
        group = new ArrayList<>(List.of(line));
        length = line.length();
      } else {
        group.add(line);
        length += line.length();
      }
    }
    if (!group.isEmpty()) {
      groups.add(String.join("\n", group));
    }
    return groups;
  }

  private static String withoutLineEnds(String text) {
    return text.replace("\n", "");
  }

  private static String text(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(random.nextInt(6) == 0 ? '\n' : (char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  @Test
  void numberedInTheOrderOfTheCorpusWhateverOrderTheyComeIn() {
    List<String> texts = List.of("a\nb\nc", "", "dd\nee", "f", "g\nh");
    Pieces pieces = new Pieces(1, Tokenizers.utf8Bytes());
    TreeMap<Integer, String> handedOn = new TreeMap<>();
    Pieces.Sink sink =
        (first, some) -> {
          for (int i = 0; i < some.size(); i++) {
            handedOn.put(first + i, some.get(i));
          }
        };
    pieces.add(3, texts.subList(3, 5), sink);
    assertThat(handedOn).isEmpty();
    pieces.add(1, texts.subList(1, 3), sink);
    pieces.add(0, texts.subList(0, 1), sink);
    assertThat(handedOn.values())
        .containsExactly("a\n", "b\n", "c", "", "dd\n", "ee", "f", "g\n", "h");
    assertThat(handedOn.lastKey()).isEqualTo(8);
    align(pieces, Tokenizers.utf8Bytes(), texts);
    assertThat(pieces.firsts()).containsExactly(0, 3, 4, 6, 7);
    assertThat(List.of(pieces.from(4), pieces.to(4), pieces.from(5), pieces.to(5)))
        .containsExactly(0, 3, 3, 5);
    assertThat(pieces.to(3)).isZero();
    assertThat(pieces.document(8)).isEqualTo(4);
  }

  @Test
  void tokensOfPiecesAreThoseOfTheirText() {
    for (boolean apart : new boolean[] {false, true}) {
      SplittableRandom random = new SplittableRandom(2);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        texts.add(text(random, random.nextInt(400)));
      }
      Tokenizer tokenizer = new Spaced(apart);
      Pieces pieces = new Pieces(30, tokenizer);
      pieces.add(0, texts, (first, some) -> {});
      align(pieces, tokenizer, texts);
      for (int p = 0; p < pieces.size(); p++) {
        String text = texts.get(pieces.document(p));
        int[] whole = tokenizer.encode(text);
        String expected = TextPieces.cut(text, 30).get(p - pieces.first(pieces.document(p)));
        int[] own = Arrays.copyOfRange(whole, pieces.from(p), pieces.to(p));
        assertThat(tokenizer.decode(own).strip()).isEqualTo(expected.strip());
      }
    }
  }

  private static void align(Pieces pieces, Tokenizer tokenizer, List<String> texts) {
    try (StageResources resources = StageResources.open(2, 0);
        TokenStore tokens = new TokenStore(resources.storage())) {
      tokens.put(0, tokenizer.encodeAll(texts), tokenizer.vocabularySize());
      pieces.align(tokens, resources);
    }
  }

  /**
   * A token for every two characters in a line, and a space before each text, as SentencePiece puts
   * it: in a token of its own or with the first characters.
   */
  private record Spaced(boolean apart) implements Tokenizer {
    private static final int SPACE = 1 << 16;

    @Override
    public int[] encode(String text) {
      List<Integer> tokens = new ArrayList<>();
      for (int at = 0; at < text.length(); ) {
        boolean two =
            at + 1 < text.length() && text.charAt(at) != '\n' && text.charAt(at + 1) != '\n';
        tokens.add(two ? text.charAt(at) << 8 | text.charAt(at + 1) : text.charAt(at));
        at += two ? 2 : 1;
      }
      if (!tokens.isEmpty() && apart) {
        tokens.addFirst(SPACE);
      } else if (!tokens.isEmpty()) {
        tokens.set(0, tokens.getFirst() | SPACE);
      }
      return tokens.stream().mapToInt(i -> i).toArray();
    }

    @Override
    public String decode(int[] tokens) {
      StringBuilder text = new StringBuilder();
      for (int token : tokens) {
        text.append((token & SPACE) != 0 ? " " : "");
        text.append((token & 0xFF00) != 0 ? Character.toString(token >>> 8 & 0xFF) : "");
        text.append((token & 0xFF) != 0 ? Character.toString(token & 0xFF) : "");
      }
      return text.toString();
    }

    @Override
    public int vocabularySize() {
      return 1 << 17;
    }

    @Override
    public OptionalInt separator() {
      return OptionalInt.empty();
    }

    @Override
    public String fingerprint() {
      return "spaced";
    }
  }
}
