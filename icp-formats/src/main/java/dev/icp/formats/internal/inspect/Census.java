package dev.icp.formats.internal.inspect;

import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.ContextReader.Piece;
import it.unimi.dsi.fastutil.HashCommon;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which documents stand where. Of more than it is to know, it keeps those whose ids have the lowest
 * hashes, so that memory is bounded and the same output leads to the same documents.
 */
public final class Census {
  private final int most;
  private final Map<String, Known> documents = new HashMap<>();
  private final List<Place> places = new ArrayList<>();
  private long highest = Long.MAX_VALUE;
  private long all;

  /** A piece of a document. */
  private record Place(Known document, int context, int from, int at, int length) {}

  /** A document. */
  static final class Known {
    private final String id;
    private final long hash;
    private boolean shown;
    private long tokens;
    private @Nullable Place longest;
    private @Nullable Place beginning;
    private final Map<String, Object> metadata;

    private Known(Piece piece, long hash) {
      id = piece.id();
      metadata = piece.metadata();
      this.hash = hash;
    }

    String id() {
      return id;
    }

    Map<String, Object> metadata() {
      return metadata;
    }

    /** Returns what it is drawn by. */
    long hash() {
      return hash;
    }

    /** Returns how many tokens of it stand in contexts. */
    long tokens() {
      return tokens;
    }
  }

  /**
   * Where to read in a context.
   *
   * @param document whose tokens they are
   * @param at the first one, in the context
   * @param length how many
   * @param telling whether no other piece of the document is longer
   * @param beginning whether the document begins there
   */
  record Reading(Known document, int at, int length, boolean telling, boolean beginning) {}

  /**
   * @param most documents, 1 or more, and besides those that are shown
   */
  public Census(int most) {
    this.most = most;
  }

  /**
   * Adds a context.
   *
   * @param shown whether its documents are known in any case
   */
  public void add(Context context, boolean shown) {
    for (Piece piece : context.pieces()) {
      all += piece.from() == 0 ? 1 : 0;
      Known document = documents.get(piece.id());
      if (document == null) {
        long hash = hash(piece.id());
        if (hash > highest && !shown) {
          continue;
        }
        document = new Known(piece, hash);
        documents.put(piece.id(), document);
      }
      document.shown |= shown;
      add(document, (int) context.index(), piece);
    }
    if (documents.size() > 2L * most + 10_000) {
      keepLowest();
    }
  }

  private void add(Known document, int context, Piece piece) {
    Place place = new Place(document, context, piece.from(), piece.at(), piece.length());
    places.add(place);
    document.tokens += piece.length();
    if (document.longest == null || place.length > document.longest.length) {
      document.longest = place;
    }
    if (piece.from() == 0 && document.beginning == null) {
      document.beginning = place;
    }
  }

  private static long hash(String id) {
    long hash = id.length();
    for (int i = 0; i < id.length(); i++) {
      hash = HashCommon.murmurHash3(hash * 31 + id.charAt(i));
    }
    return hash;
  }

  /** Forgets documents until there are no more than wanted. */
  void keepLowest() {
    long[] hashes = documents.values().stream().mapToLong(d -> d.hash).sorted().toArray();
    if (hashes.length <= most) {
      return;
    }
    highest = hashes[most - 1];
    documents.values().removeIf(document -> document.hash > highest && !document.shown);
    places.removeIf(place -> !documents.containsKey(place.document.id));
  }

  /** Returns the ids of the documents that are kept, by their hashes. */
  public List<String> drawn() {
    keepLowest();
    return documents.values().stream()
        .sorted(Comparator.comparingLong(Known::hash).thenComparing(Known::id))
        .map(Known::id)
        .toList();
  }

  /** Returns how many documents begin in contexts. */
  long all() {
    return all;
  }

  /** Returns the documents, by where they first stand. */
  List<Known> documents() {
    Set<Known> found = new LinkedHashSet<>();
    places.forEach(place -> found.add(place.document));
    return List.copyOf(found);
  }

  @Nullable Known document(String id) {
    return documents.get(id);
  }

  /** Returns, for each context in which there is one, the pieces that say how documents read. */
  Map<Integer, List<Reading>> readings() {
    Map<Integer, List<Reading>> readings = new HashMap<>();
    for (Place place : places) {
      boolean telling = place.equals(place.document.longest);
      boolean beginning = place.equals(place.document.beginning);
      if (telling || beginning) {
        readings
            .computeIfAbsent(place.context, context -> new ArrayList<>())
            .add(new Reading(place.document, place.at, place.length, telling, beginning));
      }
    }
    return readings;
  }

  /**
   * Returns four numbers for each piece, by context and place in it: context, document, its first
   * token and how many there are.
   *
   * @param numbers of the documents
   */
  int[] pieces(Map<Known, Integer> numbers) {
    IntList pieces = new IntArrayList(4 * places.size());
    for (Place place : places) {
      pieces.add(place.context);
      pieces.add((int) Objects.requireNonNull(numbers.get(place.document)));
      pieces.add(place.from);
      pieces.add(place.length);
    }
    return pieces.toIntArray();
  }
}
