package dev.icp.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The pages in their order, in groups.
 *
 * @param groups in order
 */
record Menu(List<Group> groups) {
  /**
   * Pages that belong together.
   *
   * @param name of the group
   * @param pages by their files, relative to the checkout, with slashes
   */
  record Group(String name, List<String> pages) {}

  /** Returns the menu of {@code menu.txt}: a group's name, and indented below it its pages. */
  static Menu read() {
    List<Group> groups = new ArrayList<>();
    List<String> pages = new ArrayList<>();
    for (String line : resource("menu.txt").lines().toList()) {
      if (line.startsWith(" ")) {
        pages.add(line.strip());
      } else if (!line.isBlank()) {
        pages = new ArrayList<>();
        groups.add(new Group(line, pages));
      }
    }
    return new Menu(groups);
  }

  /** Returns all pages in order. */
  List<String> pages() {
    return groups.stream().flatMap(group -> group.pages().stream()).toList();
  }

  static String resource(String name) {
    try (InputStream in = Menu.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
