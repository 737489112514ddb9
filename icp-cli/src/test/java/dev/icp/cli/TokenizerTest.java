package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerTest {
  private static final String END =
      "{\"id\": 0, \"content\": \"</s>\", \"special\": true, \"single_word\": false,"
          + " \"lstrip\": false, \"rstrip\": false, \"normalized\": false}";

  @TempDir Path folder;
  private Path corpus = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void paths() {
    corpus = Cli.write(folder.resolve("corpus.jsonl"), "{\"text\": \"the cat the dog\"}\n");
    output = folder.resolve("out");
  }

  private Path tokenizer(String addedTokens) {
    return Cli.write(
        folder.resolve("tokenizer/tokenizer.json"),
        """
        {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [%s],
         "normalizer": null, "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null,
         "decoder": null, "model": {"type": "WordLevel", "unk_token": "<unk>",
         "vocab": {"</s>": 0, "<unk>": 1, "the": 2, "cat": 3}}}
        """
            .formatted(addedTokens));
  }

  private Json context() {
    return Json.values(output.resolve("contexts.jsonl")).getFirst();
  }

  @Test
  void tokenizerJsonAndItsFolder() {
    Path file = tokenizer(END);
    for (Path path : new Path[] {file, file.getParent()}) {
      Cli.run("pack", corpus, "-o", output, "--tokenizer", path, "--overwrite").succeeded();

      assertThat(context().field("tokens").elements())
          .extracting(Json::text)
          .containsExactly("2", "3", "2", "1", "0");
    }
  }

  @Test
  void aTokenizerWithoutSeparatorWantsOne() {
    Path file = tokenizer("");

    Cli.run("pack", corpus, "-o", output, "--tokenizer", file)
        .failed(
            2,
            "--tokenizer "
                + file
                + " names no end-of-text token: give --separator none|ID|TOKEN (see icp pack"
                + " --help)");
    Cli.run("pack", corpus, "-o", output, "--tokenizer", file, "--separator", 3).succeeded();
    assertThat(context().field("tokens").elements()).last().extracting(Json::text).isEqualTo("3");
  }

  @Test
  void aTextThatCannotBeTokenizedIsOneLine() {
    Path file = tokenizer(END);
    Cli.write(file, Cli.read(file).replace("\"unk_token\": \"<unk>\"", "\"unk_token\": \"none\""));

    Cli run = Cli.run("pack", corpus, "-o", output, "--tokenizer", file);

    assertThat(run.code()).isEqualTo(Main.FAILED);
    assertThat(run.err()).startsWith("icp: " + file + ": cannot tokenize \"the cat the dog\": ");
  }

  @ParameterizedTest
  @CsvSource({
    "--separator, ''",
    "--begin-token, '--begin=document'",
    "--padding, '--tail=pad'",
  })
  void everyTokenIsComparedWithTheVocabularyBeforeAnyWork(String option, String other) {
    // Not even the corpus is looked for.
    Path corpus = folder.resolve("not-there.jsonl");
    Path output = folder.resolve("made");
    for (String token :
        List.of("257", "65535", "65536", "2147483647", "99999999999", "-1", "</x>")) {
      for (String format : List.of("jsonl", "megatron", "mds", "npy", "datatrove", "litdata")) {
        List<Object> command =
            new ArrayList<>(
                List.of("pack", corpus, "-o", output, "--format", format, option + "=" + token));
        if (!other.isEmpty()) {
          command.add(other);
        }
        Cli run = Cli.run(command.toArray());

        assertThat(run.err()).as(command.toString()).startsWith("icp: ").hasLineCount(1);
        assertThat(run.err()).contains(token).doesNotContain("internal error", "not-there");
        assertThat(run.code()).as(command.toString()).isEqualTo(Main.BAD_USAGE);
        assertThat(output).doesNotExist();
      }
    }
  }

  @Test
  void theSeparatorByItsContent() {
    Path file = tokenizer(END);

    Cli.run("pack", corpus, "-o", output, "--tokenizer", file, "--separator", "cat").succeeded();
    assertThat(context().field("tokens").elements()).last().extracting(Json::text).isEqualTo("3");

    Cli.run("pack", corpus, "-o", output, "--tokenizer", file, "--separator", "dog")
        .failed(
            2,
            "--separator: 'dog', expected one of the tokenizer's tokens, by its id, 0 to 3, or as"
                + " its vocabulary has it (see icp pack --help)");
    Cli.run("pack", corpus, "-o", output, "--separator", "cat")
        .failed(
            2,
            "--separator: 'cat', expected one of the tokenizer's tokens, by its id, 0 to 256, or as"
                + " its vocabulary has it (see icp pack --help)");
  }

  @Test
  void noSeparator() {
    Cli run =
        Cli.run("pack", corpus, "-o", output, "--tokenizer", tokenizer(""), "--separator", "none");

    assertThat(run.succeeded().out()).contains("No token after documents.");
    assertThat(context().field("tokens").elements())
        .extracting(Json::text)
        .containsExactly("2", "3", "2", "1");
    assertThat(Cli.run("verify", output).code()).isZero();
  }

  @Test
  void beginTokens() {
    Path file = tokenizer(END);
    Cli.write(file.resolveSibling("tokenizer_config.json"), "{\"bos_token\": \"<unk>\"}");
    Cli run = Cli.run("pack", corpus, "-o", output, "--tokenizer", file, "--begin", "document");

    assertThat(run.succeeded().out())
        .contains("After each document: </s> (0); before each document: <unk> (1).");
    assertThat(context().field("tokens").elements())
        .extracting(Json::text)
        .containsExactly("1", "2", "3", "2", "1", "0");
    assertThat(Cli.read(output.resolve("manifest.json")))
        .contains(
            "\"separatorText\": \"</s>\"", "\"begin\": \"DOCUMENT\"", "\"beginText\": \"<unk>\"");
    assertThat(Cli.run("verify", output).code()).isZero();
    Cli.run(
            "pack",
            corpus,
            "-o",
            output,
            "--tokenizer",
            file,
            "--begin",
            "context",
            "--begin-token",
            "cat",
            "--context-length",
            "4",
            "--tail",
            "pad",
            "--padding",
            "the",
            "--keep-path-order",
            "--overwrite")
        .succeeded();
    assertThat(Json.values(output.resolve("contexts.jsonl")))
        .extracting(one -> one.field("tokens").elements().stream().map(Json::text).toList())
        .containsExactly(List.of("3", "2", "3", "2"), List.of("3", "1", "0", "2"));
    assertThat(Cli.run("verify", output).code()).isZero();
  }

  @Test
  void aChatTurnIsNoEndOfText() {
    Path file =
        tokenizer(
            END.replace("</s>", "<|endoftext|>").replace("\"id\": 0", "\"id\": 4")
                + ","
                + END.replace("</s>", "<|im_start|>").replace("\"id\": 0", "\"id\": 5")
                + ","
                + END.replace("</s>", "<|im_end|>").replace("\"id\": 0", "\"id\": 6"));
    Path config =
        Cli.write(file.resolveSibling("tokenizer_config.json"), "{\"eos_token\": \"<|im_end|>\"}");

    Cli run = Cli.run("pack", corpus, "-o", output, "--tokenizer", file);

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("After each document: <|endoftext|> (4).");
    assertThat(run.err())
        .isEqualTo(
            "icp: "
                + config
                + ": eos_token <|im_end|> (6) ends the turn of a chat; <|endoftext|> (4), the base"
                + " model's end of text, is used instead"
                + System.lineSeparator());
    assertThat(context().field("tokens").elements()).last().extracting(Json::text).isEqualTo("4");
  }

  @Test
  void specialTokensInTexts() {
    Path file = tokenizer(END);
    Cli.write(corpus, "{\"text\": \"the </s> cat\"}\n{\"text\": \"cat\"}\n");
    for (String policy : List.of("text", "token")) {
      Cli run =
          Cli.run(
              "pack",
              corpus,
              "-o",
              output,
              "--tokenizer",
              file,
              "--special-tokens",
              policy,
              "--separator",
              "none",
              "--overwrite");
      assertThat(run.succeeded().out())
          .contains(
              policy.equals("text")
                  ? "Special tokens written in the texts, which are text like any other: </s> 1."
                  : "Special tokens written in the texts, which became those tokens: </s> 1.");
      assertThat(context().field("tokens").elements().stream().map(Json::text).toList())
          .isEqualTo(
              policy.equals("text")
                  ? List.of("2", "1", "1", "1", "3", "3")
                  : List.of("2", "0", "3", "3"));
      assertThat(Cli.read(output.resolve("report.json")))
          .contains("\"token\": \"</s>\"", "\"count\": 1");
    }
    Path refused = folder.resolve("refused");
    Cli.run("pack", corpus, "-o", refused, "--tokenizer", file, "--special-tokens", "refuse")
        .failed(1, corpus + ":1: the text has the special token </s> at character 4");
    Cli.run(
            "pack",
            corpus,
            "-o",
            output,
            "--tokenizer",
            file,
            "--special-tokens",
            "refuse",
            "--skip-bad-documents",
            "--overwrite")
        .succeeded();
    assertThat(context().field("segments").elements()).hasSize(1);
  }

  @Test
  void whatIsNoTokenizerIsNamed() {
    Path missing = folder.resolve("missing.json");
    Cli.run("pack", corpus, "-o", output, "--tokenizer", missing)
        .failed(1, missing + ": no such file or folder");

    Cli run = Cli.run("pack", corpus, "-o", output, "--tokenizer", corpus);
    assertThat(run.err()).startsWith("icp: " + corpus).hasLineCount(1);
    assertThat(run.code()).isEqualTo(1);
    assertThat(output).doesNotExist();
  }
}
