package dev.icp.spark.internal.output;

import dev.icp.distributed.GroupLayout;
import dev.icp.distributed.GroupLayout.Content;
import dev.icp.distributed.GroupLayout.Part;
import dev.icp.settings.CheckedSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where what groups have left over comes to stand, if contexts are not cut anywhere: in contexts of
 * leftovers that are laid out like those of a group.
 *
 * @param contexts how many there are
 * @param restTokens what stands in the last of them, if it is not full; −1 if it is
 * @param content of all of them
 * @param parts by group, in the order in which they stand
 */
record Leftovers(
    int contexts, int restTokens, Content content, Map<Integer, List<PlacedPart>> parts)
    implements Serializable {
  static final Leftovers NONE = new Leftovers(0, -1, Content.NONE, Map.of());

  /**
   * A part of a document.
   *
   * @param part the document by its number in the group; the context among those of leftovers
   * @param turn its place among all parts
   */
  record PlacedPart(Part part, int turn) implements Serializable {}

  /**
   * Lays out.
   *
   * @param groups in their order
   */
  static Leftovers of(CheckedSettings settings, List<GroupSummary> groups) {
    List<GroupSummary> some = groups.stream().filter(group -> !group.rest().isEmpty()).toList();
    if (some.isEmpty()) {
      return NONE;
    }
    List<Part> rests = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (GroupSummary group : some) {
      for (Part part : group.rest()) {
        rests.add(part);
        owners.add(group.group());
      }
    }
    GroupLayout layout = GroupLayout.ofRests(settings, rests);
    Map<Integer, List<PlacedPart>> parts = new HashMap<>();
    int turn = 0;
    for (Part placed : layout.parts()) {
      Part own =
          new Part(
              rests.get(placed.document()).document(),
              placed.from(),
              placed.count(),
              placed.context(),
              placed.at(),
              placed.begin(),
              placed.separator());
      parts
          .computeIfAbsent(owners.get(placed.document()), group -> new ArrayList<>())
          .add(new PlacedPart(own, turn++));
    }
    return new Leftovers(
        layout.full() + (layout.hasRest() ? 1 : 0),
        layout.hasRest() ? layout.restTokens() : -1,
        layout.content(true),
        parts);
  }
}
