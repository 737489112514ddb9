package dev.icp.formats.internal.corpus;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which fields of an object are wanted, and which of the objects in them. */
final class FieldTree {
  private static final int NONE = -1;

  private final Map<String, FieldTree> children = new HashMap<>();
  private int slot = NONE;

  private FieldTree() {}

  FieldTree(Fields fields) {
    add(fields.text(), Fields.TEXT);
    if (fields.id() != null) {
      add(fields.id(), Fields.ID);
    }
  }

  private void add(String name, int slot) {
    children.computeIfAbsent(name, n -> new FieldTree()).slot = slot;
    FieldTree level = this;
    for (String part : name.split("\\.", -1)) {
      level = level.children.computeIfAbsent(part, n -> new FieldTree());
    }
    level.slot = slot;
  }

  /** Returns what is wanted of a field; null for nothing. */
  @Nullable FieldTree child(String name) {
    return children.get(name);
  }

  boolean hasChildren() {
    return !children.isEmpty();
  }

  /** Returns what the field is wanted as. */
  int slot() {
    return slot;
  }
}
