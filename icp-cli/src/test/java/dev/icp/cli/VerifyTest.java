package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.icp.Tokenizers;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.OutputVerifier;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyTest {
  @TempDir Path folder;

  private Path packed() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      lines.append("{\"text\": \"words of topic %d and %d\"}\n".formatted(i % 5, i));
    }
    Path corpus = Cli.write(folder.resolve("c.jsonl"), lines.toString());
    Path out = folder.resolve("out");
    Cli pack =
        Cli.run(
            "pack",
            corpus,
            "-o",
            out,
            "--context-length=50",
            "--format=jsonl,megatron,mds,npy,datatrove,parquet",
            "--shard-size=1k");
    assertThat(pack.code()).as(pack.err()).isZero();
    return out;
  }

  @Test
  void everyFormat() {
    Path out = packed();

    assertThat(Cli.run("verify", out).succeeded().out())
        .startsWith(out + " is as it was packed: ")
        .contains(" of 30 documents, each exactly once.")
        .contains("Read jsonl, megatron, mds, npy, datatrove, parquet: ");
  }

  @Test
  void metadataAreThoseOfTheCorpus() {
    Path corpus = folder.resolve("m.jsonl");
    String lines =
        """
        {"text": "a b", "id": 1, "stars": 5, "by": "me", "at": 1.50}
        {"text": "b c", "id": 2, "stars": null, "by": "you", "at": 1e3}
        """;
    Cli.write(corpus, lines);
    Path out = folder.resolve("with");
    Cli.run("pack", corpus, "-o", out, "--metadata", "stars,at", "--never-mix", "by").succeeded();

    assertThat(Cli.run("verify", out, "--input", corpus).succeeded().out())
        .contains("and of this corpus");
    Cli.write(corpus, lines.replace("\"stars\": 5", "\"stars\": 4"));
    Cli.run("verify", out, "--input", corpus)
        .failed(
            Main.FAILED,
            out
                + ": document \"1\" has other metadata than in the corpus, where it has {stars=4,"
                + " at=1.5, by=me}");
    Cli.write(corpus, lines.replace("\"stars\": 5", "\"stars\": \"5\""));
    assertThat(Cli.run("verify", out, "--input", corpus).code()).isEqualTo(Main.FAILED);
  }

  @Test
  void saysHowFarItIs() {
    String said = Cli.onTerminal("verify", packed()).err();

    assertThat(said)
        .containsPattern("Checking checksums +\\[#{24}] 100%")
        .containsPattern("Reading parquet +\\[#{24}] 100%");
  }

  @Test
  void theFirstViolationEndsIt() {
    Path out = packed();
    Path tokens = out.resolve("npy/part-00000.npy");
    try {
      byte[] bytes = Files.readAllBytes(tokens);
      bytes[7] ^= 1;
      Files.write(tokens, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    Cli verify = Cli.run("verify", out);
    assertThat(verify.code()).isEqualTo(1);
    assertThat(verify.out()).isEmpty();
    assertThat(verify.err()).hasLineCount(1).startsWith("icp: " + tokens + ": SHA-256 ");
  }

  @Test
  void whatIsNoOutputIsSaid() {
    Cli.run("verify", folder).failed(1, folder + ": no finished output: there is no manifest.json");
    Cli.run("verify").failed(2, "Missing required parameter: 'DIR' (see icp verify --help)");
  }

  @Test
  void withTheCorpusItIsComparedWithIt() {
    Path out = packed();
    Path corpus = folder.resolve("c.jsonl");

    assertThat(Cli.run("verify", out, "--input", corpus).succeeded().out())
        .startsWith(out + " is as it was packed, and of this corpus: ");
    assertThat(Cli.onTerminal("verify", out, "--input", corpus).err())
        .containsPattern("Comparing with the corpus +\\[#{24}] 100%");

    String lines = Cli.read(corpus);
    Cli.write(corpus, lines.replace("topic 3 and 8", "topic 3 and 9"));
    Cli changed = Cli.run("verify", out, "--input", corpus);
    assertThat(changed.err())
        .startsWith("icp: " + out)
        .contains("document \"" + corpus + ":9\"", "are not those of its text")
        .hasLineCount(1);
    assertThat(changed.code()).isEqualTo(1);

    Cli.write(corpus, lines + "{\"text\": \"one more\"}\n");
    assertThat(Cli.run("verify", out, "--input", corpus).err())
        .contains("document \"" + corpus + ":31\" of the corpus stands in no context");

    Cli.write(corpus, lines.substring(0, lines.indexOf('\n') + 1));
    assertThat(Cli.run("verify", out, "--input", corpus).err()).contains(" is not in the corpus");
  }

  @Test
  void saysWhatTheTailTookAlong() {
    Path corpus = Cli.write(folder.resolve("c.jsonl"), "{\"text\": \"a\"}\n{\"text\": \"bcd\"}\n");
    Path out = folder.resolve("out");
    Cli.run("pack", corpus, "-o", out, "--context-length=50", "--tail=drop").succeeded();

    assertThat(Cli.run("verify", out, "--input", corpus).succeeded().out())
        .contains(
            " of 2 documents, each at most once: 4 tokens of the end, and documents that stood only"
                + " there, were dropped with the tail.");
  }

  @Test
  void saysWhatTheOrderTrimmed() {
    packed();
    Path corpus = folder.resolve("c.jsonl");
    Path out = folder.resolve("trimmed");
    Cli packed =
        Cli.run("pack", corpus, "-o", out, "--context-length=50", "--order=splice:2:trims");
    assertThat(packed.succeeded().out())
        .containsPattern("Left out what stands behind the ends of contexts: \\d+ tokens of doc");

    assertThat(Cli.run("verify", out, "--input", corpus).succeeded().out())
        .containsPattern(
            "each at most once: \\d+ tokens behind the ends of contexts were left out");
    assertThat(Cli.run("inspect", out, "--input", corpus, "-o", folder.resolve("page.html")))
        .matches(run -> run.code() == 0);
  }

  @Test
  void ordersThatCutLoseNothing() {
    packed();
    Path corpus = folder.resolve("c.jsonl");
    Path out = folder.resolve("returned");
    Cli.run("pack", corpus, "-o", out, "--context-length=50", "--order=bm25chunk:8:returns")
        .succeeded();
    assertThat(Cli.run("verify", out, "--input", corpus).succeeded().out())
        .contains("each exactly once");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nearest-with-repeats", "nextlong:9:repeats"})
  void ordersThatRepeatDocumentsMayLeaveOthersOut(String order) {
    packed();
    Path corpus = folder.resolve("c.jsonl");
    Path out = folder.resolve("repeated");
    Cli.run("pack", corpus, "-o", out, "--context-length=50", "--order", order).succeeded();

    Cli.run("verify", out).succeeded();
    Cli.run("verify", out, "--input", corpus).succeeded();
  }

  @Test
  void aTokenizerIsNamedAndNeverOpenedUnasked() {
    Path out = packed();
    Path corpus = folder.resolve("c.jsonl");
    String bpe = "../icp-lucene/src/test/resources/dev/icp/lucene/bpe";

    Cli.run("verify", out, "--tokenizer", bpe)
        .failed(
            2,
            "--tokenizer, --text-field, --id-field and --extensions need --input CORPUS (see icp"
                + " verify --help)");
    assertThat(Cli.run("verify", out, "--input", corpus, "--tokenizer", bpe).err())
        .startsWith("icp: " + bpe + ": not the tokenizer of " + out);

    Path other = folder.resolve("other");
    Cli.run("pack", corpus, "-o", other, "--tokenizer", bpe, "--special-tokens", "token")
        .succeeded();
    Cli.run("verify", other, "--input", corpus)
        .failed(1, other + ": name the tokenizer of its tokens: --tokenizer " + bpe);
    Cli.run("verify", other, "--input", corpus, "--tokenizer", bpe).succeeded();
  }

  @Test
  void whatWasSkippedIsNoDifference() {
    Path corpus =
        Cli.write(
            folder.resolve("c.jsonl"),
            """
            {"id":"a","text":"one"}
            no
            {"id":"a","text":"two"}
            {"id":"b","text":"three"}
            """);
    Path out = folder.resolve("out");
    Cli.run("pack", corpus, "-o", out, "--skip-bad-documents").succeeded();
    Cli.run("verify", out, "--input", corpus).succeeded();
  }

  /** Where some documents were skipped and others not reached, their number says nothing. */
  @Test
  void theVocabularyIsComparedWhateverIsLacking() {
    Path corpus = Cli.write(folder.resolve("c.jsonl"), "{\"text\": \"abcdefgh\"}\nno\n");
    Path out = folder.resolve("out");
    Cli.run("pack", corpus, "-o", out, "--skip-bad-documents", "--tail=drop", "--context-length=4")
        .succeeded();
    Cli.run("verify", out, "--input", corpus).succeeded();
    Tokenizer larger =
        (Tokenizer)
            Proxy.newProxyInstance(
                Tokenizer.class.getClassLoader(),
                new Class<?>[] {Tokenizer.class},
                (proxy, method, arguments) ->
                    method.getName().equals("vocabularySize")
                        ? Integer.valueOf(300)
                        : method.invoke(Tokenizers.utf8Bytes(), arguments));
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(
            () -> OutputVerifier.verify(out, Stream::empty, larger, (step, done, total) -> {}))
        .withMessage(out.resolve("manifest.json") + ": 257 ids, expected 300");
  }
}
