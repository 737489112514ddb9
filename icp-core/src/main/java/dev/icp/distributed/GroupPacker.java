package dev.icp.distributed;

import dev.icp.Begin;
import dev.icp.PackedContext;
import dev.icp.internal.base.Shuffle;
import dev.icp.internal.contexts.ContextLayout;
import dev.icp.internal.contexts.ContextPacker;
import dev.icp.internal.documents.IdStore;
import dev.icp.internal.documents.MetadataStore;
import dev.icp.internal.documents.TokenStore;
import dev.icp.settings.CheckedSettings;
import dev.icp.spi.StageContext;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Packs documents that are tokens already into the contexts of a {@link GroupLayout}. First all
 * documents are added, then their contexts are asked for. Not thread-safe.
 */
public final class GroupPacker implements AutoCloseable {
  private final CheckedSettings settings;
  private final TokenStore tokens;
  private final IdStore ids;
  private final MetadataStore metadata;

  /**
   * @param context the documents' tokens, ids and metadata go to its storage
   */
  public GroupPacker(CheckedSettings settings, StageContext context) {
    this.settings = settings;
    tokens = new TokenStore(context.storage());
    ids = new IdStore(context.storage());
    metadata = new MetadataStore(context.storage());
  }

  /** Adds the next document, of which no more is known. */
  public void add(String id, int[] documentTokens) {
    add(id, documentTokens, Map.of());
  }

  /**
   * Adds the next document; the first one has ordinal 0.
   *
   * @param id different from those of all others here
   * @param documentTokens without separator, none negative
   * @param known its metadata
   * @throws IllegalArgumentException naming the id if it was added before, or if a token is
   *     negative
   */
  public void add(String id, int[] documentTokens, Map<String, Object> known) {
    int ordinal = tokens.size();
    if (ids.add(id) >= 0) {
      throw new IllegalArgumentException("duplicate id \"" + id + "\"");
    }
    tokens.put(ordinal, List.of(documentTokens), Integer.MAX_VALUE);
    metadata.add(known);
  }

  /**
   * Returns the contexts, made one at a time as they are asked for, along the path; each with its
   * place as {@link PackedContext#index}. The last one is shorter if the layout {@linkplain
   * GroupLayout#hasRest has a rest}; the others are filled up. {@link dev.icp.Begin#CONTEXT}'s
   * token is not in them. To be used before this is closed.
   */
  public Iterator<PackedContext> pack(GroupLayout groupLayout) {
    ids.seal();
    ContextLayout layout = groupLayout.layout();
    Begin begins = settings.beginTokens() == 0 ? Begin.NONE : Begin.DOCUMENT;
    ContextPacker packer =
        new ContextPacker(
            layout,
            tokens,
            null,
            ids,
            metadata::get,
            begins,
            settings.beginToken(),
            settings.separator(),
            Math.max(0, settings.padding()));
    return IntStream.range(0, layout.contexts()).mapToObj(c -> packer.pack(c, c)).iterator();
  }

  /**
   * Returns a part of a document with the tokens around it.
   *
   * @param part of the document of that number
   */
  public int[] tokens(GroupLayout.Part part) {
    int lead = part.begin() ? 1 : 0;
    int[] content = new int[lead + part.count() + (part.separator() ? 1 : 0)];
    Arrays.fill(content, 0, lead, settings.beginToken());
    tokens.read(part.document(), part.from(), part.from() + part.count(), content, lead);
    Arrays.fill(content, lead + part.count(), content.length, settings.separator());
    return content;
  }

  /** Returns the id of a document by its number. */
  public String id(int document) {
    return ids.get(document);
  }

  /** Returns what is known of a document, by its number. */
  public Map<String, Object> metadata(int document) {
    return metadata.get(document);
  }

  /**
   * Returns the order in which contexts leave: by place, which of the contexts along the path. This
   * is the shuffle of a run that has no vectors; one that has them also parts neighbours that are
   * alike.
   *
   * @param contexts how many there are that are full
   */
  public static int[] leavingOrder(int contexts, long seed) {
    return Shuffle.permutation(contexts, seed, ContextLayout.SHUFFLE);
  }

  /** Lets go of memory and temporary files. */
  @Override
  public void close() {
    tokens.close();
    ids.close();
    metadata.close();
  }
}
