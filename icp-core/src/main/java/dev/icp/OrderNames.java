package dev.icp;

import dev.icp.internal.order.MixedOrder;
import dev.icp.internal.order.MixedOrder.Share;
import dev.icp.internal.order.SpliceOrder;
import dev.icp.internal.order.SpliceOrder.Arrangement;
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
          "imports",
          "nearest-with-repeats",
          "input",
          "random");

  private OrderNames() {}

  /** See {@link ContextOrderers#byName}. */
  static ContextOrderer order(String name) {
    String[] parts = name.split(":", -1);
    boolean setting = parts.length == 2;
    boolean settings = setting || parts.length == 3;
    if (settings && parts[0].equals("bm25chunk")) {
      int documents = number(parts[1], "bm25chunk:2048", name);
      if (setting) {
        return ContextOrderers.bm25Chunk(documents);
      }
      if (parts[2].equals("returns")) {
        return ContextOrderers.bm25ChunkReturning(documents);
      }
      throw wrong("returns as in bm25chunk:2048:returns", name);
    }
    if (setting && parts[0].equals("path")) {
      return ContextOrderers.path(number(parts[1], "path:2", name));
    }
    if (setting && parts[0].equals("imports")) {
      return isNumber(parts[1])
          ? ContextOrderers.imports(number(parts[1], "imports:2", name))
          : ContextOrderers.importsBy(parts[1]);
    }
    if (parts.length > 1 && parts.length < 5 && parts[0].equals("splice")) {
      return splice(parts, name);
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
      return ContextOrderers.byKey(parts[1], within(name, parts[1]));
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
      case "imports" -> ContextOrderers.imports(1);
      case "nearest-with-repeats" -> ContextOrderers.nearestWithRepeats();
      case "input" -> ContextOrderers.input();
      case "random" -> ContextOrderers.random();
      default -> throw wrong(String.join(", ", NAMES) + " or key: as in key:repo", name);
    };
  }

  /** The order within may have settings of its own; a key with a colon cannot be said here. */
  private static ContextOrderer within(String name, String key) {
    String order = name.substring("key:".length() + key.length());
    return switch (order) {
      case "" -> ContextOrderers.cohesive();
      // What has the key in common is the repository.
      case ":imports" -> ContextOrderers.imports(0);
      default -> order(order.substring(1));
    };
  }

  private static boolean isNumber(String value) {
    return value.isEmpty() || value.matches("-?[0-9]+");
  }

  /** Behind the breadth stand the arrangement, the paper's cut, or both. */
  private static ContextOrderer splice(String[] parts, String name) {
    int breadth = number(parts[1], "splice:3", name);
    boolean trims = parts.length > 2 && parts[parts.length - 1].equals("trims");
    int last = trims ? parts.length - 1 : parts.length;
    String arrangement = last > 2 ? parts[2] : "identity";
    return switch (last > 3 ? "" : arrangement) {
      case "identity" -> new SpliceOrder(breadth, Arrangement.IDENTITY, trims);
      case "reverse" -> new SpliceOrder(breadth, Arrangement.REVERSE, trims);
      case "shuffle" -> new SpliceOrder(breadth, Arrangement.SHUFFLE, trims);
      default ->
          throw wrong(
              "identity, reverse, shuffle or trims as in splice:3:reverse or"
                  + " splice:3:reverse:trims",
              name);
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
