package dev.icp.formats.internal.corpus;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which fields of an object are wanted, and which of the objects in them. */
final class FieldTree {
  private final Map<String, FieldTree> children = new HashMap<>();
  private final IntArrayList slots = new IntArrayList();

  private FieldTree() {}

  FieldTree(Fields fields) {
    add(fields.text(), Fields.TEXT);
    if (fields.id() != null) {
      add(fields.id(), Fields.ID);
    }
    for (int i = 0; i < fields.metadata().size(); i++) {
      add(fields.metadata().get(i), Fields.METADATA + i);
    }
  }

  private void add(String name, int slot) {
    children.computeIfAbsent(name, n -> new FieldTree()).slots.add(slot);
    if (name.indexOf('.') < 0) {
      return;
    }
    FieldTree level = this;
    for (String part : name.split("\\.", -1)) {
      level = level.children.computeIfAbsent(part, n -> new FieldTree());
    }
    level.slots.add(slot);
  }

  /** Returns what is wanted of a field; null for nothing. */
  @Nullable FieldTree child(String name) {
    return children.get(name);
  }

  boolean hasChildren() {
    return !children.isEmpty();
  }

  /** Returns what the field is wanted as. */
  IntList slots() {
    return slots;
  }
}
