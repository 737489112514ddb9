package dev.icp.formats.internal.inspect;

import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.ContextReader.Piece;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** In which contexts some documents begin. Not thread-safe. */
public final class Finds {
  private final Set<String> wanted;
  private final Map<String, Long> contexts = new HashMap<>();

  /**
   * @param wanted ids
   */
  public Finds(Collection<String> wanted) {
    this.wanted = new HashSet<>(wanted);
  }

  /** Takes a context. */
  public void add(Context context) {
    for (Piece piece : context.pieces()) {
      if (piece.from() == 0 && wanted.contains(piece.id())) {
        contexts.putIfAbsent(piece.id(), context.index());
      }
    }
  }

  /** Returns the context in which a document begins; −1 if in none. */
  public long context(String id) {
    return contexts.getOrDefault(id, -1L);
  }

  /** Returns the contexts in which they begin, each once, in order. */
  public long[] contexts() {
    return contexts.values().stream().mapToLong(c -> c).sorted().distinct().toArray();
  }
}
