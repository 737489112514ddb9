package dev.icp.internal.order;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Groups of documents that share a value: see {@link dev.icp.ContextOrderers#byKey}. */
@SuppressWarnings("serial") // Serialisable if its order is.
public final class KeyGroups implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final ContextOrderer within;

  /**
   * Groups by a name of the documents' metadata.
   *
   * @throws IllegalArgumentException if the name is blank, or the order goes by pieces or cuts them
   */
  public KeyGroups(String key, ContextOrderer within) {
    if (key.isBlank()) {
      throw new IllegalArgumentException("key: expected a name of the documents' metadata");
    }
    this.key = key;
    this.within = Parts.requireWhole(within);
  }

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    int[] groups = new int[problem.size()];
    List<IntArrayList> members = new ArrayList<>();
    Map<Object, Integer> numbers = new HashMap<>();
    for (int i = 0; i < groups.length; i++) {
      Object value = problem.metadata(i).get(key);
      Integer group = value == null ? null : numbers.putIfAbsent(value, members.size());
      if (group == null) {
        group = members.size();
        members.add(new IntArrayList());
      }
      groups[i] = group;
      members.get(group).add(i);
    }
    Parts parts = new Parts(problem);
    for (int group : Groups.sequence(problem, groups, members)) {
      parts.add(members.get(group).toIntArray(), within);
    }
    return parts.order();
  }

  @Override
  public boolean needsVectors() {
    return within.needsVectors();
  }

  @Override
  public boolean needsWords() {
    return within.needsWords();
  }

  @Override
  public Set<String> needsMetadata() {
    Set<String> names = new LinkedHashSet<>(within.needsMetadata());
    names.add(key);
    return names;
  }

  @Override
  public boolean needsImports() {
    return within.needsImports();
  }

  @Override
  public String fingerprint() {
    return within.fingerprint().isBlank() ? "" : "key:" + key + ":" + within.fingerprint();
  }

  @Override
  public String toString() {
    return "key:" + key + ":" + within;
  }
}
