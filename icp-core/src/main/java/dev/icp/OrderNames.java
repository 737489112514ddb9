package dev.icp;

import dev.icp.internal.order.MixedOrder;
import dev.icp.internal.order.MixedOrder.Share;
import dev.icp.spi.ContextOrderer;
import java.util.ArrayList;
import java.util.List;

/** Orders by their names and settings, as in {@code splice:3:reverse}. */
final class OrderNames {
  static final List<String> NAMES =
      List.of(
          "cohesive",
          "paper",
          "reference",
          "bm25chunk",
          "splice",
          "nextlong",
          "keywords",
          "path",
          "nearest-with-repeats",
          "input",
          "random");

  private OrderNames() {}

  /** See {@link ContextOrderers#byName}. */
  static ContextOrderer order(String name) {
    String[] parts = name.split(":", -1);
    boolean setting = parts.length == 2;
    boolean settings = setting || parts.length == 3;
    if (setting && parts[0].equals("bm25chunk")) {
      return ContextOrderers.bm25Chunk(number(parts[1], "bm25chunk:2048", name));
    }
    if (setting && parts[0].equals("path")) {
      return ContextOrderers.path(number(parts[1], "path:2", name));
    }
    if (settings && parts[0].equals("splice")) {
      return splice(number(parts[1], "splice:3", name), setting ? "identity" : parts[2], name);
    }
    if (settings && parts[0].equals("nextlong")) {
      int characters = number(parts[1], "nextlong:2048", name);
      if (setting) {
        return ContextOrderers.nextLong(characters);
      }
      if (parts[2].equals("repeats")) {
        return ContextOrderers.nextLongRepeating(characters);
      }
      throw wrong("repeats as in nextlong:2048:repeats", name);
    }
    if (name.startsWith("key:") && parts[1].length() > 0) {
      // The order within may have settings of its own; a name with a colon cannot be said here.
      return ContextOrderers.byKey(
          parts[1],
          setting
              ? ContextOrderers.cohesive()
              : order(name.substring("key::".length() + parts[1].length())));
    }
    return switch (name) {
      case "key", "key:" -> throw wrong("the metadata to group by as in key:repo", name);
      case "paper" -> ContextOrderers.greedyPath();
      case "cohesive" -> ContextOrderers.cohesive();
      case "reference" -> ContextOrderers.referenceCode();
      case "bm25chunk" -> ContextOrderers.bm25Chunk();
      case "splice" -> ContextOrderers.splice();
      case "nextlong" -> ContextOrderers.nextLong();
      case "keywords" -> ContextOrderers.keywords();
      case "path" -> ContextOrderers.path();
      case "nearest-with-repeats" -> ContextOrderers.nearestWithRepeats();
      case "input" -> ContextOrderers.input();
      case "random" -> ContextOrderers.random();
      default -> throw wrong(String.join(", ", NAMES) + " or key: as in key:repo", name);
    };
  }

  private static ContextOrderer splice(int breadth, String arrangement, String name) {
    return switch (arrangement) {
      case "identity" -> ContextOrderers.splice(breadth);
      case "reverse" -> ContextOrderers.spliceReversed(breadth);
      case "shuffle" -> ContextOrderers.spliceShuffled(breadth);
      default -> throw wrong("identity, reverse or shuffle as in splice:3:reverse", name);
    };
  }

  private static int number(String value, String example, String name) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw wrong("a number as in " + example, name);
    }
  }

  private static IllegalArgumentException wrong(String expected, String name) {
    return new IllegalArgumentException("order: expected " + expected + ", not '" + name + "'");
  }

  /** See {@link ContextOrderers#mix(String, ContextOrderer)}. */
  static ContextOrderer mix(String shares, ContextOrderer related) {
    List<Share> list = new ArrayList<>();
    for (String one : shares.split(",", -1)) {
      int colon = one.lastIndexOf(':');
      double share;
      try {
        share = Double.parseDouble(one.substring(colon + 1));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "mix: expected orders and shares as in related:0.7,random:0.3, not '" + shares + "'",
            e);
      }
      String name = one.substring(0, Math.max(0, colon));
      if (!(share > 0)) {
        throw new IllegalArgumentException(
            "mix: share of " + name + ": " + share + ", expected above 0");
      }
      list.add(new Share(name.equals("related") ? related : ofMix(name), share));
    }
    return new MixedOrder(list);
  }

  private static ContextOrderer ofMix(String name) {
    try {
      return order(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "mix: " + String.valueOf(e.getMessage()).replaceFirst("^order: ", ""), e);
    }
  }
}
