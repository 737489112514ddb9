package dev.icp.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Which columns of a file are read. */
final class Columns {
  private final MessageType schema;
  private final List<List<String>> paths = new ArrayList<>();

  Columns(MessageType schema) {
    this.schema = schema;
  }

  /**
   * Returns where a column is: one that is called so, or else, where the name has dots, one within
   * structs.
   *
   * @return null if there is none
   */
  @Nullable List<String> find(String name) {
    if (schema.containsField(name)) {
      return List.of(name);
    }
    List<String> path = List.of(name.split("\\.", -1));
    Type type = schema;
    for (String step : path) {
      if (type.isPrimitive() || !type.asGroupType().containsField(step)) {
        return null;
      }
      type = type.asGroupType().getType(step);
    }
    return path;
  }

  /** Returns the type of what is there: a column or a struct. */
  Type type(List<String> path) {
    return schema.getType(path.toArray(String[]::new));
  }

  /** Returns how many lists there are around a value. */
  int repeated(List<String> path) {
    return schema.getMaxRepetitionLevel(path.toArray(String[]::new));
  }

  void want(List<String> path) {
    paths.add(path);
  }

  /** Returns what leads to the columns wanted, and nothing else. */
  List<Type> types() {
    return within(schema, List.of());
  }

  /** Returns the number of a column among those wanted. */
  static int index(List<ColumnDescriptor> wanted, List<String> path) {
    for (int c = 0; c < wanted.size(); c++) {
      if (List.of(wanted.get(c).getPath()).equals(path)) {
        return c;
      }
    }
    throw new IllegalArgumentException("no column " + path);
  }

  private List<Type> within(GroupType group, List<String> above) {
    List<Type> types = new ArrayList<>();
    for (Type type : group.getFields()) {
      List<String> path = new ArrayList<>(above);
      path.add(type.getName());
      if (paths.contains(path)) {
        types.add(type);
      } else if (!type.isPrimitive() && leadsToOne(path)) {
        types.add(type.asGroupType().withNewFields(within(type.asGroupType(), path)));
      }
    }
    return types;
  }

  private boolean leadsToOne(List<String> path) {
    return paths.stream()
        .anyMatch(p -> p.size() > path.size() && p.subList(0, path.size()).equals(path));
  }
}
