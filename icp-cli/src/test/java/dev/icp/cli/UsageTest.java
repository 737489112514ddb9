package dev.icp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--context-length 0 | Invalid value for option '--context-length': expected a whole number"
            + " of 1 or more, not '0'",
        "--context-length -5 | Invalid value for option '--context-length': expected a whole number"
            + " of 1 or more, not '-5'",
        "--context-length 3000000000 | Invalid value for option '--context-length': expected a"
            + " whole number of at most 2147483647, not '3000000000'",
        "--context-length | Missing required parameter for option '--context-length' (TOKENS)",
        "--order best | Invalid value for option '--order': expected cohesive, paper, reference,"
            + " bm25chunk, splice, nextlong, keywords, path, imports, nearest-with-repeats, input,"
            + " random or key: as in key:repo, not 'best'",
        "--order bm25chunk:many | Invalid value for option '--order': expected a number as in"
            + " bm25chunk:2048, not 'bm25chunk:many'",
        "--order bm25chunk:1 | Invalid value for option '--order': bufferSize: 1, expected 2 or"
            + " more",
        "--order splice:2:up | Invalid value for option '--order': expected identity, reverse,"
            + " shuffle or trims as in splice:3:reverse or splice:3:reverse:trims, not"
            + " 'splice:2:up'",
        "--order splice:2:trims --boundary keep-whole | --order splice:2:trims says where contexts"
            + " are cut, and does not go with --boundary keep-whole",
        "--order bm25chunk:9:returns --max-documents 3 | --order bm25chunk:9:returns says where"
            + " contexts are cut, and does not go with --max-documents",
        "--order imports --tokens-field t --tokenizer ids:9 | --order imports goes by texts, and"
            + " not with documents of --tokens-field",
        "--order nextlong:2048:often | Invalid value for option '--order': expected repeats as in"
            + " nextlong:2048:repeats, not 'nextlong:2048:often'",
        "--order nextlong --among 100 | --order nextlong:2048 goes by pieces of documents, and not"
            + " with among, mix, diversity or key",
        "--order nextlong --near-duplicates drop:0.9 | --order nextlong goes by pieces of"
            + " documents, and not with --near-duplicates drop or separate",
        "--among 1 | Invalid value for option '--among': expected a whole number of 2 or more, not"
            + " '1'",
        "--among 3000000000 | Invalid value for option '--among': expected a whole number of at"
            + " most 2147483647, not '3000000000'",
        "--weights tokens:many=2 | Invalid value for option '--weights': tokens:many=2, expected"
            + " tokens, no number twice, and weights of 0 to 1000 as in tokens:32768=2,131072=4",
        "--diversity 1.5 | --diversity: 1.5, expected 0 to 1",
        "--mix related | --mix: expected orders and shares as in related:0.7,random:0.3, not"
            + " 'related'",
        "--mix related:0.7,random:0.4 | --mix: shares cohesive:0.7, random:0.4 add up to 1.1,"
            + " expected 1",
        "--mix related:0 | --mix: share of related: 0.0, expected above 0",
        "--mix random:1,related:NaN | --mix: share of related: NaN, expected above 0",
        "--metadata , | --metadata: expected names as in source,licence, and one is empty",
        "--metadata a,,b | --metadata: expected names as in source,licence, and one is empty",
        "--start-anywhere --start-at-document | --start-at-document: given together with"
            + " --start-anywhere, which says the contrary",
        "--mix best:1 | --mix: expected cohesive, paper, reference, bm25chunk, splice, nextlong,"
            + " keywords, path, imports, nearest-with-repeats, input, random or key: as in"
            + " key:repo, not 'best'",
        "--neighbours none | Invalid value for option '--neighbours': expected a whole number of 1"
            + " or more, not 'none'",
        "--near-duplicates drop | Invalid value for option '--near-duplicates': expected keep, or"
            + " drop: or separate: and a cosine above 0 and at most 1 as in drop:0.95, not 'drop'",
        "--near-duplicates drop:1.5 | Invalid value for option '--near-duplicates': expected keep,"
            + " or drop: or separate: and a cosine above 0 and at most 1 as in drop:0.95, not"
            + " 'drop:1.5'",
        "--near-duplicates drop:NaN | Invalid value for option '--near-duplicates': expected keep,"
            + " or drop: or separate: and a cosine above 0 and at most 1 as in drop:0.95, not"
            + " 'drop:NaN'",
        "--near-duplicates separate:0 | Invalid value for option '--near-duplicates': expected"
            + " keep, or drop: or separate: and a cosine above 0 and at most 1 as in drop:0.95,"
            + " not 'separate:0'",
        "--separator -1 | --separator: '-1', expected one of the tokenizer's tokens, by its id, 0"
            + " to 256, or as its vocabulary has it",
        "--separator 257 | --separator: 257, expected one of the tokenizer's tokens, 0 to 256",
        "--separator 99999999999 | --separator: '99999999999', expected one of the tokenizer's"
            + " tokens, by its id, 0 to 256, or as its vocabulary has it",
        "--padding 300 --tail pad | --padding: 300, expected one of the tokenizer's tokens, 0 to"
            + " 256",
        "--begin document --begin-token 257 | --begin-token: 257, expected one of the tokenizer's"
            + " tokens, 0 to 256",
        "--begin text | Invalid value for option '--begin': expected none, document or context, not"
            + " 'text'",
        "--begin-token 3 | --begin-token needs --begin document or context",
        "--begin context --begin-token 3 --context-length 1 | --context-length: 1, expected 2 or"
            + " more: begin(CONTEXT) needs a token of its own",
        "--special-tokens keep | Invalid value for option '--special-tokens': expected text, token"
            + " or refuse, not 'keep'",
        "--seed x | Invalid value for option '--seed': expected a whole number, not 'x'",
        "--threads 0 | Invalid value for option '--threads': expected a whole number of 1 or more,"
            + " not '0'",
        "--boundary cut | Invalid value for option '--boundary': expected split or keep-whole, not"
            + " 'cut'",
        "--look-ahead 9 | --look-ahead needs --boundary keep-whole",
        "--never-mix a --tail drop | --never-mix does not go with --tail drop (which some trainers'"
            + " --for chooses): it would drop the end of every group; where the trainer allows it,"
            + " give --padding",
        "--tail long | Invalid value for option '--tail': expected short, pad or drop, not 'long'",
        "--heap 2 | Invalid value for option '--heap': expected a size from 100m to this machine's"
            + " memory, as in 2g or 900m, not '2'",
        "--heap 99m | Invalid value for option '--heap': expected a size from 100m to this"
            + " machine's memory, as in 2g or 900m, not '99m'",
        "--heap 900000g | Invalid value for option '--heap': expected a size from 100m to this"
            + " machine's memory, as in 2g or 900m, not '900000g'",
        "--no-such-option | Unknown option: '--no-such-option'",
        "--seed 1 --seed 2 | option '--seed' (N) should be specified only once",
        "--text-field id | --text-field and --id-field are both 'id'",
        "--extensions ,, | --extensions: expected names as in md,txt, and one is empty",
        "--extensions md,.,txt | --extensions: expected names as in md,txt, and one is empty",
        "--format jsonl,mds,jsonl | --format: jsonl more than once",
        "--format mds --format mds | --format: mds more than once",
        "--format jsonl,parquet --token-bytes 2 | --token-bytes is for --format megatron, mds,"
            + " mds-tokens, npy, datatrove and litdata; jsonl has no place for it",
        "--padding 3 | --padding needs --tail pad, --boundary keep-whole, --max-documents or"
            + " --begin document (without --start-anywhere): nothing is filled up",
        "--max-documents 0 | Invalid value for option '--max-documents': expected a whole number of"
            + " 1 or more, not '0'",
        "--for litgpt --max-documents 8 | --for litgpt does not go with --max-documents 8: litgpt"
            + " has no mask, and the model would learn the padding",
        "--weights n --order nearest-with-repeats | --weights does not go with --order"
            + " nearest-with-repeats, which repeats documents itself",
        "--tokens-field ids | --tokens-field needs --tokenizer: the one that made the tokens, or"
            + " ids:N where ids are below N",
        "--tokens-field ids --tokenizer ids:9 --separator none --format text | --format text and"
            + " text-parquet do not go with documents of --tokens-field: there are no texts",
        "--epoch -1 | Invalid value for option '--epoch': expected a whole number of 0 or more, not"
            + " '-1'",
        "--for megatron --format mds,jsonl | --for megatron does not go with --format jsonl: it"
            + " reads megatron",
        "--for nanotron --tail pad | --for nanotron does not go with --tail pad: nanotron has no"
            + " mask, and the model would learn the padding",
        "--for litgpt --boundary keep-whole | --for litgpt does not go with --boundary keep-whole:"
            + " litgpt has no mask, and the model would learn the padding",
        "--for nemo --shard-size 1m | --for nemo does not go with --shard-size 1m: NeMo would blend"
            + " several files, and leave contexts out or take them twice",
        "--for olmo --document-mask | --for olmo does not go with --document-mask: OLMo-core does"
            + " not read where documents end from these files",
        "--for mosaic | Invalid value for option '--for': expected one of megatron, nemo, olmo,"
            + " nanotron, trl, axolotl, llm-foundry, prolong, torchtitan, litgpt, not 'mosaic'",
        "--padding 3 --format npy --tail drop | --padding needs --tail pad, --boundary keep-whole,"
            + " --max-documents or --begin document (without --start-anywhere): nothing is filled"
            + " up",
        "--shard-size 20480 | Invalid value for option '--shard-size': expected a size as in 64m or"
            + " 2g, not '20480'",
        "- - | - (standard input) can be read only once, and is given twice",
      })
  void wrongValuesAreOneLineAndExitCodeTwo(String arguments, String message) {
    List<Object> all = new ArrayList<>(List.of("pack", folder, "-o", folder.resolve("out")));
    all.addAll(List.of(arguments.split(" ")));

    Cli.run(all.toArray()).failed(2, message + " (see icp pack --help)");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void tokensThatAreMissing() {
    Cli.run("pack", folder, "-o", folder.resolve("out"), "--begin", "document")
        .failed(
            2,
            "--tokenizer bytes names no beginning-of-text token: give --begin-token ID|TOKEN (see"
                + " icp pack --help)");
    Cli.run("pack", folder, "-o", folder.resolve("out"), "--separator", "none", "--tail", "pad")
        .failed(
            2,
            "--separator none: give --padding ID|TOKEN, which fills contexts up (see icp pack"
                + " --help)");
    Cli.run(
            "pack",
            folder,
            "-o",
            folder.resolve("out"),
            "--separator",
            "none",
            "--max-documents",
            3)
        .failed(
            2,
            "--separator none: give --padding ID|TOKEN, which fills contexts up (see icp pack"
                + " --help)");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void extensionsAreOfFoldersOnly() {
    Path file = Cli.write(folder.resolve("a.md"), "text");
    Cli.run("pack", "-", file, "-o", folder.resolve("out"), "--extensions", "md")
        .failed(
            2,
            "--extensions chooses files of folders, and no input is a folder (see icp pack"
                + " --help)");
  }

  @Test
  void whatCannotBeSaidIsAFailure() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int code =
        Main.run(
            new String[] {"--version"},
            new PrintStream(full, false, UTF_8),
            new PrintStream(err, true, UTF_8),
            false);

    assertThat(code).isEqualTo(1);
    assertThat(err.toString(UTF_8).lines())
        .containsExactly("icp: done, but standard output cannot be written");
  }

  @Test
  void inputAndOutputAreRequired() {
    Cli.run("pack", "--output", "x")
        .failed(2, "Missing required parameter: 'INPUT' (see icp pack --help)");
    Cli.run("pack", "x").failed(2, "Missing required option: '--output=DIR' (see icp pack --help)");
  }

  @Test
  void aCommandIsRequired() {
    Cli.run().failed(2, "no command given (see icp --help)");
    Cli.run("unpack").failed(2, "Unmatched argument at index 0: 'unpack' (see icp --help)");
  }

  @Test
  void helpAndVersion() {
    assertThat(Cli.run("--version").succeeded().out()).startsWith("icp ");
    assertThat(Cli.run("--help").succeeded().out()).contains("Usage: icp", "pack");
    assertThat(Cli.run("pack", "--help").succeeded().out())
        .contains("Usage: icp pack [OPTIONS] [INPUT...]", "--context-length", "Default: 8192")
        .doesNotContain("DEFAULT-VALUE", "\u001b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INPUT",
        "--output",
        "--context-length",
        "--order",
        "--among",
        "--diversity",
        "--mix",
        "--neighbours",
        "--near-duplicates",
        "--separator",
        "--begin",
        "--begin-token",
        "--padding",
        "--special-tokens",
        "--seed",
        "--threads",
        "--heap",
        "--boundary",
        "--look-ahead",
        "--start-at-document",
        "--tail",
        "--tokenizer",
        "--work-dir",
        "--text-field",
        "--id-field",
        "--skip-bad-documents",
        "--no-tokens",
        "--keep-path-order"
      })
  void helpNamesEveryOption(String option) {
    assertThat(Cli.run("pack", "--help").out()).contains(option);
  }
}
