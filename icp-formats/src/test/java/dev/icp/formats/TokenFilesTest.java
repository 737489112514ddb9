package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import dev.icp.Tokenizers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens of Megatron-LM and NumPy as a corpus. */
class TokenFilesTest {
  @TempDir Path folder;

  /** Returns numbers one behind the other. */
  private static byte[] numbers(int bytes, long... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long number : numbers) {
      switch (bytes) {
        case 1 -> buffer.put((byte) number);
        case 2 -> buffer.putShort((short) number);
        case 4 -> buffer.putInt((int) number);
        default -> buffer.putLong(number);
      }
    }
    return buffer.array();
  }

  private static byte[] index(int type, int bytes, long[] lengths, long[] documents) {
    long[] pointers = new long[lengths.length];
    for (int s = 1; s < lengths.length; s++) {
      pointers[s] = pointers[s - 1] + bytes * lengths[s - 1];
    }
    return index(type, lengths, pointers, documents);
  }

  private static byte[] index(int type, long[] lengths, long[] pointers, long[] documents) {
    return TestFiles.joined(
        TestFiles.utf8("MMIDIDX\0\0"),
        numbers(8, 1),
        numbers(1, type),
        numbers(8, lengths.length, documents.length),
        numbers(4, lengths),
        numbers(8, pointers),
        numbers(8, documents));
  }

  /** Three documents: of two sequences, of none, and of one. */
  private Path megatron(int type, int bytes) {
    TestFiles.write(folder.resolve("data.bin"), numbers(bytes, 7, 8, 9, 100, 101, 3));
    return TestFiles.write(
        folder.resolve("data.idx"),
        index(type, bytes, new long[] {3, 2, 1}, new long[] {0, 2, 2, 3}));
  }

  private static byte[] npy(String type, String shape, byte[] numbers) {
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
    return TestFiles.joined(
        new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) (header.length() + 1), 0},
        TestFiles.utf8(header + "\n"),
        numbers);
  }

  private Path npy(String name, String type, String shape, byte[] numbers) {
    return TestFiles.write(folder.resolve(name), npy(type, shape, numbers));
  }

  private static List<int[]> tokens(CorpusReader reader) {
    return TestFiles.read(reader).stream().map(TokenFilesTest::tokens).toList();
  }

  private static int[] tokens(Document document) {
    assertThat(document.tokenized()).isTrue();
    return Tokenizers.ofTokens(Integer.MAX_VALUE).encode(document.text());
  }

  private static void fails(String message, Path... inputs) {
    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> TestFiles.read(inputs))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 2", "4, 4", "5, 8", "8, 2"})
  void megatronsTypes(int type, int bytes) {
    CorpusReader reader = CorpusReader.of(megatron(type, bytes));
    assertThat(tokens(reader))
        .containsExactly(new int[] {7, 8, 9, 100, 101}, new int[0], new int[] {3});
    String name = folder.resolve("data.idx").toString();
    assertThat(TestFiles.ids(reader)).containsExactly(name + ":1", name + ":2", name + ":3");
    assertThat(reader.holdsTokens()).isTrue();
  }

  @Test
  void aPairIsReadOnceHoweverItIsNamed() {
    megatron(8, 2);
    Path stem = folder.resolve("data");
    Path bin = folder.resolve("data.bin");
    Path idx = folder.resolve("data.idx");
    for (Path[] inputs :
        new Path[][] {{bin}, {idx}, {stem}, {bin, idx}, {idx, bin}, {folder.resolve("data.*")}}) {
      assertThat(tokens(CorpusReader.of(inputs))).as(Arrays.toString(inputs)).hasSize(3);
    }
    OpenCorpus corpus = CorpusReader.of(bin).open();
    try (Stream<Document> documents = corpus.documents()) {
      assertThat(documents).hasSize(3);
    }
    assertThat(corpus.files().read())
        .singleElement()
        .satisfies(
            read -> {
              assertThat(read.kind()).isEqualTo("tokens of Megatron-LM");
              assertThat(read.documents()).isEqualTo(3);
            });
  }

  @Test
  void tokensOfFoldersAreReadWhereOthersAreTokens() {
    Path below = folder.resolve("below");
    megatron(8, 2);
    TestFiles.write(below.resolve("page.md"), "a page");
    for (String name : List.of("data.bin", "data.idx")) {
      TestFiles.write(below.resolve(name), bytes(folder.resolve(name)));
    }
    List<String> skipped = new ArrayList<>();
    CorpusReader texts = CorpusReader.of(below).onSkippedFile(e -> skipped.add(e.getMessage()));
    assertThat(TestFiles.read(texts)).extracting(Document::text).containsExactly("a page");
    assertThat(skipped)
        .anyMatch(
            reason ->
                reason.endsWith("data.idx: tokens, which are read where the file itself is given"));
    skipped.clear();
    CorpusReader tokens =
        CorpusReader.of(below).tokensField("ids").onSkippedFile(e -> skipped.add(e.getMessage()));
    assertThat(tokens(tokens)).hasSize(3);
    assertThat(skipped)
        .hasSize(2)
        .anyMatch(reason -> reason.endsWith("data.bin: is read with data.idx"))
        .anyMatch(reason -> reason.contains("page.md: no tokens"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CorpusReader.of(folder.resolve("data.idx")).parts(1000))
        .withMessageContaining("tokens");
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theEndTokenIsTakenOffOnce() {
    TestFiles.write(folder.resolve("data.bin"), numbers(2, 5, 0, 0, 10, 0, 7));
    Path index =
        TestFiles.write(
            folder.resolve("data.idx"),
            index(8, 2, new long[] {3, 1, 1, 1, 0}, new long[] {0, 1, 2, 3, 4, 5}));
    OpenCorpus corpus = CorpusReader.of(index).endToken(0).open();
    try (Stream<Document> documents = corpus.documents()) {
      assertThat(documents.map(TokenFilesTest::tokens))
          .containsExactly(new int[] {5, 0}, new int[] {10}, new int[0], new int[] {7}, new int[0]);
    }
    assertThat(corpus.endTokens()).isEqualTo(2);
    Path lines = TestFiles.write(folder.resolve("a.jsonl"), "{\"ids\":[3,4]}\n{\"ids\":[14]}\n");
    assertThat(tokens(CorpusReader.of(lines).tokensField("ids").endToken(4)))
        .containsExactly(new int[] {3}, new int[] {14});
    // A text that looks like ids is a text.
    Path text = TestFiles.write(folder.resolve("a.txt"), "3 4");
    assertThat(TestFiles.read(CorpusReader.of(text).endToken(4)))
        .extracting(Document::text)
        .containsExactly("3 4");
  }

  @Test
  void whatIsWrongWithMegatronsIsSaid() throws IOException {
    Path index = megatron(8, 2);
    byte[] good = Files.readAllBytes(index);
    Files.write(index, Arrays.copyOf(good, 20));
    fails("data.idx: ends too early: 20 bytes", index);
    Files.write(index, Arrays.copyOf(good, good.length - 1));
    fails("data.idx: 3 sequences of 3 documents in 101 bytes, expected 102", index);
    Files.write(index, TestFiles.joined(good, new byte[3]));
    fails("data.idx: a dataset of several modes", index);
    Files.write(index, index(7, 4, new long[] {3, 2, 1}, new long[] {0, 2, 3}));
    fails("data.idx: version 1 with numbers of type 7", index);
    Files.write(index, index(4, 4, new long[] {3, 2, 1}, new long[] {0, 2, 3}));
    fails("data.idx: data.bin has 12 bytes, expected 24 for 6 tokens", index);
    Files.write(index, index(8, 2, new long[] {7, -2, 1}, new long[] {0, 2, 3}));
    fails("data.idx: sequence 1 has -2 tokens", index);
    Files.write(index, index(8, 2, new long[] {3, 2, 1}, new long[] {0, 2, 1, 3}));
    fails(
        "data.idx:2: cannot be read: the document begins with sequence 2 and ends before sequence"
            + " 1 of 3",
        index);
    Files.write(index, index(8, 2, new long[] {3, 2, 1}, new long[] {0, 2}));
    fails("data.idx:1: cannot be read: the last document ends before sequence 2 of 3", index);
    Files.write(index, index(8, 2, new long[] {3, 2, 1}, new long[] {1, 3}));
    fails("data.idx:1: cannot be read: the first document begins with sequence 1", index);
    Files.write(
        index, index(8, new long[] {3, 2, 1}, new long[] {0, 8, 10}, new long[] {0, 1, 2, 3}));
    fails("data.idx:2: cannot be read: sequence 1 begins at byte 8, expected 6", index);
    Files.write(index, good);
    Files.delete(folder.resolve("data.bin"));
    fails("data.idx: its tokens are missing: there is no data.bin", index);
  }

  @Test
  void whatIsNoTokenIsABadDocument() {
    TestFiles.write(folder.resolve("data.bin"), numbers(8, 1, -2, 3, 1L << 31));
    Path index =
        TestFiles.write(
            folder.resolve("data.idx"),
            index(5, 8, new long[] {1, 1, 1, 1}, new long[] {0, 1, 2, 3, 4}));
    fails("data.idx:2: its token 0 is -2, expected 0 to 2147483647", index);
    List<String> bad = new ArrayList<>();
    assertThat(tokens(CorpusReader.of(index).onBadDocument(e -> bad.add(e.location()))))
        .containsExactly(new int[] {1}, new int[] {3});
    assertThat(bad).containsExactly(index + ":2", index + ":4");
  }

  @ParameterizedTest
  @CsvSource({"|u1, 1", "<u2, 2", "<i4, 4", "<u4, 4", "<i8, 8", "<u8, 8"})
  void aMatrixOfNumPyHasADocumentARow(String type, int bytes) {
    Path file = npy("rows.npy", type, "(2, 3)", numbers(bytes, 1, 2, 3, 4, 5, 106));
    assertThat(tokens(CorpusReader.of(file)))
        .containsExactly(new int[] {1, 2, 3}, new int[] {4, 5, 106});
    assertThat(TestFiles.ids(CorpusReader.of(file))).containsExactly(file + ":1", file + ":2");
  }

  @ParameterizedTest
  @CsvSource({"0 2 2 5", "0 2 2", "2 2 5"})
  void offsetsSayWhereDocumentsBeginOrEnd(String offsets) {
    npy("some.npy", "<u2", "(5,)", numbers(2, 1, 2, 3, 4, 5));
    long[] all = Stream.of(offsets.split(" ")).mapToLong(Long::parseLong).toArray();
    for (String name : List.of("some.offsets.npy", "some_offsets.npy")) {
      Path beside = npy(name, "<i8", "(" + all.length + ",)", numbers(8, all));
      assertThat(tokens(CorpusReader.of(folder.resolve("some.npy"))))
          .containsExactly(new int[] {1, 2}, new int[0], new int[] {3, 4, 5});
      assertThat(tokens(CorpusReader.of(folder.resolve("*.npy")))).hasSize(3);
      assertThat(tokens(CorpusReader.of(folder).tokensField("ids"))).hasSize(3);
      assertThat(beside.toFile().delete()).isTrue();
    }
    npy("my_tokens.npy", "<u2", "(5,)", numbers(2, 1, 2, 3, 4, 5));
    npy("my_offsets.npy", "<i8", "(" + all.length + ",)", numbers(8, all));
    assertThat(tokens(CorpusReader.of(folder.resolve("my_tokens.npy")))).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"2", "4", "8"})
  void dolmasTokensHaveNoHeader(int bytes) {
    Path file = TestFiles.write(folder.resolve("part.npy"), numbers(bytes, 1, 2, 3, 4));
    TestFiles.write(
        folder.resolve("part.csv.gz"),
        TestFiles.gzip(
            TestFiles.utf8("0,3,\"a \"\"b\"\", c\",source,1\n3,3,,source,2\n3,4,d,source,3\n")));
    assertThat(tokens(CorpusReader.of(file)))
        .containsExactly(new int[] {1, 2, 3}, new int[0], new int[] {4});
    assertThat(TestFiles.ids(CorpusReader.of(file)))
        .containsExactly("a \"b\", c", file + ":2", "d");
    assertThat(TestFiles.ids(CorpusReader.of(file).withoutIds()))
        .containsExactly(file + ":1", file + ":2", file + ":3");
  }

  @Test
  void whatIsWrongWithNumPysIsSaid() {
    byte[] five = numbers(2, 1, 2, 3, 4, 5);
    fails("a.npy: nothing says where its documents end", npy("a.npy", "<u2", "(5,)", five));
    fails("b.npy: ends too early", npy("b.npy", "<u2", "(3, 2)", five));
    fails("c.npy: goes on after its last number", npy("c.npy", "<u2", "(2, 2)", five));
    fails("d.npy: a shape of (1, 1, 5)", npy("d.npy", "<u2", "(1, 1, 5)", five));
    Path tokens = npy("e.npy", "<u2", "(5,)", five);
    npy("e.offsets.npy", "<i4", "(3,)", numbers(4, 1, 3, 4));
    fails("e.offsets.npy begins with 1 and ends with 4, which is neither", tokens);
    npy("e.offsets.npy", "<i4", "(4,)", numbers(4, 0, 3, 1, 5));
    fails("e.npy:2: cannot be read: the document begins at token 3 and ends at 1", tokens);
    npy("e.offsets.npy", "<f4", "(4,)", new byte[16]);
    fails("e.offsets.npy has numbers of type <f4", tokens);
    Path bare = TestFiles.write(folder.resolve("f.npy"), five);
    fails("f.npy: not text", bare);
    TestFiles.write(folder.resolve("f.csv"), "0,3,a,s,1\n");
    fails("f.npy: 10 bytes are not the 3 tokens of f.csv", bare);
    TestFiles.write(folder.resolve("f.csv"), "0,3,a,s,1\n4,5,b,s,2\n");
    fails("f.npy:2: cannot be read: tokens 3 to 4 of f.npy stand in no document", bare);
    TestFiles.write(folder.resolve("f.csv"), "0,3,a,s,1\n2,5,b,s,2\n");
    fails("f.npy:2: cannot be read: the document begins at token 2, and the one before", bare);
    TestFiles.write(folder.resolve("f.csv"), "start,end\n0,5\n");
    fails("f.csv:1 is no row of start,end,id,src,loc", bare);
  }

  /** What is packed can be read again, a context a document. */
  @ParameterizedTest
  @CsvSource({"megatron, contexts.idx", "npy, part-00000.npy"})
  void outputsAreTokensToo(String format, String file) throws IOException {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      documents.add(new Document("d" + i, "page " + i + " about things ".repeat(i % 7 + 1)));
    }
    Path out = folder.resolve("out");
    List<int[]> packed = new ArrayList<>();
    OutputFormat written = OutputFormat.byLabel(format);
    try (OutputFolder output = OutputFolder.open(out);
        PackedContexts contexts = ContextBuilder.of(documents).tail(Tail.PAD).pack(100)) {
      contexts.stream().map(PackedContext::tokens).forEach(packed::add);
      contexts.writeTo(output.contexts(written, OutputOptions.defaults()));
      output.commit(contexts.report());
    }
    Path found;
    try (Stream<Path> files = Files.walk(out)) {
      found = files.filter(each -> each.endsWith(file)).findFirst().orElseThrow();
    }
    assertThat(tokens(CorpusReader.of(found))).containsExactlyElementsOf(packed);
  }
}
