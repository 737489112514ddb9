package dev.icp;

import dev.icp.internal.documents.MetadataStore;
import dev.icp.internal.order.code.CodeLanguage;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.Storage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What files of code import, by ordinal, for orders that go by it: found while they are read. */
final class ImportStore implements AutoCloseable {
  private static final String IMPORTS = "imports";
  private static final String BETWEEN = "\n";

  private final List<String> fields;
  private final MetadataStore store;

  private ImportStore(List<String> fields, MetadataStore store) {
    this.fields = fields;
    this.store = store;
  }

  /**
   * Returns an empty store; null if the order does not go by imports.
   *
   * @throws IllegalStateException if it does, and documents are no texts
   */
  static @Nullable ImportStore of(Settings settings, Storage storage) {
    ContextOrderer orderer = settings.packing().get(PackingSettings.ORDERER);
    if (!orderer.needsImports()) {
      return null;
    }
    if (settings.tokenizer().takesTokens()) {
      throw new IllegalStateException(
          "the order " + orderer + " goes by imports in texts, and the documents are tokens");
    }
    return new ImportStore(List.copyOf(orderer.needsMetadata()), new MetadataStore(storage));
  }

  /** Adds the next document, whose language its path says: metadata of it, or its id. */
  void add(Document document) {
    List<String> paths = new ArrayList<>();
    fields.forEach(field -> paths.add(document.metadata().getOrDefault(field, "").toString()));
    paths.add(document.id());
    // A field may only look like a path, as a repository that is called three.js.
    Set<CodeLanguage> languages = new LinkedHashSet<>();
    for (String path : paths) {
      CodeLanguage language = CodeLanguage.of(path);
      if (language != null) {
        languages.add(language);
      }
    }
    List<String> imports =
        languages.stream()
            .flatMap(language -> language.imports(document.text()).stream())
            .distinct()
            .toList();
    store.add(imports.isEmpty() ? Map.of() : Map.of(IMPORTS, String.join(BETWEEN, imports)));
  }

  /** Returns what a document imports. */
  List<String> get(int ordinal) {
    Object imports = store.get(ordinal).get(IMPORTS);
    return imports == null ? List.of() : List.of(imports.toString().split(BETWEEN, -1));
  }

  @Override
  public void close() {
    store.close();
  }
}
