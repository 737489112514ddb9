package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.CorpusFiles;
import dev.icp.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
  @TempDir Path temp;
  private Path docs = Path.of("");
  private final List<String> skipped = new ArrayList<>();

  @BeforeEach
  void folder() {
    docs = temp.resolve("docs");
  }

  private void file(String name, String text) {
    TestFiles.write(docs.resolve(name), text);
  }

  private CorpusReader reader(Path... inputs) {
    return CorpusReader.of(inputs).onSkippedFile(e -> skipped.add(e.getMessage()));
  }

  private List<String> idsWithin(CorpusReader reader) {
    return TestFiles.ids(reader).stream()
        .map(id -> id.substring(docs.toString().length()))
        .toList();
  }

  @Test
  void walksInTheOrderOfRelativePaths() {
    for (String name : List.of("b.md", "a/z.md", "a.md", "a-b/c.md", "a/b/c.md", "B.md", "é.md")) {
      file(name, name);
    }

    List<Document> documents = TestFiles.read(reader(docs));

    assertThat(documents)
        .extracting(d -> d.id().substring(docs.toString().length() + 1))
        .containsExactly("B.md", "a-b/c.md", "a.md", "a/b/c.md", "a/z.md", "b.md", "é.md")
        .isSorted()
        .isEqualTo(documents.stream().map(Document::text).toList());
  }

  @Test
  void callsFilesWhatTheirFolderWasCalledWhenGiven() throws IOException {
    file("guide/a.md", "a");
    Path relative = Path.of("").toAbsolutePath().relativize(docs.toRealPath());
    String name = relative.toString().replace('\\', '/');

    assertThat(TestFiles.ids(reader(relative))).containsExactly(name + "/guide/a.md");
    assertThat(TestFiles.ids(reader(Path.of("./" + relative + "/./guide/"))))
        .containsExactly(name + "/guide/a.md");
    assertThat(TestFiles.ids(reader(relative.resolve("guide/a.md"))))
        .containsExactly(name + "/guide/a.md");
  }

  @Test
  void theWorkingFolderGivesNamesWithoutPrefix() {
    assertThat(TestFiles.ids(reader(Path.of(".")).extensions("xml"))).contains("pom.xml");
  }

  @Test
  void leavesHiddenFilesAndFoldersOut() {
    file(".git/config", "x");
    file(".hidden.md", "x");
    file("a/.b/c.md", "x");
    file("a/b.md", "x");

    assertThat(idsWithin(reader(docs))).containsExactly("/a/b.md");
    assertThat(skipped)
        .containsExactly(
            docs + "/.git: hidden", docs + "/.hidden.md: hidden", docs + "/a/.b: hidden");
    assertThat(TestFiles.read(reader(docs.resolve(".git")))).hasSize(1);
  }

  @Test
  void readsJsonLinesWithin() throws IOException {
    file("a.jsonl", "{\"text\": \"1\", \"id\": \"one\"}\n");
    file("b.ndjson", "{\"text\": \"2\"}\n");
    file("d.json", "{\"text\": \"4\"}\n");
    Files.write(docs.resolve("c.json.gz"), TestFiles.gzip(TestFiles.utf8("{\"text\": \"3\"}")));

    assertThat(TestFiles.read(reader(docs)))
        .containsExactly(
            new Document("one", "1"),
            new Document(docs + "/b.ndjson:1", "2"),
            new Document(docs + "/c.json.gz:1", "3"),
            new Document(docs + "/d.json:1", "4"));
  }

  @Test
  void takesOnlyTheExtensionsWanted() {
    file("a.md", "x");
    file("b.MD", "x");
    file("c.java", "x");
    file("d.txt", "x");
    file("md", "x");

    assertThat(idsWithin(reader(docs).extensions("md", ".java")))
        .containsExactly("/a.md", "/b.MD", "/c.java");
    assertThat(TestFiles.ids(reader(docs.resolve("d.txt")).extensions("md"))).hasSize(1);
  }

  @Test
  void skipsWhatIsNotTextAndSaysSo() {
    TestFiles.write(docs.resolve("a.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    TestFiles.write(docs.resolve("b.bin"), new byte[] {'a', 0, 'b'});
    byte[] late = new byte[1 << 20];
    Arrays.fill(late, (byte) 'x');
    late[late.length - 1] = (byte) 0xC3;
    TestFiles.write(docs.resolve("c.txt"), late);
    file("d.md", "text");

    assertThat(idsWithin(reader(docs))).containsExactly("/d.md");
    assertThat(skipped)
        .containsExactly(
            docs + "/a.png: not UTF-8 text: byte 0x89 at offset 0",
            docs + "/b.bin: not text (it holds NUL bytes)",
            docs + "/c.txt: not UTF-8 text: byte 0xC3 at offset 1048575");
  }

  @Test
  void leavesOutWhatIsWrittenBesideData() {
    for (String name :
        List.of(
            "_SUCCESS",
            "_committed_17",
            "_started_17",
            "_metadata",
            "_delta_log/0.json",
            ".a.crc")) {
      file(name, "{\"text\": \"no\"}");
    }
    file("__init__.py", "pass");
    file("_posts/a.md", "text");

    assertThat(idsWithin(reader(docs))).containsExactly("/__init__.py", "/_posts/a.md");
    assertThat(skipped)
        .hasSize(6)
        .contains(docs + "/_SUCCESS: written beside data by Spark or Hadoop");
    // As a shell gives them.
    assertThat(idsWithin(reader(docs.resolve("_SUCCESS"), docs.resolve("__init__.py"))))
        .containsExactly("/__init__.py");
  }

  @Test
  void countsWhatFilesWereReadAsAndWhatWasLeftOut() throws IOException {
    file("a.jsonl", "{\"text\": \"1\"}\n{\"text\": \"2\"}\n");
    file("b.json", "[{\"text\": \"3\"}]");
    file("package.json", "{\n  \"name\": \"x\"\n}\n");
    file("c.md", "text");
    file(".git/config", "x");
    TestFiles.write(docs.resolve("d.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    try (OpenCorpus corpus = CorpusReader.of(docs).open()) {
      assertThat(corpus.documents()).hasSize(5);
      assertThat(corpus.files().read())
          .containsExactly(
              new CorpusFiles.Read("JSON Lines", 1, 2),
              new CorpusFiles.Read("JSON array", 1, 1),
              new CorpusFiles.Read("JSON as text", 1, 1),
              new CorpusFiles.Read("text", 1, 1));
      assertThat(corpus.files().leftOut()).isEqualTo(2);
      assertThat(corpus.files().listed())
          .containsExactly(
              new CorpusFiles.LeftOut(docs + "/.git", "hidden"),
              new CorpusFiles.LeftOut(docs + "/d.png", "not UTF-8 text: byte 0x89 at offset 0"));
    }
  }

  @Test
  void nothingReadIsAFailureThatSaysWhatWasLeftOut() {
    for (String name : List.of("a.txt", "b.txt", "c.txt", "d.txt")) {
      file(name, "text");
    }

    assertThatThrownBy(() -> TestFiles.read(reader(docs).extensions("jsonl")))
        .isInstanceOf(CorpusException.class)
        .hasMessage(
            "%1$s: nothing to read: all that there is was left out (%1$s/a.txt: its extension is"
                + " not .jsonl; %1$s/b.txt: its extension is not .jsonl; %1$s/c.txt: its extension"
                + " is not .jsonl; and 1 more)",
            docs);
    Path bad = TestFiles.write(docs.resolve("bad.jsonl"), "{}\n{}\n");
    assertThatThrownBy(() -> TestFiles.read(reader(bad).onBadDocument(e -> {})))
        .hasMessage(
            "%1$s: no documents but 2 bad ones (the first: %1$s:1: no field \"text\")", bad);
  }

  @Test
  void extensionsAreThoseOfWhatIsCompressed() {
    TestFiles.write(
        docs.resolve("a.jsonl.gz"), TestFiles.gzip(TestFiles.utf8("{\"text\": \"1\"}")));
    file("b.md", "text");

    assertThat(idsWithin(reader(docs).extensions("jsonl"))).containsExactly("/a.jsonl.gz:1");
    assertThat(idsWithin(reader(docs).extensions("gz"))).containsExactly("/a.jsonl.gz:1");
  }

  @Test
  void compressedTextIsText() {
    TestFiles.write(docs.resolve("a.md.gz"), TestFiles.gzip(TestFiles.utf8("text")));
    TestFiles.write(
        docs.resolve("b.dat"), Arrays.copyOf(TestFiles.gzip(TestFiles.utf8("a text")), 12));
    TestFiles.write(docs.resolve("c.txt"), "BZh91AY is how bzip2 begins");

    assertThat(idsWithin(reader(docs))).containsExactly("/a.md.gz");
    assertThat(skipped)
        .satisfiesExactly(
            reason -> assertThat(reason).isEqualTo(docs + "/b.dat: the gzip data ends too early"),
            reason -> assertThat(reason).startsWith(docs + "/c.txt: the bzip2 data "));
  }

  @Test
  void readsLongTextsWithACharacterAcrossTheEndOfTheHead() {
    String text = "x".repeat((1 << 16) - 1) + "é😀" + "y".repeat(100);
    file("a.md", text);
    file("b.md", "x" + text);

    assertThat(TestFiles.read(reader(docs)))
        .extracting(Document::text)
        .containsExactly(text, "x" + text);
    assertThat(skipped).isEmpty();
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() {
    file("a.md", "\ufefftext\ufeff");

    assertThat(TestFiles.read(reader(docs)))
        .extracting(Document::text)
        .containsExactly("text\ufeff");
  }

  @Test
  void emptyFilesAndFolders() throws IOException {
    Files.createDirectories(docs.resolve("empty"));
    assertThatThrownBy(() -> TestFiles.read(reader(docs)))
        .isInstanceOf(CorpusException.class)
        .hasMessage(docs + ": nothing to read: no files");
    file("empty.md", "");
    assertThat(TestFiles.read(reader(docs))).extracting(Document::text).containsExactly("");
  }

  @Test
  void followsLinksToFilesButNotToFolders() throws IOException {
    file("a/text.md", "text");
    Files.createSymbolicLink(docs.resolve("a/loop"), docs);
    Files.createSymbolicLink(docs.resolve("link.md"), docs.resolve("a/text.md"));
    Files.createSymbolicLink(docs.resolve("nowhere"), docs.resolve("missing"));

    assertThat(idsWithin(reader(docs))).containsExactly("/a/text.md", "/link.md");
    assertThat(skipped)
        .containsExactly(
            docs + "/a/loop: a link to a folder, which is not followed",
            docs + "/nowhere: a link that leads nowhere");
    skipped.clear();
    assertThat(TestFiles.read(reader(docs.resolve("a/loop")))).hasSize(2);
  }

  @Test
  void leavesOutWhatIsExcluded() {
    file("a.md", "x");
    file("out/contexts.jsonl", "x");
    file("outer/b.md", "x");

    assertThat(idsWithin(reader(docs).exclude(docs.resolve("./out"))))
        .containsExactly("/a.md", "/outer/b.md");
  }

  @Test
  void aGivenFileThatIsNotTextIsABadDocument() {
    Path png = TestFiles.write(docs.resolve("a.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    file("b.md", "text");

    assertThatThrownBy(() -> TestFiles.read(reader(png)))
        .isInstanceOf(CorpusException.class)
        .hasMessage(png + ": not UTF-8 text: byte 0x89 at offset 0");
    List<String> bad = new ArrayList<>();
    assertThat(
            TestFiles.ids(
                reader(png, docs.resolve("b.md")).onBadDocument(e -> bad.add(e.location()))))
        .containsExactly(docs + "/b.md");
    assertThat(bad).containsExactly(png.toString());
    assertThat(skipped).isEmpty();
  }
}
