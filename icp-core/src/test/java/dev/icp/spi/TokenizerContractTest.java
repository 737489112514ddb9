package dev.icp.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.contract.TokenizerContract;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract of all tokenizers lets a right one pass and finds out each of the wrong ones. */
class TokenizerContractTest {
  private static Tokenizer subject = new Utf8Tokenizer();

  @Test
  void findsNothingWrongWithTheRightOne() {
    assertThat(failures(new Utf8Tokenizer())).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> findsWrongTokens() {
    return Stream.of(
        wrong(
            "longTextIsNotTruncated", "truncates", t -> Arrays.copyOf(t, Math.min(512, t.length))),
        wrong(
            "longTextIsNotTruncated",
            "truncates late",
            t -> Arrays.copyOf(t, Math.min(120_000, t.length))),
        wrong("emptyTextHasNoTokens", "pads", t -> Arrays.copyOf(t, Math.max(8, t.length))),
        wrong("separatorIsNotAddedToTexts", "adds the separator", t -> append(t, 256)),
        wrong("everyIdIsInTheVocabulary", "beyond the vocabulary", t -> append(t, 257)),
        wrong("everyIdIsInTheVocabulary", "below the vocabulary", t -> append(t, -1)),
        wrong(
            "decodesWhatItEncoded",
            "drops NUL",
            t -> Arrays.stream(t).filter(i -> i > 0).toArray()),
        wrong(
            "decodesRandomTexts", "ASCII only", t -> Arrays.stream(t).map(i -> i & 127).toArray()));
  }

  @TestFactory
  Stream<DynamicTest> findsWrongBehaviour() {
    AtomicInteger turn = new AtomicInteger();
    return Stream.of(
        wrong(
            "encodeAllIsEncodeOfEach",
            new Utf8Tokenizer() {
              @Override
              public List<int[]> encodeAll(List<String> texts) {
                return texts.stream().map(text -> Arrays.copyOf(encode(text), 100)).toList();
              }
            }),
        wrong(
            "tokensAreTheCallersOwn",
            new Utf8Tokenizer() {
              private String last = "";
              private int[] tokens = {};

              @Override
              public synchronized int[] encode(String text) {
                tokens = text.equals(last) ? tokens : super.encode(text);
                last = text;
                return tokens;
              }
            }),
        wrong(
            "worksFromSeveralThreadsAtOnce",
            new Utf8Tokenizer() {
              private volatile String current = "";

              @Override
              public int[] encode(String text) {
                current = text;
                LockSupport.parkNanos(10_000);
                return super.encode(current);
              }
            }),
        wrong(
            "decodingAnUnknownTokenIsAnError",
            new Utf8Tokenizer() {
              @Override
              public String decode(int[] tokens) {
                return super.decode(Arrays.stream(tokens).map(t -> t & 0xff).toArray());
              }
            }),
        wrong(
            "separatorIsInTheVocabulary",
            new Utf8Tokenizer() {
              @Override
              public OptionalInt separator() {
                return OptionalInt.of(1000);
              }
            }),
        wrong(
            "fingerprintIsStable",
            new Utf8Tokenizer() {
              @Override
              public String fingerprint() {
                return "utf-8 " + turn.incrementAndGet();
              }
            }));
  }

  private interface Change {
    int[] apply(int[] tokens);
  }

  private static int[] append(int[] tokens, int token) {
    int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
    longer[tokens.length] = token;
    return longer;
  }

  private static DynamicTest wrong(String failing, String name, Change change) {
    return DynamicTest.dynamicTest(
        name,
        () ->
            assertThat(
                    failures(
                        new Utf8Tokenizer() {
                          @Override
                          public int[] encode(String text) {
                            return change.apply(super.encode(text));
                          }
                        }))
                .contains(failing));
  }

  private static DynamicTest wrong(String failing, Tokenizer tokenizer) {
    return DynamicTest.dynamicTest(
        "not " + failing, () -> assertThat(failures(tokenizer)).contains(failing));
  }

  private static List<String> failures(Tokenizer tokenizer) {
    subject = tokenizer;
    return ContractRuns.failures(Subject.class);
  }

  static class Subject extends TokenizerContract {
    @Override
    protected Tokenizer tokenizer() {
      return subject;
    }

    @Override
    protected boolean lossless() {
      return true;
    }
  }
}
