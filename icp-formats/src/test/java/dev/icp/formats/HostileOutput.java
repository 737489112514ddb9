package dev.icp.formats;

import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.Document;
import dev.icp.NearDuplicates;
import dev.icp.PackedContexts;
import dev.icp.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An output of documents that would take a page over if they were markup to it. */
final class HostileOutput {
  static final String SCRIPT = "</script><script>document.title = 'taken over'</script>";

  private HostileOutput() {}

  static OutputInspection inspect(Path folder) throws IOException {
    String text = SCRIPT + "<!-- <script> {{data}} ]]> &amp; \u2028 \0 \u202e";
    List<Document> documents = new ArrayList<>();
    documents.add(new Document(SCRIPT, text, Map.of(SCRIPT, text, "source", "\u202ehidden")));
    documents.add(
        new Document("<img src=x onerror=\"document.title = 'taken over'\">", "'\"`${1}"));
    documents.add(new Document("copy", text));
    for (int i = 0; i < 40; i++) {
      String words = " topic%d subject%d theme%d one%d two%d".formatted(i % 5, i % 5, i % 7, i, i);
      Map<String, Object> metadata = Map.of("source", "source " + i % 5, "year", 1990 + i);
      documents.add(
          new Document("doc " + i, "Document " + i + words + ".".repeat(5 * i), metadata));
    }
    try (OutputFolder output = OutputFolder.open(folder, List.of("icp pack"), true);
        PackedContexts contexts =
            ContextBuilder.of(documents)
                .nearDuplicates(NearDuplicates.drop(0.95))
                .orderer(ContextOrderers.input())
                .keepPathOrder()
                .pack(1000)) {
      contexts.writeTo(output.contexts(OutputFormat.JSONL, OutputOptions.defaults()));
      output.commit(contexts.report());
    }
    return OutputInspector.open(folder).tokenizer(Tokenizers.utf8Bytes()).inspect();
  }

  /** Writes a page and returns it. */
  static String page(OutputInspection inspection, Path file) throws IOException {
    try (InspectionPage page = InspectionPage.open(file)) {
      page.write(inspection);
      page.commit();
    }
    return Files.readString(file);
  }
}
