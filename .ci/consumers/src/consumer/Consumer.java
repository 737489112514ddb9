package consumer;

import dev.icp.ContextBuilder;
import dev.icp.PackedContexts;
import dev.icp.formats.ContextWriters;
import dev.icp.spi.ContextWriter;
import java.nio.file.Path;
import java.util.List;

/** A program of somebody else's, who has icp from a repository. */
public final class Consumer {
  private Consumer() {}

  public static void main(String[] args) throws Exception {
    List<String> texts = List.of("a ship at sea", "a tax return", "ships and the sea", "taxes");
    try (PackedContexts contexts = ContextBuilder.ofTexts(texts).pack(16);
        ContextWriter writer = ContextWriters.jsonLines(Path.of(args[0]))) {
      contexts.writeTo(writer);
      System.out.println("Contexts: " + contexts.size());
      System.out.println("Java: " + System.getProperty("java.home"));
    }
  }
}
