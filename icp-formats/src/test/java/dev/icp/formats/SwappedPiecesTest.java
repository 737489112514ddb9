package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.icp.Begin;
import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.Document;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Segment;
import dev.icp.Tail;
import dev.icp.spi.ContextWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document that goes on later in the same context goes on there, not back. */
class SwappedPiecesTest {
  @TempDir Path temporary;

  @Test
  void swappedPiecesOfADocument() throws IOException {
    List<Document> documents = new ArrayList<>();
    for (int d = 0; d < 40; d++) {
      String text = ("words of " + d % 4 + "\n").repeat(d % 10 == 0 ? 4 : 1);
      documents.add(new Document("doc " + d, text));
    }
    Path folder = temporary.resolve("out");
    try (OutputFolder output = OutputFolder.open(folder, List.of(), true);
        PackedContexts contexts =
            ContextBuilder.of(documents)
                .tail(Tail.PAD)
                .orderer(ContextOrderers.nextLong(10))
                .pack(128)) {
      try (ContextWriter writer =
          output.contexts(OutputFormat.MEGATRON, OutputOptions.defaults())) {
        writer.begin(contexts.report());
        boolean swapped = false;
        for (PackedContext context : contexts) {
          PackedContext other = swapped ? context : withSwappedPieces(context);
          swapped |= !other.equals(context);
          writer.write(other);
        }
        assertThat(swapped).isTrue();
        writer.commit();
      }
      output.commit(contexts.report());
    }
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(folder))
        .withMessageMatching(
            ".*megatron.*: context \\d+: document \"doc \\d+\" goes on at \\d+ with its tokens 0 to"
                + " \\d+, after those to \\d+");
  }

  /** Returns a context in which two pieces of one document have changed places, if it has two. */
  private static PackedContext withSwappedPieces(PackedContext context) {
    List<Segment> segments = context.segments();
    for (int a = 0; a < segments.size(); a++) {
      for (int b = a + 1; b < segments.size(); b++) {
        Segment one = segments.get(a);
        Segment two = segments.get(b);
        if (one.from() == 0 && one.id().equals(two.id()) && one.length() == two.length()) {
          int[] tokens = context.tokens();
          int[] before = context.tokens();
          System.arraycopy(before, one.at(), tokens, two.at(), one.length());
          System.arraycopy(before, two.at(), tokens, one.at(), one.length());
          List<Segment> swapped = new ArrayList<>(segments);
          swapped.set(a, new Segment(one.id(), one.ordinal(), two.from(), two.to(), one.at()));
          swapped.set(b, new Segment(one.id(), one.ordinal(), one.from(), one.to(), two.at()));
          return new PackedContext(context.index(), tokens, swapped, context.padding(), Begin.NONE);
        }
      }
    }
    return context;
  }
}
